package person

// Cluster is the mentions of one person, in the order of the ledger. The first
// names the person: whatever is joined to it or parted from it later, an id that
// once named a person is that of a mention, and leads to whose it is now.
type Cluster []string

// ID names the person.
func (c Cluster) ID() string { return c[0] }

// Conflict is a pair judged to be two people, strangers or relatives, that other
// judgements join all the same.
type Conflict struct{ Left, Right string }

// Clusters gives the clusters that judgements make of mentions, which come in
// the order of the ledger; one for every mention that nothing joins. Persons who are no mentions, such as those known
// only by a post, join the mentions that are judged to be the same as they,
// and are in no cluster themselves. A judgement of anything else is passed
// over. Conflicts are told, never resolved: a person decides.
func Clusters(mentions []string, judgements []Judgement, persons ...string) ([]Cluster, []Conflict) {
	parent := make(map[string]string, len(mentions)+len(persons))
	for _, m := range mentions {
		parent[m] = m
	}
	for _, p := range persons {
		parent[p] = p
	}
	root := func(m string) string {
		for parent[m] != m {
			parent[m] = parent[parent[m]]
			m = parent[m]
		}
		return m
	}
	known := func(j Judgement) bool {
		_, left := parent[j.Left]
		_, right := parent[j.Right]
		return left && right
	}
	for _, j := range judgements {
		if j.Verdict == Same && known(j) {
			a, b := root(j.Left), root(j.Right)
			parent[max(a, b)] = min(a, b)
		}
	}
	var conflicts []Conflict
	for _, j := range judgements {
		if (j.Verdict == Different || j.Verdict == Relative) && known(j) && root(j.Left) == root(j.Right) {
			conflicts = append(conflicts, Conflict{j.Left, j.Right})
		}
	}
	at := map[string]int{}
	clusters := make([]Cluster, 0, len(mentions))
	for _, m := range mentions {
		r := root(m)
		i, ok := at[r]
		if !ok {
			i = len(clusters)
			at[r], clusters = i, append(clusters, nil)
		}
		clusters[i] = append(clusters[i], m)
	}
	return clusters, conflicts
}
