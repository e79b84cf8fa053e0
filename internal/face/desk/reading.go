package desk

import (
	"io"
	"slices"

	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
	"sanad/internal/format/sheet"
)

// reading is the part of a rendition that an item's page shows: one page, or
// some rows of a table.
type reading struct {
	text.Rendition
	Part           int // from 1: the page, or the group of rows
	Previous, Next int // 0: there is none
	Exact          bool
	Pieces         []marks.Piece
	Columns        []string
	Rows           []readRow
	Asked          string
	passages       []text.Passage
}

type readRow struct {
	Number int
	Cells  [][]marks.Piece
}

// rowsShown is how many rows of a table are one part.
const rowsShown = 50

func newReading(r text.Rendition, part int, asked *text.Passage, passages []text.Passage) *reading {
	out := &reading{Rendition: r, Part: max(part, 1)}
	for _, p := range passages {
		if p.Rendition == r.Sum {
			out.passages = append(out.passages, p)
		}
	}
	if asked == nil || asked.Rendition != r.Sum {
		return out
	}
	out.Asked = asked.ID()
	if part != 0 {
		return out
	}
	out.Part = max(asked.Selector.Page, 1)
	if r.Form == text.Rows {
		out.Part = (max(marks.RowOf(asked.Selector.Cell), 1)-1)/rowsShown + 1
	}
	return out
}

// from reads the part out of the rendition's bytes.
func (r *reading) from(data io.Reader) error {
	last := int(r.Parts)
	if r.Form == text.Rows {
		last = (last + rowsShown - 1) / rowsShown
	}
	if r.Part > 1 {
		r.Previous = r.Part - 1
	}
	if r.Part < last {
		r.Next = r.Part + 1
	}
	if r.Form == text.Rows {
		return r.rows(data)
	}
	return text.EachPage(data, func(p text.Page) error {
		if p.Number != r.Part {
			return nil
		}
		r.Exact = p.Exact
		r.Pieces = marks.Pieces(p.Text, marks.OnPage(p, r.passages))
		return text.ErrStop
	})
}

func (r *reading) rows(data io.Reader) error {
	cells := marks.ByCell(r.passages)
	first := (r.Part - 1) * rowsShown
	n := -1 // by place, for each sheet of a workbook numbers its own rows
	return text.EachRow(data, func(row text.Row) error {
		switch n++; {
		case n < first:
			return nil
		case n >= first+rowsShown:
			return text.ErrStop
		}
		line := readRow{Number: row.Number}
		for i, cell := range row.Cells {
			name := row.CellName(i)
			line.Cells = append(line.Cells, marks.Pieces(cell.Text, marks.InCell(cell.Text, cells[name])))
			if i >= len(r.Columns) {
				r.Columns = append(r.Columns, sheet.ColumnName(i))
			}
		}
		r.Rows = append(r.Rows, line)
		return nil
	})
}

// IsAsked reports whether a piece is of the passage the reader came for.
func (r *reading) IsAsked(p marks.Piece) bool {
	return r.Asked != "" && slices.Contains(p.IDs, r.Asked)
}
