package count

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/ground/script"
)

// The columns of a written table that are no lists.
const (
	countColumn   = "count"
	drawingColumn = "drawing"
)

// mostDrawings is how many drawings a written table can hold.
const mostDrawings = 1000

var errDrawings = errors.New("the table has drawings of who is one person, and one table alone is wanted: leave the column \"drawing\" out")

// ParseTable reads a table of overlaps from CSV as ParseTables does, and
// refuses drawings.
func ParseTable(data []byte) (Table, error) {
	t, drawings, err := ParseTables(data)
	if err == nil && len(drawings) > 0 {
		err = errDrawings
	}
	return t, err
}

// ParseTables reads a table of overlaps from CSV: a row of headings, one column
// of 0 and 1 for each list, and one headed "count". A column headed "drawing"
// may be there too: 0 or nothing is the table itself, 1 and so on are the same
// lists with another drawing of who is one person. A pattern given twice in one
// drawing, one of zeros only, a drawing left out, and a count that is not a
// number are refused.
func ParseTables(data []byte) (Table, []Table, error) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return Table{}, nil, fmt.Errorf("reading the overlaps: %w", err)
	}
	if len(rows) < 2 {
		return Table{}, nil, errors.New("want a row of headings and rows of overlaps")
	}
	p := parser{count: slices.Index(rows[0], countColumn), drawing: slices.Index(rows[0], drawingColumn), tables: map[int]Table{}, people: map[int]int64{}}
	p.lists = p.without(rows[0])
	if p.count < 0 {
		return Table{}, nil, noCount(rows[0])
	}
	if err := checkLists(p.lists); err != nil {
		return Table{}, nil, errors.Join(fmt.Errorf("want two to %d lists beside the column headed %q", MaxLists, countColumn), err)
	}
	for n, row := range rows[1:] {
		if err := p.add(row); err != nil {
			return Table{}, nil, fmt.Errorf("row %d: %w", n+2, err)
		}
	}
	return p.all()
}

// noCount says what is the matter with a row of headings without "count".
func noCount(headings []string) error {
	for _, h := range headings {
		switch {
		case len(headings) == 1 && strings.ContainsAny(h, ";\t"):
			return errors.New("the columns are not parted by commas: save the table with a comma between columns")
		case strings.EqualFold(strings.TrimSpace(h), countColumn):
			return fmt.Errorf("the column %q must be headed %q, in small letters and with nothing around it", h, countColumn)
		}
	}
	return fmt.Errorf("no column is headed %q: it says how many people are on just these lists", countColumn)
}

// number reads a cell, in whichever digits.
func number(cell string) string { return strings.TrimSpace(script.Digits(cell)) }

// parser takes rows apart, by the places of the columns that are no lists.
type parser struct {
	count, drawing int
	lists          []string
	tables         map[int]Table // by drawing
	people         map[int]int64 // likewise, so that none is counted anew for each row
}

// without is a row without the columns that are no lists.
func (p parser) without(row []string) []string {
	var out []string
	for i, cell := range row {
		if i != p.count && i != p.drawing {
			out = append(out, cell)
		}
	}
	return out
}

func (p parser) add(row []string) error {
	people, err := strconv.ParseInt(number(row[p.count]), 10, 64)
	if err != nil || people < 0 {
		return fmt.Errorf("%q is not a number of people", row[p.count])
	}
	drawing, err := p.drawingOf(row)
	if err != nil {
		return err
	}
	t, there := p.tables[drawing]
	if !there {
		t = Table{Lists: slices.Clone(p.lists), Patterns: map[uint32]int64{}}
		p.tables[drawing] = t
	}
	pattern, err := patternOf(p.without(row))
	if err != nil {
		return err
	}
	if _, twice := t.Patterns[pattern]; twice {
		return errors.New("the pattern is there twice")
	}
	if people > math.MaxInt64-p.people[drawing] {
		return fmt.Errorf("with %d people more there are more than can be counted", people)
	}
	t.Patterns[pattern] = people
	p.people[drawing] += people
	return nil
}

func (p parser) drawingOf(row []string) (int, error) {
	if p.drawing < 0 || strings.TrimSpace(row[p.drawing]) == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(number(row[p.drawing]))
	if err != nil || n < 0 || n > mostDrawings {
		return 0, fmt.Errorf("%q is not the number of a drawing, 1 to %d, or 0 for the table itself", row[p.drawing], mostDrawings)
	}
	return n, nil
}

