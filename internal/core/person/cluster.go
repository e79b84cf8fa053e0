package person

import (
	"cmp"
	"slices"
)

// Cluster is the mentions that judgements hold to be one person, sorted.
type Cluster []string

// Conflict is a pair judged different, or relatives, that other judgements join
// all the same.
type Conflict struct{ Left, Right string }

// Clusters gives the clusters that judgements make of mentions, one for every
// mention that nothing joins. Persons who are no mentions, such as those known
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
	members := map[string]Cluster{}
	for _, m := range mentions {
		r := root(m)
		members[r] = append(members[r], m)
	}
	clusters := make([]Cluster, 0, len(members))
	for _, c := range members {
		slices.Sort(c)
		clusters = append(clusters, c)
	}
	slices.SortFunc(clusters, func(a, b Cluster) int { return cmp.Compare(a[0], b[0]) })
	return clusters, conflicts
}
