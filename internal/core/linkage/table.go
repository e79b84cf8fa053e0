package linkage

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"

	"sanad/internal/ground/naming"
)

// Table is rows read by a spec, ready to be linked. It is filled by one
// goroutine, and not changed once it is linked.
type Table struct {
	spec   Spec
	kinds  []kind
	at     [][]int32 // for each field, the number of each row's value
	list   []int32
	sealed bool
	// stands holds the row that stands for each, of many that are equal in
	// everything; -1 for those that stand for themselves.
	stands []int32
	// repeats are the lists that may hold a person twice.
	repeats map[int32]bool
	by      *Model // by which the rows are compared, if they are not learned from
	// columns, of the headings last given: of each field, where it stands.
	columns [][]int
}

// mostRows is how many rows a table may have: their numbers, and a bit, must
// fit into 32.
const mostRows = math.MaxInt32 / 2

// NewTable gives an empty table of a spec. Names are read by the dictionary.
func NewTable(s Spec, names *naming.Groups) (*Table, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	s = s.filled()
	t := &Table{spec: s, at: make([][]int32, len(s.Fields)), repeats: map[int32]bool{}}
	for _, f := range s.Fields {
		t.kinds = append(t.kinds, newKind(f, names))
	}
	return t, nil
}

func newKind(f Field, names *naming.Groups) kind {
	switch f.Kind {
	case KindName:
		return newNameKind(names)
	case KindFull:
		return newFullKind(names)
	case KindDate:
		return newDateKind(f)
	case KindText:
		return newProse(names)
	case KindID:
		return &code{newInterned()}
	}
	return &category{newInterned()}
}

// Headings says in which columns the rows that follow have their fields. Every
// column that the spec names must be there; case and space around do not count.
func (t *Table) Headings(headings []string) error {
	t.columns = nil
	for _, f := range t.spec.Fields {
		var at []int
		for _, name := range f.Columns {
			n, err := Heading(headings, name)
			if err != nil {
				return fmt.Errorf("the field %s: %w", f.Name, err)
			}
			at = append(at, n)
		}
		t.columns = append(t.columns, at)
	}
	return nil
}

// Heading finds a column by its heading.
func Heading(headings []string, name string) (int, error) {
	found := -1
	for i, h := range headings {
		if cleanHeading(h) != cleanHeading(name) {
			continue
		}
		if found >= 0 {
			return -1, fmt.Errorf("two columns are headed %q", name)
		}
		found = i
	}
	if found < 0 {
		return -1, fmt.Errorf("no column is headed %q; the table has: %s", name, strings.Join(headings, " | "))
	}
	return found, nil
}

func cleanHeading(h string) string {
	return strings.ToLower(strings.TrimSpace(strings.Trim(h, "\ufeff\u200e\u200f")))
}

// Add adds a row of a list, told by a number of the caller's. A row shorter
// than the headings lacks its last fields.
func (t *Table) Add(row []string, list int) error { return t.AddAll([][]string{row}, []int{list}) }

// AddAll adds rows, each of the list whose number stands at its place in lists:
// of many at once, several fields are read at a time.
func (t *Table) AddAll(rows [][]string, lists []int) error {
	switch {
	case t.sealed:
		return errors.New("a table that was linked takes no more rows")
	case t.columns == nil:
		return errors.New("a table needs its headings before its rows")
	case len(t.list)+len(rows) > mostRows:
		return fmt.Errorf("a table has at most %d rows", mostRows)
	}
	readers := 1
	if len(rows) > 1 {
		readers = min(len(t.columns), runtime.GOMAXPROCS(0))
	}
	spread(readers, len(t.columns), func(_, f int) {
		var joined strings.Builder
		for _, row := range rows {
			t.at[f] = append(t.at[f], t.kinds[f].add(cellOf(row, t.columns[f], &joined)))
		}
	})
	for i := range rows {
		t.list = append(t.list, int32(lists[i]))
	}
	return nil
}

// cellOf puts together what a row has in columns.
func cellOf(row []string, columns []int, joined *strings.Builder) string {
	if len(columns) == 1 {
		if columns[0] >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[columns[0]])
	}
	joined.Reset()
	for _, c := range columns {
		if c >= len(row) || strings.TrimSpace(row[c]) == "" {
			continue
		}
		if joined.Len() > 0 {
			joined.WriteByte(' ')
		}
		joined.WriteString(strings.TrimSpace(row[c]))
	}
	return joined.String()
}

// Repeats tells that a list may hold a person twice, though the spec says that
// lists do not (Spec.UniqueLists).
func (t *Table) Repeats(list int) { t.repeats[int32(list)] = true }

// Len gives the number of rows.
func (t *Table) Len() int { return len(t.list) }

func (t *Table) seal() {
	if t.sealed {
		return
	}
	t.sealed = true
	for _, k := range t.kinds {
		k.seal(len(t.list))
	}
	t.findEqual()
}

// mostEqual is how many rows that are equal in everything are compared with
// each other and with all that share a key. The rest go with the first.
const mostEqual = 40

// findEqual finds the rows that another stands for.
func (t *Table) findEqual() {
	entries := make([]entry, len(t.list))
	t.stands = make([]int32, len(t.list))
	for row := range t.list {
		h := uint64(0)
		for f := range t.at {
			h = join(h, uint64(t.at[f][row]))
		}
		if t.spec.UniqueLists {
			h = join(h, uint64(t.list[row]))
		}
		entries[row], t.stands[row] = entryOf(h, int32(row)), -1
	}
	entries = sortEntries(entries, make([]entry, len(entries)))
	for i := 0; i < len(entries); {
		j, first := run(entries, i), entries[i].row()
		for n := i + mostEqual; n < j; n++ {
			if row := entries[n].row(); t.equal(first, row) {
				t.stands[row] = first
			}
		}
		i = j
	}
}

// equal tells two rows that are equal in everything.
func (t *Table) equal(a, b int32) bool {
	for f := range t.at {
		if t.at[f][a] != t.at[f][b] {
			return false
		}
	}
	return !t.spec.UniqueLists || t.list[a] == t.list[b]
}

// apart tells two rows of one list that has nobody twice.
func (t *Table) apart(a, b int32) bool {
	return t.spec.UniqueLists && t.list[a] == t.list[b] && !t.repeats[t.list[a]]
}

// pairsInAll gives how many pairs of rows there are that may be one person.
func (t *Table) pairsInAll() float64 {
	n := float64(len(t.list))
	all := n * (n - 1) / 2
	if t.spec.UniqueLists {
		of := map[int32]float64{}
		for _, l := range t.list {
			of[l]++
		}
		for l, n := range of {
			if !t.repeats[l] {
				all -= n * (n - 1) / 2 // whole numbers: the order does not show
			}
		}
	}
	return max(all, 1)
}
