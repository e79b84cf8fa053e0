package linkage

import (
	"cmp"
	"math"
	"slices"
)

// Edge is two rows with the bits that they are one person.
type Edge struct {
	Left, Right int32
	Bits        float32
}

// forest is the sets that edges join.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

func (f forest) root(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(a, b int32) {
	a, b = f.root(a), f.root(b)
	f[max(a, b)] = min(a, b)
}

// sets gives the sets of two members or more: each in order, by its first.
func (f forest) sets() [][]int32 {
	size := make([]int32, len(f))
	for i := range f {
		size[f.root(int32(i))]++
	}
	at := make([]int32, len(f))
	var out [][]int32
	for i := range f {
		r := f.root(int32(i))
		if size[r] < 2 {
			continue
		}
		if at[r] == 0 {
			out = append(out, make([]int32, 0, size[r]))
			at[r] = int32(len(out))
		}
		out[at[r]-1] = append(out[at[r]-1], int32(i))
	}
	return out
}

// clipBits bounds what one pair may say in an average, so that no single pair
// holds a cluster together or keeps it apart. barred outweighs any number of
// others: clusters with such a pair are never joined.
const (
	clipBits = 20
	barred   = -1e9
)

// component is rows that edges hold together, with the bits of every two.
type component struct {
	rows []int32
	n    int
	bits []float32 // n*n, symmetrical
}

func newComponent(rows []int32) *component {
	n := len(rows)
	return &component{rows, n, make([]float32, n*n)}
}

func (c *component) set(i, j int, bits float64) {
	v := float32(bits)
	if bits > barred/2 {
		v = float32(max(-clipBits, min(clipBits, bits)))
	}
	c.bits[i*c.n+j], c.bits[j*c.n+i] = v, v
}

// merge is a step of clustering: two clusters, told by one of their members.
type merge struct {
	a, b int
	bits float32
}

// merges gives all steps of average linkage by the chain of nearest
// neighbours (Murtagh 1983), in time that grows with the square of the number
// of rows. The bits of c are used up.
func (c *component) merges(weight []float32) []merge {
	n := c.n
	alive := make([]bool, n)
	for i := range alive {
		alive[i] = true
	}
	var out []merge
	chain := make([]int, 0, n)
	for first := 0; len(out) < n-1; {
		if len(chain) == 0 {
			for !alive[first] {
				first++
			}
			chain = append(chain, first)
		}
		top := chain[len(chain)-1]
		best, bits := -1, float32(math.Inf(-1))
		if len(chain) > 1 { // ties go to where the chain comes from, or it would not end
			best = chain[len(chain)-2]
			bits = c.bits[top*n+best]
		}
		row := c.bits[top*n : top*n+n]
		for k, v := range row {
			if alive[k] && k != top && v > bits {
				best, bits = k, v
			}
		}
		if len(chain) > 1 && best == chain[len(chain)-2] {
			chain = chain[:len(chain)-2]
			a, b := min(top, best), max(top, best)
			out = append(out, merge{a, b, bits})
			c.fuse(a, b, weight, alive)
			continue
		}
		chain = append(chain, best)
	}
	return out
}

// fuse makes b part of a: the mean bits to all others, by the weight of each.
func (c *component) fuse(a, b int, weight []float32, alive []bool) {
	n, wa, wb := c.n, weight[a], weight[b]
	x, y := c.bits[a*n:a*n+n], c.bits[b*n:b*n+n]
	for k := range n {
		if !alive[k] || k == a || k == b {
			continue
		}
		v := (x[k]*wa + y[k]*wb) / (wa + wb)
		if x[k] < barred/2 || y[k] < barred/2 {
			v = barred
		}
		x[k], c.bits[k*n+a] = v, v
	}
	alive[b] = false
	weight[a] += wb
}

// cut gives the clusters of two or more that remain when steps below bits are
// not taken, as members' places in the component.
func cut(n int, steps []merge, bits float32) [][]int32 {
	f := newForest(n)
	slices.SortStableFunc(steps, func(a, b merge) int { return -cmp.Compare(a.bits, b.bits) })
	for _, s := range steps {
		if s.bits >= bits {
			f.join(int32(s.a), int32(s.b))
		}
	}
	return f.sets()
}
