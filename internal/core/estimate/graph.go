package estimate

import "math/bits"

// graph is a decomposable graph over lists, as what the likelihood needs: how
// often the table over each set of lists is multiplied, and divided by.
type graph struct {
	times []setTimes
	full  bool // every two lists are joined
	edges []uint32
}

type setTimes struct {
	set   uint32
	times int
}

// decomposable gives every decomposable graph over so many lists: 8 for three,
// 61, 822, and 18154 for six.
func decomposable(lists int) []graph {
	var pairs []uint32
	for i := range lists {
		for j := i + 1; j < lists; j++ {
			pairs = append(pairs, 1<<i|1<<j)
		}
	}
	var out []graph
	for edges := uint32(0); edges < 1<<len(pairs); edges++ {
		near := make([]uint32, lists)
		var chosen []uint32
		for rest := edges; rest != 0; rest &= rest - 1 {
			pair := pairs[bits.TrailingZeros32(rest)]
			chosen = append(chosen, pair)
			i, j := bits.TrailingZeros32(pair), bits.Len32(pair)-1
			near[i] |= 1 << j
			near[j] |= 1 << i
		}
		if times, ok := factors(near); ok {
			out = append(out, graph{times, len(chosen) == len(pairs), chosen})
		}
	}
	return out
}

// factors numbers the lists by maximum cardinality (Tarjan and Yannakakis,
// SIAM J. Comput. 13, 1984). The graph is decomposable if the numbered
// neighbours of each list are all joined; then the likelihood is the product,
// over the lists, of the table of a list with those neighbours by the table of
// the neighbours alone. What is multiplied and divided both falls out.
func factors(near []uint32) ([]setTimes, bool) {
	var numbered uint32
	net := map[uint32]int{}
	var order []uint32
	for range near {
		next := -1
		for v := range near {
			if numbered>>v&1 == 1 {
				continue
			}
			if next < 0 || bits.OnesCount32(near[v]&numbered) > bits.OnesCount32(near[next]&numbered) {
				next = v
			}
		}
		before := near[next] & numbered
		for rest := before; rest != 0; rest &= rest - 1 {
			if before&^(near[bits.TrailingZeros32(rest)]|rest&-rest) != 0 {
				return nil, false
			}
		}
		for _, step := range [2]setTimes{{before | 1<<next, 1}, {before, -1}} {
			if net[step.set] == 0 {
				order = append(order, step.set)
			}
			net[step.set] += step.times
		}
		numbered |= 1 << next
	}
	var out []setTimes
	for i, set := range order {
		if set != 0 && net[set] != 0 && !containsBefore(order, i) {
			out = append(out, setTimes{set, net[set]})
		}
	}
	return out, true
}

// containsBefore says whether a set was in the order before.
func containsBefore(order []uint32, i int) bool {
	for _, set := range order[:i] {
		if set == order[i] {
			return true
		}
	}
	return false
}
