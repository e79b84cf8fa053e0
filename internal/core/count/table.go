package count

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// MaxLists is how many lists a table can hold.
const MaxLists = 32

// Table says how many people are on just which lists. Bit i of a pattern
// stands for Lists[i].
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
		patterns = append(patterns, p)
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

// ParseTable reads a table of overlaps from CSV: a row of headings, one column
// of 0 and 1 for each list, and one headed "count". A pattern given twice, one
// of zeros only, and a count that is not a number are refused.
func ParseTable(data []byte) (Table, error) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return Table{}, fmt.Errorf("reading the overlaps: %w", err)
	}
	if len(rows) < 2 {
		return Table{}, fmt.Errorf("want a row of headings and rows of overlaps")
	}
	at := slices.Index(rows[0], "count")
	if at < 0 || len(rows[0]) < 3 || len(rows[0])-1 > MaxLists {
		return Table{}, fmt.Errorf("want two to %d lists and a column headed \"count\"", MaxLists)
	}
	t := Table{Lists: slices.Delete(slices.Clone(rows[0]), at, at+1), Patterns: map[uint32]int64{}}
	for n, row := range rows[1:] {
		if err := t.addRow(row, at); err != nil {
			return t, fmt.Errorf("row %d: %w", n+2, err)
		}
	}
	return t, nil
}

func (t Table) addRow(row []string, at int) error {
	people, err := strconv.ParseInt(strings.TrimSpace(row[at]), 10, 64)
	if err != nil || people < 0 {
		return fmt.Errorf("%q is not a number of people", row[at])
	}
	var pattern uint32
	for i, cell := range slices.Delete(slices.Clone(row), at, at+1) {
		switch strings.TrimSpace(cell) {
		case "1":
			pattern |= 1 << i
		case "0":
		default:
			return fmt.Errorf("%q is neither 0 nor 1", cell)
		}
	}
	if _, twice := t.Patterns[pattern]; twice || pattern == 0 {
		return fmt.Errorf("the pattern is there twice, or has no list")
	}
	t.Patterns[pattern] = people
	return nil
}
