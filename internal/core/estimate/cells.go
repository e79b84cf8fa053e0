package estimate

import (
	"cmp"
	"math/bits"
	"slices"

	"sanad/internal/core/count"
)

// cells is a table made dense: how many people are on just the lists of each
// pattern. The first, on no list, is what is asked for and holds nothing.
type cells struct {
	lists int
	n     []int64
	total int64
}

// listed takes the lists out that hold nobody.
func listed(t count.Table) count.Table {
	for i := len(t.Lists) - 1; i >= 0; i-- {
		if t.On(i) == 0 {
			t = without(t, i)
		}
	}
	return t
}

func dense(t count.Table) cells {
	c := cells{lists: len(t.Lists), n: make([]int64, 1<<len(t.Lists)), total: t.Minimum()}
	for pattern, n := range t.Patterns {
		c.n[pattern] += n
	}
	return c
}

// margin is the number of people on all lists of s.
func (c cells) margin(s uint32) int64 {
	var n int64
	for pattern, people := range c.n {
		if uint32(pattern)&s == s {
			n += people
		}
	}
	return n
}

// frequencies gives how many people are on exactly one list, on two, and so
// on; the first element stands for one list.
func (c cells) frequencies() []int64 {
	f := make([]int64, c.lists)
	for pattern, n := range c.n {
		if pattern != 0 {
			f[bits.OnesCount(uint(pattern))-1] += n
		}
	}
	return f
}

// without is the table as it would be if list i had never been made.
func without(t count.Table, i int) count.Table {
	out := count.Table{Lists: slices.Delete(slices.Clone(t.Lists), i, i+1), Patterns: map[uint32]int64{}}
	for pattern, n := range t.Patterns {
		if rest := squeeze(pattern, i); rest != 0 && n != 0 {
			out.Patterns[rest] += n
		}
	}
	return out
}

// only is the table without the lists that are not named.
func only(t count.Table, lists []string) count.Table {
	for i := len(t.Lists) - 1; i >= 0; i-- {
		if !slices.Contains(lists, t.Lists[i]) {
			t = without(t, i)
		}
	}
	return t
}

// within is the table of the other lists over the people of list i, and how
// many people those are, on another list or not.
func within(t count.Table, i int) (count.Table, int64) {
	out := count.Table{Lists: slices.Delete(slices.Clone(t.Lists), i, i+1), Patterns: map[uint32]int64{}}
	for pattern, n := range t.Patterns {
		if rest := squeeze(pattern, i); rest != 0 && n != 0 && pattern&(1<<i) != 0 {
			out.Patterns[rest] += n
		}
	}
	return out, t.On(i)
}

// squeeze takes bit i out of a pattern and moves those above it down.
func squeeze(pattern uint32, i int) uint32 {
	low := uint32(1)<<i - 1
	return pattern&low | pattern>>1&^low
}

// Merged says that smaller lists were taken for one, where a method can't
// hold as many as there are.
type Merged struct {
	Lists []string `json:"lists"` // what is now one list
}

// merge takes the two smallest lists for one until at most so many are left.
func merge(t count.Table, most int) (count.Table, []Merged) {
	parts := make([][]string, len(t.Lists))
	for i, name := range t.Lists {
		parts[i] = []string{name}
	}
	for len(t.Lists) > most {
		order := make([]int, len(t.Lists))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.On(a), t.On(b)) })
		into, from := min(order[0], order[1]), max(order[0], order[1])
		joined := count.Table{Lists: slices.Delete(slices.Clone(t.Lists), from, from+1), Patterns: map[uint32]int64{}}
		joined.Lists[into] = t.Lists[into] + " + " + t.Lists[from]
		for pattern, n := range t.Patterns {
			if pattern&(1<<from) != 0 {
				pattern |= 1 << into
			}
			joined.Patterns[squeeze(pattern, from)] += n
		}
		parts[into] = append(parts[into], parts[from]...)
		parts = slices.Delete(parts, from, from+1)
		t = joined
	}
	var out []Merged
	for _, lists := range parts {
		if len(lists) > 1 {
			out = append(out, Merged{lists})
		}
	}
	return t, out
}
