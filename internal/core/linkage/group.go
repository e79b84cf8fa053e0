package linkage

import "slices"

// grouping makes clusters of the pairs of a result.
type grouping struct {
	r      *Result
	t      *Table
	o      Options
	judged judged
	known  adjacent // what was scored before
}

// cluster finds the components, and clusters each.
func (g *grouping) cluster() {
	f := NewForest(len(g.t.list))
	for _, e := range g.r.Pairs {
		f.Join(e.Left, e.Right)
	}
	for _, rows := range g.judged.members {
		for _, row := range rows[1:] {
			f.Join(rows[0], row)
		}
	}
	alone := map[int32]bool{} // what was judged is looked at for itself
	for _, p := range slices.Concat(g.o.MustLink, g.o.CannotLink) {
		for _, row := range p {
			if by := g.t.stands[row]; by >= 0 {
				f.Join(by, row)
				alone[row] = true
			}
		}
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
	g.r.workers.each(len(small), func(c *comparer, i int) { found[i] = g.whole(c, small[i]) })
	for _, clusters := range found {
		g.r.Clusters = append(g.r.Clusters, clusters...)
	}
	g.addEqual(alone)
	for i := range g.r.Clusters {
		g.r.Clusters[i].finish(g.o.Even)
	}
	g.r.Report.Contradicted = g.judged.contradicted
}

// byComponent gives the edges of each set of f, in the order of the sets. None
// are needed for sets small enough to compare whole.
func (g *grouping) byComponent(f Forest, sets [][]int32) map[int][]Edge {
	large := map[int32]int{}
	for i, rows := range sets {
		if len(rows) > g.o.ComponentCap {
			large[f.Root(rows[0])] = i
		}
	}
	out := map[int][]Edge{}
	for _, e := range g.r.Pairs {
		if i, ok := large[f.Root(e.Left)]; ok {
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
		return g.judged.chunks(rows, g.o.ComponentCap)
	}
	at := make(map[int32]int32, len(rows))
	for i, row := range rows {
		at[row] = int32(i)
	}
	f := NewForest(len(rows))
	for _, e := range edges {
		if float64(e.Bits) >= level {
			f.Join(at[e.Left], at[e.Right])
		}
	}
	for _, p := range g.judged.held(rows) {
		f.Join(int32(p[0]), int32(p[1]))
	}
	of := map[int32][]Edge{}
	for _, e := range edges {
		if r := f.Root(at[e.Left]); r == f.Root(at[e.Right]) {
			of[r] = append(of[r], e)
		}
	}
	var out [][]int32
	for _, set := range f.sets() {
		root := f.Root(set[0])
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
	own := slices.Clone(c.bits)
	sets, steps := cut(len(rows), c.merges(g.judged.held(rows)), float32(g.o.Cut))
	c.bits = own
	for i, set := range sets {
		out = append(out, c.describe(set, steps[i], g.o.Even))
	}
	return out
}

func (g *grouping) bits(c *comparer, a, b int32) float64 {
	switch {
	case g.judged.different(a, b):
		return barred
	case g.judged.same(a, b): // outweighs what a list says of itself
		return clipBits
	case g.t.apart(a, b):
		return barred
	}
	if bits, ok := g.known.bits(a, b); ok {
		return float64(bits)
	}
	bits, _ := g.r.model.score(c, a, b, -clipBits)
	return bits
}

// addEqual adds the rows that others stand for to the clusters of those: rows
// that are equal in everything are one person as far as one of them alone says
// enough, and else each stays alone. Those that were judged are in their
// clusters by then.
func (g *grouping) addEqual(alone map[int32]bool) {
	at := map[int32]int{}
	for i, c := range g.r.Clusters {
		for _, row := range c.Rows {
			at[row] = i
		}
	}
	for row, by := range g.t.stands {
		if by < 0 || alone[int32(row)] {
			continue
		}
		bits := min(clipBits, g.bits(g.r.comp, by, int32(row)))
		if i, ok := at[by]; ok && bits >= g.o.Cut {
			c := &g.r.Clusters[i]
			c.Rows = append(c.Rows, int32(row))
			c.steps = append(c.steps, step{a: by, b: int32(row), bits: bits, weakest: bits})
		}
	}
	for i := range g.r.Clusters {
		slices.Sort(g.r.Clusters[i].Rows)
	}
}
