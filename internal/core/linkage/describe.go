package linkage

import "math"

// describe says how a cluster hangs together, and by which steps it was made.
func (c *component) describe(set []int32, steps []merge, even float64) Cluster {
	out := Cluster{Weakest: math.Inf(1), steps: c.steps(set, steps)}
	sum := 0.0
	for i, a := range set {
		out.Rows = append(out.Rows, c.rows[a])
		for _, b := range set[i+1:] {
			bits := float64(c.bits[int(a)*c.n+int(b)])
			out.Weakest = min(out.Weakest, bits)
			sum += bits
		}
	}
	n := float64(len(set))
	out.Cohesion = sum / (n * (n - 1) / 2)
	if len(set) > 2 {
		out.Bridges = c.bridges(set, even)
	}
	return out
}

// bridges gives the pairs of a cluster, of those with bits or more, without
// which it falls into two: by the order in which a search first meets each row
// and how far back it leads (Tarjan 1974).
func (c *component) bridges(set []int32, bits float64) []Edge {
	s := search{c: c, set: set, bits: float32(bits), met: make([]int, len(set)), back: make([]int, len(set))}
	for i := range set {
		if s.met[i] == 0 {
			s.visit(i, -1)
		}
	}
	return s.found
}

type search struct {
	c         *component
	set       []int32
	bits      float32
	met, back []int // from 1
	count     int
	found     []Edge
}

func (s *search) visit(at, from int) {
	s.count++
	s.met[at], s.back[at] = s.count, s.count
	for to := range s.set {
		bits := s.c.bits[int(s.set[at])*s.c.n+int(s.set[to])]
		if to == at || to == from || bits < s.bits {
			continue
		}
		if s.met[to] > 0 {
			s.back[at] = min(s.back[at], s.met[to])
			continue
		}
		s.visit(to, at)
		s.back[at] = min(s.back[at], s.back[to])
		if s.back[to] > s.met[at] {
			a, b := s.c.rows[s.set[at]], s.c.rows[s.set[to]]
			s.found = append(s.found, Edge{min(a, b), max(a, b), bits})
		}
	}
}
