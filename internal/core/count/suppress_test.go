package count

import (
	"maps"
	"slices"
	"testing"
)

// turns gives numbers that look random and are the same every time.
func turns(seed uint64) func(n int) int {
	return func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed >> 33 % uint64(n))
	}
}

// outsider is somebody who has only what was published, and looks for another
// table that would have been published the same.
type outsider struct {
	cells  []uint32
	left   int64   // people in the cells that are not told
	totals []int64 // of these, on each list; nil if not told
}

func newOutsider(t Table, p Published) outsider {
	o := outsider{left: p.Minimum}
	told := map[uint32]bool{}
	if p.Totals != nil {
		o.totals = slices.Clone(p.Totals)
	}
	for _, c := range p.Overlaps {
		told[c.Pattern] = true
		o.left -= c.Count
		for i := range o.totals {
			if c.Pattern&(1<<i) != 0 {
				o.totals[i] -= c.Count
			}
		}
	}
	for cell := uint32(1); cell < 1<<len(t.Lists); cell++ {
		if !told[cell] {
			o.cells = append(o.cells, cell)
		}
	}
	return o
}

// other reports whether some table has another number than n in a cell.
func (o outsider) other(cell uint32, n int64) bool {
	cells := slices.Clone(o.cells)
	at := slices.Index(cells, cell)
	cells[0], cells[at] = cells[at], cells[0]
	for try := int64(0); try <= o.left; try++ {
		if try != n && fits(cells[1:], o.left-try, less(o.totals, cell, try)) {
			return true
		}
	}
	return false
}

func less(totals []int64, cell uint32, n int64) []int64 {
	out := slices.Clone(totals)
	for i := range out {
		if cell&(1<<i) != 0 {
			out[i] -= n
		}
	}
	return out
}

// fits reports whether people can be put into cells such that lists have their totals.
func fits(cells []uint32, left int64, totals []int64) bool {
	for _, n := range totals {
		if n < 0 || n > left {
			return false
		}
	}
	if len(cells) == 0 || left == 0 {
		return left == 0 && !slices.ContainsFunc(totals, func(n int64) bool { return n != 0 })
	}
	for n := int64(0); n <= left; n++ {
		if fits(cells[1:], left-n, less(totals, cells[0], n)) {
			return true
		}
	}
	return false
}

// What is left out does not follow from what is told, whatever is subtracted
// from what: another table would have been told just the same.
func TestNoCellThatIsLeftOutFollowsFromWhatIsTold(t *testing.T) {
	next := turns(41)
	left, totals := 0, 0
	for range 4000 {
		table := Table{Lists: []string{"A", "B", "C"}[:2+next(2)], Patterns: map[uint32]int64{}}
		for cell := uint32(1); cell < 1<<len(table.Lists); cell++ {
			if n := next(9) - 2; n > 0 {
				table.Patterns[cell] = int64(n)
			}
		}
		p := table.Publish()
		if p.Few {
			continue
		}
		if p.Totals != nil {
			totals++
		}
		o := newOutsider(table, p)
		for cell, n := range table.Patterns {
			if n >= LeastCell {
				continue
			}
			left++
			if slices.ContainsFunc(p.Overlaps, func(o Overlap) bool { return o.Pattern == cell }) {
				t.Fatalf("%v: the cell %b of %d is told", table.Patterns, cell, n)
			}
			if !o.other(cell, n) {
				t.Fatalf("%v: the cell %b is left out, and %+v gives it away", table.Patterns, cell, p)
			}
		}
	}
	if left < 1000 || totals < 100 {
		t.Fatalf("only %d cells were left out and %d tables told totals: the test proves little", left, totals)
	}
}

func TestWhatIsNotSmallIsToldAsItIs(t *testing.T) {
	table := Table{Lists: []string{"A", "B"}, Patterns: map[uint32]int64{1: 30, 2: 20, 3: 3}}
	p := table.Publish()
	if !p.Whole() || p.Minimum != 53 || len(p.Overlaps) != 3 || !slices.Equal(p.Totals, []int64{33, 23}) {
		t.Errorf("%+v", p)
	}
	if p := (Table{Lists: []string{"A"}, Patterns: map[uint32]int64{1: 9}}).Publish(); !p.Few || p.Minimum != 0 {
		t.Errorf("nine people were published: %+v", p)
	}
	if p := (Table{Lists: []string{"A"}}).Publish(); p.Few || p.Minimum != 0 {
		t.Errorf("that there is nobody tells of nobody: %+v", p)
	}
}

// Of strata, those that are left out are two or more and enough people, so that
// what is told of all gives away none of them.
func TestStrataThatAreLeftOutHideEachOther(t *testing.T) {
	next := turns(3)
	for range 5000 {
		sizes := make([]int64, 1+next(8))
		var all int64
		for i := range sizes {
			sizes[i] = int64(1 + next(30))
			all += sizes[i]
		}
		told, others := PublishSizes(sizes)
		held := 0
		for i, n := range sizes {
			if told[i] && n < LeastStratum {
				t.Fatalf("%v: the stratum of %d is told", sizes, n)
			}
			if told[i] {
				all -= n
			} else {
				held++
			}
		}
		if all != others {
			t.Fatalf("%v: %d people are in no stratum that is told, and %d are said to be", sizes, all, others)
		}
		if held == 1 && len(sizes) > 1 || held > 0 && slices.Contains(told, true) && others < LeastStratum {
			t.Fatalf("%v: %v, %d others", sizes, told, others)
		}
	}
	if told, others := PublishSizes([]int64{50, 20, 4}); !slices.Equal(told, []bool{true, false, false}) || others != 24 {
		t.Errorf("%v %d", told, others)
	}
}

// Overlaps that are told are those of the table.
func TestWhatIsToldIsTrue(t *testing.T) {
	table := Table{Lists: []string{"A", "B", "C"}, Patterns: map[uint32]int64{1: 30, 2: 2, 3: 9, 4: 14, 5: 1, 7: 12}}
	p, sum := table.Publish(), int64(0)
	for _, o := range p.Overlaps {
		sum += o.Count
		if table.Patterns[o.Pattern] != o.Count {
			t.Errorf("the cell %b is told as %d", o.Pattern, o.Count)
		}
	}
	if sum+p.Others != p.Minimum || p.Minimum != table.Minimum() || p.Others < LeastCell {
		t.Errorf("%+v of %v", p, maps.All(table.Patterns))
	}
}
