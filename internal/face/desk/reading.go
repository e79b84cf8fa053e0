package desk

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/script"
)

// reading is the part of a rendition that an item's page shows: one page, or
// some rows of a table.
type reading struct {
	text.Rendition
	Part           int // from 1: the page, or the group of rows
	Last           int
	Previous, Next int // 0: there is none
	Exact          bool
	Lines          []timedLine
	Columns        []string
	Rows           []readRow
	Asked          string

	page     text.Page
	passages []text.Passage
	marks    []string
	marked   bool // the first of them has its anchor
}

type readRow struct {
	Number int
	Sheet  string // where it begins
	Cells  [][]marks.Piece
}

// rowsShown is how many rows of a table are one part.
const rowsShown = 50

// foundID marks, on the page of an item, the words a reader was looking for.
const foundID = "found"

// read opens the reading at the part asked for, or at the passage.
func (v *visit) read(ctx context.Context, p *itemPage, want wanted) (*reading, error) {
	r, ok, err := p.rendition(want.rendition)
	if err != nil || !ok {
		return nil, err
	}
	out := newReading(r, want, p.Asked, p.passages)
	open := func(use func(io.Reader) error) error {
		data, err := v.Archive.Renditions.Open(ctx, r.Sum)
		if err != nil {
			return err
		}
		return errors.Join(use(data), data.Close())
	}
	if sheetName, row := out.rowWanted(want, p.Asked); row > 0 {
		err = open(func(data io.Reader) error { return out.seek(data, sheetName, row) })
	}
	if err != nil {
		return nil, err
	}
	return out, open(out.from)
}

func newReading(r text.Rendition, want wanted, asked *text.Passage, passages []text.Passage) *reading {
	out := &reading{Rendition: r, Part: max(want.part, 1), Last: int(r.Parts), marks: want.marks}
	if r.Form == text.Rows {
		out.Last = (out.Last + rowsShown - 1) / rowsShown
	}
	for _, p := range passages {
		if p.Rendition == r.Sum {
			out.passages = append(out.passages, p)
		}
	}
	if asked == nil || asked.Rendition != r.Sum {
		return out
	}
	out.Asked = asked.ID()
	if want.part == 0 && r.Form == text.Pages {
		out.Part = max(asked.Selector.Page, 1)
	}
	return out
}

// rowWanted gives the row of a table at which the reading is to be opened, 0
// if a part was asked for or none.
func (r *reading) rowWanted(want wanted, asked *text.Passage) (sheetName string, row int) {
	switch {
	case r.Form != text.Rows || want.part > 0:
		return "", 0
	case want.row > 0:
		return want.sheet, want.row
	case r.Asked != "":
		sheetName, _ = text.SplitCell(asked.Selector.Cell)
		return sheetName, marks.RowOf(asked.Selector.Cell)
	}
	return "", 0
}

// seek finds the part that a row stands in: each sheet of a workbook numbers
// its own.
func (r *reading) seek(data io.Reader, sheetName string, row int) error {
	n := 0
	return text.EachRow(data, func(got text.Row) error {
		if n++; got.Number == row && got.Sheet == sheetName {
			r.Part = (n-1)/rowsShown + 1
			return text.ErrStop
		}
		return nil
	})
}

// from reads the part out of the rendition's bytes.
func (r *reading) from(data io.Reader) error {
	if r.Part > 1 {
		r.Previous = r.Part - 1
	}
	if r.Part < r.Last {
		r.Next = r.Part + 1
	}
	if r.Form == text.Rows {
		return r.rows(data)
	}
	return text.EachPage(data, func(p text.Page) error {
		if p.Number != r.Part {
			return nil
		}
		r.page, r.Exact = p, p.Exact
		r.Lines = timed(p, r.pieces(p.Text, marks.OnPage(p, r.passages)))
		return text.ErrStop
	})
}

func (r *reading) rows(data io.Reader) error {
	cells := marks.ByCell(r.passages)
	first := (r.Part - 1) * rowsShown
	n := -1 // by place, for each sheet of a workbook numbers its own rows
	before := ""
	return text.EachRow(data, func(row text.Row) error {
		switch n++; {
		case n < first:
			return nil
		case n >= first+rowsShown:
			return text.ErrStop
		}
		line := readRow{Number: row.Number}
		if row.Sheet != before || n == first {
			line.Sheet, before = row.Sheet, row.Sheet
		}
		for i, cell := range row.Cells {
			name := row.CellName(i)
			line.Cells = append(line.Cells, r.pieces(cell.Text, marks.InCell(cell.Text, cells[name])))
			if i >= len(r.Columns) {
				r.Columns = append(r.Columns, cellref.Column(i))
			}
		}
		r.Rows = append(r.Rows, line)
		return nil
	})
}

// pieces cuts a text at its passages and at the words looked for.
func (r *reading) pieces(in string, spans []marks.Span) []marks.Piece {
	pieces := marks.Pieces(in, append(spans, r.looked(in)...))
	for i := range pieces {
		p := &pieces[i]
		p.First = slices.DeleteFunc(p.First, func(id string) bool { return id == foundID && r.marked })
		r.marked = r.marked || slices.Contains(p.First, foundID)
	}
	return pieces
}

// looked gives the places of the words a reader was looking for, where they
// stand as whole words.
func (r *reading) looked(in string) []marks.Span {
	if len(r.marks) == 0 {
		return nil
	}
	begins, ends := map[int]bool{}, map[int]bool{}
	for _, t := range script.Tokens(in) {
		begins[t.From], ends[t.To] = true, true
	}
	var spans []marks.Span
	for _, m := range r.marks {
		for at := 0; ; {
			next := strings.Index(in[at:], m)
			if next < 0 {
				break
			}
			from := at + next
			at = from + len(m)
			if begins[from] && ends[at] {
				spans = append(spans, marks.Span{From: from, To: at, ID: foundID})
			}
		}
	}
	return spans
}

// Short names the reading in an address.
func (r *reading) Short() string { return r.Sum.String()[:shortReading] }

// Wide is how many columns the table has, that of the rows' numbers included.
func (r *reading) Wide() int { return len(r.Columns) + 1 }

// Minutes is about how long the page takes to be read with care; 0 for one of a
// few words.
func (r *reading) Minutes() int { return (len(wordsOf(r.page.Text)) + wordsAMinute/2) / wordsAMinute }

// wordsAMinute is how fast documents are read that are weighed word by word.
const wordsAMinute = 150

// Name is what the item itself calls the page: a slide's title, a label.
func (r *reading) Name() string { return r.page.Name }

// IsAsked reports whether a piece is of the passage the reader came for.
func (r *reading) IsAsked(p marks.Piece) bool {
	return r.Asked != "" && slices.Contains(p.IDs, r.Asked) || slices.Contains(p.IDs, foundID)
}
