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

// Forest is numbers from 0 that hang together: the sets that edges join.
type Forest []int32

// NewForest gives a forest of n numbers, each alone.
func NewForest(n int) Forest {
	f := make(Forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

// Root gives the least number of a set.
func (f Forest) Root(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

// Join makes two sets one.
func (f Forest) Join(a, b int32) {
	a, b = f.Root(a), f.Root(b)
	f[max(a, b)] = min(a, b)
}

// sets gives the sets of two members or more: each in order, by its first.
func (f Forest) sets() [][]int32 {
	size := make([]int32, len(f))
	for i := range f {
		size[f.Root(int32(i))]++
	}
	at := make([]int32, len(f))
	var out [][]int32
	for i := range f {
		r := f.Root(int32(i))
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

// merge is a step of clustering: two clusters, each told by the first of its
// members, the smaller before.
type merge struct {
	a, b   int
	bits   float32
	judged bool
}

// merges gives all steps of average linkage by the chain of nearest
// neighbours (Murtagh 1983), in time that grows with the square of the number
// of rows: first those of rows that are held to be one person whatever their
// bits. The bits of c are used up.
func (c *component) merges(held [][2]int) []merge {
	n := c.n
	alive, weight := make([]bool, n), make([]float32, n)
	for i := range alive {
		alive[i], weight[i] = true, 1
	}
	var out []merge
	together := NewForest(n)
	for _, p := range held {
		a, b := int(together.Root(int32(p[0]))), int(together.Root(int32(p[1])))
		if a != b {
			a, b = min(a, b), max(a, b)
			out = append(out, merge{a, b, clipBits, true})
			c.fuse(a, b, weight, alive)
			together.Join(int32(a), int32(b))
		}
	}
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
			out = append(out, merge{a, b, bits, false})
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
// not taken, as members' places in the component, and the steps of each from
// the strongest to the weakest.
func cut(n int, steps []merge, bits float32) (sets [][]int32, of [][]merge) {
	inOrder(n, steps)
	f := NewForest(n)
	for _, s := range steps {
		if s.judged || s.bits >= bits {
			f.Join(int32(s.a), int32(s.b))
		}
	}
	sets = f.sets()
	of = make([][]merge, len(sets))
	at := make(map[int32]int, len(sets))
	for i, set := range sets {
		at[set[0]] = i
		of[i] = make([]merge, 0, len(set)-1)
	}
	for _, s := range steps {
		if s.judged || s.bits >= bits {
			i := at[f.Root(int32(s.a))]
			of[i] = append(of[i], s)
		}
	}
	return sets, of
}

// inOrder sorts steps from the strongest to the weakest, those of judgements
// first. A step that is stronger than one that it rests on, which rounding can
// make, is brought down to it.
func inOrder(n int, steps []merge) {
	least := make([]float32, n)
	for i := range least {
		least[i] = clipBits
	}
	for i := range steps {
		s := &steps[i]
		s.bits = min(s.bits, least[s.a], least[s.b])
		least[s.a] = s.bits
	}
	slices.SortStableFunc(steps, func(a, b merge) int {
		if a.judged != b.judged {
			return cmp.Compare(order(b.judged), order(a.judged))
		}
		return cmp.Compare(b.bits, a.bits)
	})
}

func order(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
