package count

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// MaxLists is how many lists a table can hold.
const MaxLists = 32

// Table says how many people are on just which lists. Bit i of a pattern
// stands for Lists[i]. Over more lists than a table can hold it has no lists,
// and all people under the pattern 0: how many they are, and no overlap.
type Table struct {
	Lists    []string
	Patterns map[uint32]int64
}

// Tabulate counts people by the lists they are on. onLists gives, for each
// person, the lists as indices into lists; a person on none is an error: a
// count of what is documented can't hold what is not.
func Tabulate(lists []string, onLists [][]int) (Table, error) {
	t := Table{Lists: lists, Patterns: map[uint32]int64{}}
	if len(lists) > MaxLists {
		return t, fmt.Errorf("counting over %d lists, at most %d are possible", len(lists), MaxLists)
	}
	for i, on := range onLists {
		var pattern uint32
		for _, l := range on {
			if l < 0 || l >= len(lists) {
				return t, fmt.Errorf("person %d is on the list number %d of %d", i, l, len(lists))
			}
			pattern |= 1 << l
		}
		if pattern == 0 {
			return t, fmt.Errorf("person %d is on no list", i)
		}
		t.Patterns[pattern]++
	}
	return t, nil
}

// Minimum is the number of people documented at least.
func (t Table) Minimum() int64 {
	var n int64
	for _, count := range t.Patterns {
		n += count
	}
	return n
}

// On is the number of people on list i.
func (t Table) On(i int) int64 { return t.sum(1 << i) }

// OnBoth is the number of people on both lists i and j.
func (t Table) OnBoth(i, j int) int64 { return t.sum(1<<i | 1<<j) }

func (t Table) sum(all uint32) int64 {
	var n int64
	for pattern, count := range t.Patterns {
		if pattern&all == all {
			n += count
		}
	}
	return n
}

// Overlap is how many people are on just these lists and no other.
type Overlap struct {
	Lists   []string
	Count   int64
	Pattern uint32 // bit i stands for list i of the table
}

// Overlaps gives every pattern that occurs, fewest lists first.
func (t Table) Overlaps() []Overlap {
	patterns := make([]uint32, 0, len(t.Patterns))
	for p := range t.Patterns {
		if p != 0 {
			patterns = append(patterns, p)
		}
	}
	slices.SortFunc(patterns, func(a, b uint32) int {
		if d := bits.OnesCount32(a) - bits.OnesCount32(b); d != 0 {
			return d
		}
		return int(int64(a) - int64(b))
	})
	out := make([]Overlap, len(patterns))
	for i, p := range patterns {
		out[i] = Overlap{t.names(p), t.Patterns[p], p}
	}
	return out
}

func (t Table) names(pattern uint32) []string {
	var names []string
	for i, name := range t.Lists {
		if pattern&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Key names an overlap: its lists with " + " between.
func (o Overlap) Key() string { return strings.Join(o.Lists, " + ") }

// Find gives the place of the list of that name, -1 if there is none.
func (t Table) Find(name string) int { return slices.Index(t.Lists, name) }
