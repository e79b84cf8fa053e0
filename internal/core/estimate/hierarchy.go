package estimate

import (
	"cmp"
	"math/bits"
	"slices"
)

// terms is a hierarchical model: the sets of lists it holds a term for, as a
// set of their bits. Bit s stands for the set of lists whose bits are s, so
// that six lists just fit. The empty set and every single list are always in.
type terms uint64

func (m terms) has(s uint32) bool { return m>>s&1 == 1 }

// each calls yield for every term in order, the empty set first.
func (m terms) each(yield func(s uint32)) {
	for ; m != 0; m &= m - 1 {
		yield(uint32(bits.TrailingZeros64(uint64(m))))
	}
}

func (m terms) size() int { return bits.OnesCount64(uint64(m)) }

// independence is the model with a term for each list and no more.
func independence(lists int) terms {
	m := terms(1)
	for i := range lists {
		m |= 1 << (1 << i)
	}
	return m
}

// generators are the terms that are in no other term: they name a model. The
// largest come first, then those of the first lists.
func (m terms) generators() []uint32 {
	var out []uint32
	m.each(func(s uint32) {
		inside := false
		m.each(func(larger uint32) { inside = inside || larger != s && larger&s == s })
		if !inside && s != 0 {
			out = append(out, s)
		}
	})
	slices.SortFunc(out, func(a, b uint32) int {
		if d := bits.OnesCount32(b) - bits.OnesCount32(a); d != 0 {
			return d
		}
		return cmp.Compare(bits.Reverse32(b), bits.Reverse32(a))
	})
	return out
}

// hierarchical gives every model whose terms hold at most so many lists and
// that has, with a term, every term inside it.
func hierarchical(lists, order int) []terms {
	models := []terms{independence(lists)}
	for size := 2; size <= order; size++ {
		var sets []uint32
		for s := uint32(1); s < 1<<lists; s++ {
			if bits.OnesCount32(s) == size {
				sets = append(sets, s)
			}
		}
		var next []terms
		for _, m := range models {
			next = append(next, grown(m, sets)...)
		}
		models = next
	}
	return models
}

// grown gives m with every choice of those sets that may be added to it.
func grown(m terms, sets []uint32) []terms {
	out := []terms{m}
	for _, s := range sets {
		if !mayHold(m, s) {
			continue
		}
		for _, with := range out {
			out = append(out, with|1<<s)
		}
	}
	return out
}

// mayHold says whether all that is one list smaller than s is in m.
func mayHold(m terms, s uint32) bool {
	for rest := s; rest != 0; rest &= rest - 1 {
		if !m.has(s &^ (rest & -rest)) {
			return false
		}
	}
	return true
}
