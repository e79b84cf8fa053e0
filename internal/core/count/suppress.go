package count

import (
	"cmp"
	"slices"
)

// What leaves an archive must not single people out: a cell of one or two can
// name a witness to who knows the place.
const (
	LeastStratum = 10 // people in a stratum, and in all, that are told
	LeastCell    = 3  // people on just some lists that are told
)

// Published is what may be told outside of a table.
type Published struct {
	// Few: there are fewer people than LeastStratum, and no number is told.
	Few     bool
	Minimum int64
	// Totals are the people on each list; nil if anything is left out.
	Totals   []int64
	Overlaps []Overlap // those that are told, fewest lists first
	// Others is how many people are on the lists of overlaps that are not told,
	// together. Which overlaps these are is not told either: any that is not
	// shown may be one of them or empty.
	Others int64
}

// Publish leaves out what could single people out: cells of fewer than
// LeastCell people, and as many other cells as are needed to hide them. With
// them go the lists' totals: cells of which none follows from the totals can
// still add up to who is on two of the lists, and these can be few. Of what
// is not told, the sum alone is; no part of it follows.
func (t Table) Publish() Published {
	p := Published{Minimum: t.Minimum()}
	if p.Minimum > 0 && p.Minimum < LeastStratum {
		return Published{Few: true}
	}
	hidden := t.hidden()
	if len(hidden) == 0 {
		for i := range t.Lists {
			p.Totals = append(p.Totals, t.On(i))
		}
	}
	for _, o := range t.Overlaps() {
		switch {
		case hidden[o.Pattern]:
			p.Others += o.Count
		case o.Count > 0:
			p.Overlaps = append(p.Overlaps, o)
		}
	}
	return p
}

// Whole reports whether nothing was left out.
func (p Published) Whole() bool { return !p.Few && p.Others == 0 }

// hidden gives the cells that are not told: the small ones and, smallest
// first, as many others as make them two or more, of LeastCell people or more
// together. Where LeastStratum people are counted there are enough.
func (t Table) hidden() map[uint32]bool {
	var cells []uint32
	for p, n := range t.Patterns {
		if n > 0 {
			cells = append(cells, p)
		}
	}
	slices.SortFunc(cells, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(t.Patterns[a], t.Patterns[b]), cmp.Compare(a, b))
	})
	hidden, people := map[uint32]bool{}, int64(0)
	for _, p := range cells {
		n := t.Patterns[p]
		if n >= LeastCell && (len(hidden) == 0 || len(hidden) > 1 && people >= LeastCell) {
			break
		}
		hidden[p] = true
		people += n
	}
	return hidden
}

// PublishSizes tells which of some strata may be told outside: all but those
// of fewer than LeastStratum people and, smallest first, as many others as are
// needed so that those that are not told are two or more, and enough people
// together. others is how many people these are. Where that can't be, none is
// told.
func PublishSizes(sizes []int64) (told []bool, others int64) {
	told = make([]bool, len(sizes))
	order := make([]int, len(sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[a], sizes[b]) })
	held := 0
	for _, i := range order {
		if sizes[i] >= LeastStratum && (held == 0 || held > 1 && others >= LeastStratum) {
			told[i] = true
			continue
		}
		others += sizes[i]
		held++
	}
	return told, others
}
