package count

import (
	"math/bits"
	"slices"
	"testing"
)

// more reports whether some table, of which the same would have been told, has
// at least n people in the cells of a group.
func (o outsider) more(group func(cell uint32) bool, n int64) bool {
	var in, out []uint32
	for _, c := range o.cells {
		if group(c) {
			in = append(in, c)
		} else {
			out = append(out, c)
		}
	}
	return o.fill(in, out, o.left, o.totals, n)
}

// fill puts people into the cells of the group until there are n, and then
// whoever is left wherever they fit.
func (o outsider) fill(in, out []uint32, left int64, totals []int64, n int64) bool {
	if slices.ContainsFunc(totals, func(t int64) bool { return t < 0 }) || left < 0 {
		return false
	}
	if n <= 0 {
		return fits(append(slices.Clone(out), in...), left, totals)
	}
	for i, c := range in {
		if o.fill(in[i:], out, left-1, less(totals, c, 1), n-1) {
			return true
		}
	}
	return false
}

// asked is a group that somebody could ask for: those on all of some lists and
// on none of some others, wherever else they are.
type asked struct{ on, off uint32 }

func (g asked) has(cell uint32) bool { return cell&g.on == g.on && cell&g.off == 0 }

func groupsOf(lists int) (out []asked) {
	for on := uint32(0); on < 1<<lists; on++ {
		for off := uint32(0); off < 1<<lists; off++ {
			if on&off == 0 {
				out = append(out, asked{on, off})
			}
		}
	}
	return out
}

// checkGroups looks for a group of few people of which an outsider can tell
// that it is of few. Their lists tell nothing else than how it is called.
func checkGroups(t *testing.T, table Table) (few int) {
	t.Helper()
	p := table.Publish()
	if p.Few {
		return 0
	}
	o := newOutsider(table, p)
	for _, g := range groupsOf(len(table.Lists)) {
		var people, told int64
		for cell, n := range table.Patterns {
			if g.has(cell) {
				people += n
			}
		}
		for _, c := range p.Overlaps {
			if g.has(c.Pattern) {
				told += c.Count
			}
		}
		if people == 0 || people >= LeastCell {
			continue
		}
		if few++; told > 0 || !o.more(g.has, LeastCell) {
			t.Fatalf("%v: that %d people are on the lists %b and not on %b follows from %+v", table.Patterns, people, g.on, g.off, p)
		}
	}
	return few
}

// Long lists that meet in a few people: who is on two of them is few, though
// they are in two cells of which neither follows from what is told.
func TestNoGroupOfFewFollowsWhereListsHardlyMeet(t *testing.T) {
	few := 0
	for ab := range int64(5) {
		for ac := range int64(5) {
			for bc := range int64(5) {
				for abc := range int64(3) {
					for _, alone := range [][3]int64{{53, 55, 51}, {9, 11, 7}, {53, 2, 51}, {40, 0, 3}} {
						table := Table{Lists: []string{"A", "B", "C"}, Patterns: map[uint32]int64{1: alone[0], 2: alone[1], 4: alone[2], 3: ab, 5: ac, 6: bc, 7: abc}}
						few += checkGroups(t, table)
					}
				}
			}
		}
	}
	if few < 1000 {
		t.Errorf("only %d groups of few: the test proves little", few)
	}
}

// Likewise of any lists.
func TestNoGroupOfFewFollowsFromWhatIsTold(t *testing.T) {
	next, few := turns(23), 0
	for range 2000 {
		table := Table{Lists: []string{"A", "B", "C", "D", "E"}[:1+next(5)], Patterns: map[uint32]int64{}}
		for cell := uint32(1); cell < 1<<len(table.Lists); cell++ {
			if n := next(14) - 2*bits.OnesCount32(cell); n > 0 {
				table.Patterns[cell] = int64(n)
			}
		}
		few += checkGroups(t, table)
	}
	if few < 1000 {
		t.Errorf("only %d groups of few: the test proves little", few)
	}
}
