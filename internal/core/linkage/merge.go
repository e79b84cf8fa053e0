package linkage

import (
	"cmp"
	"slices"
)

// Certainty is how sure it is that rows are one person. What is certain is
// within what is probable, and that within what is possible.
type Certainty string

// The certainties, by the steps that make a cluster.
const (
	// Certain: all steps have a mean of 10 bits or more, odds of 1000 to 1, and
	// no pair that they bring together has fewer than 3.
	Certain Certainty = "certain"
	// Probable: all steps have a mean of Options.Even or more.
	Probable Certainty = "probable"
	// Possible: all steps have a mean of Options.Cut or more.
	Possible Certainty = "possible"
)

// The bits of a step that is certain: its mean, and its weakest pair.
const (
	certainBits = 10
	certainPair = 3
)

// Merge is a step of average linkage: two parts of a cluster that become one.
type Merge struct {
	// Left has the smallest row of both. Neither is in an order of rows.
	Left, Right []int32
	// Bits is the mean of all pairs between the two, each counted from -20 to 20,
	// and Weakest the least.
	Bits, Weakest float64
	// Judged tells that people said that the two are one person: it holds at
	// every certainty and in every sample.
	Judged bool
}

// Cluster is rows proposed as one person.
type Cluster struct {
	Rows []int32 // in order; two or more
	// Weakest is the least bits of a pair in it, Cohesion the mean of all.
	Weakest, Cohesion float64
	// Certainty is that of the whole; parts of it may be surer.
	Certainty Certainty
	// Bridges are pairs that alone hold two parts together: what a reviewer
	// should see first.
	Bridges []Edge
	// Merges are the steps that made it, from the strongest to the weakest, those
	// of judgements first. The last makes it whole.
	Merges []Merge

	steps []step
}

// step is a Merge by one row of either side.
type step struct {
	a, b          int32
	bits, weakest float64
	judged        bool
}

// steps gives those of a set, with the weakest pair that each brings together.
func (c *component) steps(set []int32, of []merge) []step {
	members := make(map[int][]int32, len(set))
	for _, i := range set {
		members[int(i)] = []int32{i}
	}
	out := make([]step, 0, len(of))
	for _, m := range of {
		weakest := float32(clipBits)
		for _, x := range members[m.a] {
			for _, y := range members[m.b] {
				weakest = min(weakest, c.bits[int(x)*c.n+int(y)])
			}
		}
		members[m.a] = append(members[m.a], members[m.b]...)
		delete(members, m.b)
		out = append(out, step{c.rows[m.a], c.rows[m.b], float64(m.bits), float64(weakest), m.judged})
	}
	return out
}

// finish makes the merges of a cluster from its steps, and says how sure it is.
// All sides are parts of one list of rows, so that they need no more room than
// the rows do.
func (c *Cluster) finish(even float64) {
	slices.SortStableFunc(c.steps, func(a, b step) int {
		if a.judged != b.judged {
			return cmp.Compare(order(b.judged), order(a.judged))
		}
		return cmp.Compare(b.bits, a.bits)
	})
	n := len(c.Rows)
	t := tree{left: make([]int32, 0, n-1), right: make([]int32, 0, n-1), size: make([]int32, n, 2*n)}
	f, top := NewForest(n), make([]int32, n)
	for i := range n {
		t.size[i], top[i] = 1, int32(i)
	}
	for _, s := range c.steps {
		i, _ := slices.BinarySearch(c.Rows, s.a)
		j, _ := slices.BinarySearch(c.Rows, s.b)
		x, y := f.Root(int32(i)), f.Root(int32(j))
		x, y = min(x, y), max(x, y)
		t.left, t.right = append(t.left, top[x]), append(t.right, top[y])
		t.size = append(t.size, t.size[top[x]]+t.size[top[y]])
		f.Join(x, y)
		top[x] = int32(len(t.size) - 1)
	}
	rows, from := t.lay(c.Rows)
	c.Merges = make([]Merge, len(c.steps))
	for k, s := range c.steps {
		l, r := t.left[k], t.right[k]
		c.Merges[k] = Merge{Left: part(rows, from[l], t.size[l]), Right: part(rows, from[r], t.size[r]), Bits: s.bits, Weakest: s.weakest, Judged: s.judged}
	}
	c.steps = nil
	c.Certainty = Possible
	for _, level := range []Certainty{Certain, Probable} {
		if sets := c.at(level, even); len(sets) == 1 && len(sets[0]) == n {
			c.Certainty = level
			break
		}
	}
}

// tree is the steps of a cluster of n rows: nodes below n are rows, node n+k is
// step k.
type tree struct{ left, right, size []int32 }

// lay gives the rows in an order in which those of every node stand together,
// and where each node begins.
func (t *tree) lay(rows []int32) (out, from []int32) {
	n := len(rows)
	out, from = make([]int32, n), make([]int32, len(t.size))
	for k := len(t.left) - 1; k >= 0; k-- { // parents before children
		begin := from[n+k]
		from[t.left[k]], from[t.right[k]] = begin, begin+t.size[t.left[k]]
	}
	for i, row := range rows {
		out[from[i]] = row
	}
	return out, from
}

func part(rows []int32, from, size int32) []int32 { return rows[from : from+size : from+size] }

// holds tells that a step is taken at a certainty.
func (m *Merge) holds(level Certainty, even float64) bool {
	switch {
	case m.Judged || level == Possible:
		return true
	case level == Certain:
		return m.Bits >= max(certainBits, even) && m.Weakest >= certainPair
	}
	return m.Bits >= even
}

// at gives the parts of a cluster that are each one person at a certainty: those
// of which all steps hold. A step is told from others by the row that it begins
// with: the last before it that begins so made that side of it.
func (c *Cluster) at(level Certainty, even float64) (out [][]int32) {
	if len(c.Merges) == 1 {
		if c.Merges[0].holds(level, even) {
			return [][]int32{c.Rows}
		}
		return nil
	}
	parted := map[int32]bool{}
	for i := range c.Merges {
		m := &c.Merges[i]
		left, right := m.Left[0], m.Right[0]
		if m.holds(level, even) && !parted[left] && !parted[right] {
			continue
		}
		for _, side := range [][]int32{m.Left, m.Right} {
			if len(side) > 1 && !parted[side[0]] {
				side = slices.Clone(side)
				slices.Sort(side)
				out = append(out, side)
			}
		}
		parted[left] = true
	}
	if len(c.Merges) > 0 && !parted[c.Merges[len(c.Merges)-1].Left[0]] {
		return [][]int32{c.Rows}
	}
	return out
}

// At gives the rows, two or more, that are one person at a certainty, in the
// order of the first of each; the rest stand alone. What is together at one
// certainty is so at every lesser one, and judgements hold at all.
func (r *Result) At(level Certainty) [][]int32 { return At(r.Clusters, level, r.Even) }

// At gives of clusters what Result.At does; even is Result.Even.
func At(clusters []Cluster, level Certainty, even float64) (out [][]int32) {
	for i := range clusters {
		out = append(out, clusters[i].at(level, even)...)
	}
	sortSets(out)
	return out
}

// sortSets puts sets in the order of the first row of each.
func sortSets(sets [][]int32) {
	slices.SortFunc(sets, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
}
