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
	// Totals are the people on each list; nil if, with what else is told, they
	// would give away a cell that is not.
	Totals   []int64
	Overlaps []Overlap // those that are told, fewest lists first
	// Others is how many people are on the lists of overlaps that are not told,
	// together. Which overlaps these are is not told either: any that is not
	// shown may be one of them or empty.
	Others int64
}

// Publish leaves out what could single people out: cells of fewer than
// LeastCell people, as many other cells as are needed so that no such cell
// follows from what is told, and the lists' totals where nothing else helps.
func (t Table) Publish() Published {
	p := Published{Minimum: t.Minimum()}
	if p.Minimum > 0 && p.Minimum < LeastStratum {
		return Published{Few: true}
	}
	hidden := t.hidden(false)
	if len(t.Patterns) > mostWeighed {
		return p.with(t, hidden)
	}
	if all := t.hidden(true); all != nil && 2*len(all) <= len(t.Patterns)+len(hidden) {
		hidden = all
		for i := range t.Lists {
			p.Totals = append(p.Totals, t.On(i))
		}
	}
	return p.with(t, hidden)
}

// mostWeighed is of how many overlaps it is looked for a way to tell the lists'
// totals too; with more of them there are too many small ones.
const mostWeighed = 200

// with adds the cells that are told.
func (p Published) with(t Table, hidden map[uint32]bool) Published {
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
// first, as many others as are needed; nil if not even all are enough.
func (t Table) hidden(totals bool) map[uint32]bool {
	var cells []uint32
	for p, n := range t.Patterns {
		if n > 0 {
			cells = append(cells, p)
		}
	}
	slices.SortFunc(cells, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(t.Patterns[a], t.Patterns[b]), cmp.Compare(a, b))
	})
	small := 0
	for small < len(cells) && t.Patterns[cells[small]] < LeastCell {
		small++
	}
	hidden := map[uint32]bool{}
	for n, p := range cells {
		if n >= small && t.safe(hidden, cells[:small], totals) {
			return hidden
		}
		hidden[p] = true
	}
	if t.safe(hidden, cells[:small], totals) {
		return hidden
	}
	return nil
}

// safe reports whether no small cell follows from the minimum and the cells
// that are told and, with totals, from the lists' totals. It does not if
// another table would make them all the same and has another number there.
func (t Table) safe(hidden map[uint32]bool, small []uint32, totals bool) bool {
	if len(small) == 0 {
		return true
	}
	var people int64
	for p := range hidden {
		people += t.Patterns[p]
	}
	if len(hidden) < 2 || people < LeastCell {
		return false
	}
	if !totals {
		return true // of two cells of which the sum alone is told, neither is
	}
	open := map[uint32]bool{}
	for a := range hidden {
		for b := range hidden {
			for _, cell := range t.exchanges(hidden, a, b) {
				open[cell] = true
			}
		}
	}
	return !slices.ContainsFunc(small, func(p uint32) bool { return !open[p] })
}

// exchanges gives the cells that differ if somebody of cell a was not on one of
// their lists and somebody of cell b was: the minimum and every list's total
// stay the same. What they become must be cells that are not told.
func (t Table) exchanges(hidden map[uint32]bool, a, b uint32) (out []uint32) {
	told := func(p uint32) bool { return t.Patterns[p] > 0 && !hidden[p] }
	for list := range t.Lists {
		bit := uint32(1) << list
		less, more := a&^bit, b|bit
		if a&bit == 0 || b&bit != 0 || less == 0 || less == b || told(less) || told(more) {
			continue
		}
		out = append(out, a, b, less, more)
	}
	return out
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
