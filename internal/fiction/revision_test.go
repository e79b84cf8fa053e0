package fiction

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func rowsOf(l List) map[string]string {
	rows := map[string]string{}
	for row := range l.Rows() {
		rows[row.Cells[0]] = strings.Join(row.Cells, "|")
	}
	return rows
}

func TestTheSecondVersionChangesFewRows(t *testing.T) {
	for _, people := range []int{300, 5000} {
		c := Make(4, people)
		first, second := rowsOf(c.Lists[2]), rowsOf(c.Second)
		gone, added, changed := 0, 0, 0
		for number, row := range first {
			switch now, there := second[number]; {
			case !there:
				gone++
			case now != row:
				changed++
			}
		}
		for number := range second {
			if _, there := first[number]; !there {
				added++
			}
		}
		if gone != 1 || added != 1 || changed < 1 || changed > len(first)/100+1 {
			t.Errorf("of %d rows %d are gone, %d new and %d changed", len(first), gone, added, changed)
		}
		if len(second) != c.Second.Len {
			t.Errorf("%d rows, and Len is %d", len(second), c.Second.Len)
		}
	}
}

func TestTheSecondVersionListsAsManyPeople(t *testing.T) {
	c := Make(4, 5000)
	sum := func(m map[string]int) (n int) {
		for v := range maps.Values(m) {
			n += v
		}
		return n
	}
	if sum(c.Truth.After) != c.Truth.People || c.Truth.After["---"] != c.Truth.Patterns["---"] {
		t.Errorf("patterns %v, and after the second version %v", c.Truth.Patterns, c.Truth.After)
	}
	on := map[int]bool{}
	for _, l := range slices.Concat(c.Lists[:2], []List{c.Second}) {
		for row := range l.Rows() {
			on[row.Person] = true
		}
	}
	if len(on) != c.Truth.Listed {
		t.Errorf("%d people stand on the lists, want %d", len(on), c.Truth.Listed)
	}
}
