package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Cell is a mapped column found in a table.
type Cell struct {
	At         int // column, from 0
	Column     Column
	Source     int // column that says who says so, or -1
	Confidence int // column that says how sure, or -1
}

// Layout is a mapping found in a table: which column is what.
type Layout struct {
	Width  int
	RowID  int   // column, or -1
	Key    []int // columns that tell rows apart
	Row    []Cell
	Things []FoundThing // by name
	Only   []Chosen     // rows that are meant are chosen by all of these
}

// Chosen is a column by which rows are chosen.
type Chosen struct {
	At    int
	Words []string
}

// Takes reports whether a row is one of those meant.
func (l Layout) Takes(cells []string) bool {
	for _, c := range l.Only {
		cell := ""
		if c.At < len(cells) {
			cell = strings.TrimSpace(cells[c.At])
		}
		if !slices.ContainsFunc(c.Words, func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), cell) }) {
			return false
		}
	}
	return true
}

// Used gives the columns that the mapping speaks of.
func (l Layout) Used() map[int]bool {
	used := map[int]bool{l.RowID: true}
	cells := l.Row
	for _, t := range l.Things {
		cells = slices.Concat(cells, t.Cells)
		for _, at := range t.Key {
			used[at] = true
		}
	}
	for _, c := range cells {
		used[c.At], used[c.Source], used[c.Confidence] = true, true, true
	}
	for _, c := range l.Only {
		used[c.At] = true
	}
	for _, at := range l.Key {
		used[at] = true
	}
	return used
}

// FoundThing is a thing of the mapping with its columns.
type FoundThing struct {
	Name  string
	Thing Thing
	Key   []int
	Cells []Cell
}

// Layout finds the mapping's columns among the headings of the last row of
// headings. Every mapped column must be there, once.
func (m Mapping) Layout(headings []string) (Layout, error) {
	f := finder{headings: headings}
	l := Layout{Width: len(headings), RowID: f.one(m.RowID), Key: f.all(m.Key), Row: f.cells(m.Columns)}
	for _, name := range slices.Sorted(maps.Keys(m.Things)) {
		t := m.Things[name]
		l.Things = append(l.Things, FoundThing{name, t, f.all(t.Key), f.cells(t.Columns)})
	}
	for _, heading := range slices.Sorted(maps.Keys(m.Only)) {
		l.Only = append(l.Only, Chosen{f.one(heading), m.Only[heading]})
	}
	return l, f.err
}

// finder looks for headings and keeps the first that is not there or twice.
type finder struct {
	headings []string
	err      error
}

// one finds a heading; -1 if none is asked for.
func (f *finder) one(name string) int {
	at := -1
	if name == "" || f.err != nil {
		return at
	}
	for i, h := range f.headings {
		if clean(h) != clean(name) {
			continue
		}
		if at >= 0 {
			f.err = fmt.Errorf("two columns are headed %q", name)
			return at
		}
		at = i
	}
	if at < 0 {
		f.err = fmt.Errorf("no column is headed %q; the table has: %s", name, strings.Join(f.headings, " | "))
	}
	return at
}

func (f *finder) all(names []string) []int {
	var out []int
	for _, name := range names {
		out = append(out, f.one(name))
	}
	return out
}

// cells finds mapped columns, from the first of the table to the last.
func (f *finder) cells(columns map[string]Column) []Cell {
	var out []Cell
	for _, heading := range slices.Sorted(maps.Keys(columns)) {
		c := columns[heading]
		out = append(out, Cell{At: f.one(heading), Column: c, Source: f.one(c.Source), Confidence: f.one(c.Confidence)})
	}
	slices.SortStableFunc(out, func(a, b Cell) int { return cmp.Compare(a.At, b.At) })
	return out
}

// clean takes away what nobody sees in a heading.
func clean(heading string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(heading, "\ufeff\u200f\u200e")), " "))
}
