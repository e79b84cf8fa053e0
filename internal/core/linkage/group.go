package linkage

import "slices"

// grouping makes clusters of the pairs of a result.
type grouping struct {
	r      *Result
	t      *Table
	o      Options
	judged map[uint64]bool // same or not
	known  adjacent        // what was scored before
}

func pairKey(a, b int32) uint64 { return uint64(min(a, b))<<32 | uint64(max(a, b)) }

func judgedPairs(o Options) map[uint64]bool {
	of := make(map[uint64]bool, len(o.MustLink)+len(o.CannotLink))
	for _, p := range o.MustLink {
		of[pairKey(p[0], p[1])] = true
	}
	for _, p := range o.CannotLink {
		of[pairKey(p[0], p[1])] = false
	}
	return of
}

// cluster finds the components, and clusters each.
func (g *grouping) cluster() {
	f := newForest(len(g.t.list))
	for _, e := range g.r.Pairs {
		f.join(e.Left, e.Right)
	}
	for _, p := range g.o.MustLink {
		f.join(p[0], p[1])
	}
	sets := f.sets()
	edges := g.byComponent(f, sets)
	var small [][]int32
	for i, rows := range sets {
		if len(rows) <= g.o.ComponentCap {
			small = append(small, rows)
			continue
		}
		small = append(small, g.parted(rows, edges[i], g.o.Low)...)
	}
	found := make([][]Cluster, len(small))
	newWorkers(g.r.comp).each(len(small), func(c *comparer, i int) { found[i] = g.whole(c, small[i]) })
	for _, clusters := range found {
		g.r.Clusters = append(g.r.Clusters, clusters...)
	}
	g.addEqual()
}

// byComponent gives the edges of each set of f, in the order of the sets. None
// are needed for sets small enough to compare whole.
func (g *grouping) byComponent(f forest, sets [][]int32) map[int][]Edge {
	large := map[int32]int{}
	for i, rows := range sets {
		if len(rows) > g.o.ComponentCap {
			large[f.root(rows[0])] = i
		}
	}
	out := map[int][]Edge{}
	for _, e := range g.r.Pairs {
		if i, ok := large[f.root(e.Left)]; ok {
			out[i] = append(out[i], e)
		}
	}
	return out
}

// parted parts a component of which more rows than may be compared whole hang
// together where its edges are weak.
func (g *grouping) parted(rows []int32, edges []Edge, level float64) [][]int32 {
	if len(rows) <= g.o.ComponentCap {
		return [][]int32{rows}
	}
	if level += 2; level > lastLevel {
		g.r.Report.Oversized = append(g.r.Report.Oversized, len(rows))
		return slices.Collect(slices.Chunk(rows, g.o.ComponentCap))
	}
	at := make(map[int32]int32, len(rows))
	for i, row := range rows {
		at[row] = int32(i)
	}
	f := newForest(len(rows))
	for _, e := range edges {
		if float64(e.Bits) >= level || g.judged[pairKey(e.Left, e.Right)] {
			f.join(at[e.Left], at[e.Right])
		}
	}
	for _, p := range g.o.MustLink {
		a, ok := at[p[0]]
		b, has := at[p[1]]
		if ok && has {
			f.join(a, b)
		}
	}
	of := map[int32][]Edge{}
	for _, e := range edges {
		if r := f.root(at[e.Left]); r == f.root(at[e.Right]) {
			of[r] = append(of[r], e)
		}
	}
	var out [][]int32
	for _, set := range f.sets() {
		root := f.root(set[0])
		part := make([]int32, len(set))
		for i, s := range set {
			part[i] = rows[s]
		}
		out = append(out, g.parted(part, of[root], level)...)
	}
	return out
}

// lastLevel is the bits above which a component is parted by order of rows:
// then its rows are alike in all that is known.
const lastLevel = 24

// whole clusters rows of which every pair is compared.
func (g *grouping) whole(by *comparer, rows []int32) (out []Cluster) {
	c := newComponent(rows)
	for i, a := range rows {
		for j := i + 1; j < len(rows); j++ {
			c.set(i, j, g.bits(by, a, rows[j]))
		}
	}
	weight := make([]float32, len(rows))
	for i := range weight {
		weight[i] = 1
	}
	own := slices.Clone(c.bits)
	for _, set := range cut(len(rows), c.merges(weight), float32(g.o.Cut)) {
		c.bits = own
		out = append(out, c.describe(set, g.o.Even))
	}
	return out
}

func (g *grouping) bits(c *comparer, a, b int32) float64 {
	same, ok := g.judged[pairKey(a, b)]
	switch {
	case ok && same:
		return clipBits
	case ok || g.t.apart(a, b):
		return barred
	}
	if bits, ok := g.known.bits(a, b); ok {
		return float64(bits)
	}
	bits, _ := g.r.model.score(c, a, b)
	return bits
}

// addEqual adds the rows that others stand for to the clusters of those: rows
// that are equal in everything are one person as far as one of them alone says
// enough, and else each stays alone.
func (g *grouping) addEqual() {
	at := map[int32]int{}
	for i, c := range g.r.Clusters {
		for _, row := range c.Rows {
			at[row] = i
		}
	}
	for row, by := range g.t.stands {
		if by < 0 || g.t.spec.UniqueLists || g.bits(g.r.comp, by, int32(row)) < g.o.Cut {
			continue
		}
		if i, ok := at[by]; ok {
			g.r.Clusters[i].Rows = append(g.r.Clusters[i].Rows, int32(row))
		}
	}
	for i := range g.r.Clusters {
		slices.Sort(g.r.Clusters[i].Rows)
	}
}