func patternOf(cells []string) (uint32, error) {
	var pattern uint32
	for i, cell := range cells {
		switch number(cell) {
		case "1":
			pattern |= 1 << i
		case "0":
		default:
			return 0, fmt.Errorf("%q is neither 0 nor 1", cell)
		}
	}
	if pattern == 0 {
		return 0, errors.New("the pattern has no list")
	}
	return pattern, nil
}

// all gives the table and its drawings, none of which may be missing: who left
// one out left out what is uncertain.
func (p parser) all() (Table, []Table, error) {
	t, there := p.tables[0]
	if !there {
		return Table{}, nil, errors.New("there are drawings of who is one person, and not the table they belong to: give it as drawing 0")
	}
	var drawings []Table
	for i := 1; i < len(p.tables); i++ {
		drawing, there := p.tables[i]
		if !there {
			return Table{}, nil, fmt.Errorf("drawing %d of who is one person is missing: number them from 1 without a gap", i)
		}
		drawings = append(drawings, drawing)
	}
	return t, drawings, nil
}

// WriteTables writes a table and its drawings as ParseTables reads them. The
// same tables give the same bytes for ever, so that their SHA-256 names what
// an estimate was made from: lists in their order, then "drawing" if there are
// any, then "count"; rows by drawing, then by pattern, the first list counting
// least; no pattern that nobody has; LF.
func WriteTables(w io.Writer, t Table, drawings []Table) error {
	if len(drawings) > mostDrawings {
		return fmt.Errorf("writing %d drawings of who is one person, at most %d are possible", len(drawings), mostDrawings)
	}
	head := slices.Clone(t.Lists)
	if len(drawings) > 0 {
		head = append(head, drawingColumn)
	}
	out := csv.NewWriter(w)
	rows := [][]string{append(head, countColumn)}
	for i, one := range slices.Concat([]Table{t}, drawings) {
		if !slices.Equal(one.Lists, t.Lists) {
			return fmt.Errorf("drawing %d of who is one person has other lists than the table", i)
		}
		if err := one.check(); err != nil {
			return fmt.Errorf("writing the overlaps of drawing %d: %w", i, err)
		}
		rows = append(rows, one.rows(i, len(drawings) > 0)...)
	}
	return out.WriteAll(rows)
}

func (t Table) rows(drawing int, numbered bool) [][]string {
	var out [][]string
	for _, pattern := range slices.Sorted(maps.Keys(t.Patterns)) {
		if t.Patterns[pattern] == 0 {
			continue
		}
		row := make([]string, 0, len(t.Lists)+2)
		for i := range t.Lists {
			row = append(row, strconv.Itoa(int(pattern>>i&1)))
		}
		if numbered {
			row = append(row, strconv.Itoa(drawing))
		}
		out = append(out, append(row, strconv.FormatInt(t.Patterns[pattern], 10)))
	}
	return out
}

// check refuses what would not be read back as it is.
func (t Table) check() error {
	if err := checkLists(t.Lists); err != nil {
		return err
	}
	var total int64
	for pattern, n := range t.Patterns {
		switch {
		case pattern == 0 && n != 0, uint64(pattern)>>len(t.Lists) != 0:
			return fmt.Errorf("%d people are on no list, or on one that has no name", n)
		case n < 0 || n > math.MaxInt64-total:
			return fmt.Errorf("%d is not a number of people, or more than can be counted with the others", n)
		}
		total += n
	}
	if total == 0 {
		return errors.New("nobody is on any list")
	}
	return nil
}

// checkLists refuses names that a reader could take for another: CSV loses a
// carriage return, and files begin with the mark that names the encoding.
func checkLists(lists []string) error {
	if len(lists) < 2 || len(lists) > MaxLists {
		return fmt.Errorf("there are %d lists", len(lists))
	}
	for i, name := range lists {
		switch {
		case slices.Contains(lists[:i], name):
			return fmt.Errorf("two columns are named %q", name)
		case strings.TrimSpace(name) == "", name == countColumn, name == drawingColumn, strings.ContainsAny(name, "\r\ufeff"):
			return fmt.Errorf("%q can't be the name of a list here", name)
		case strings.ContainsFunc(name, script.Steers):
			return fmt.Errorf("%q can't be the name of a list: a name is one line, without control characters and marks that turn its direction", name)
		}
	}
	return nil
}
