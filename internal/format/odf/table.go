package odf

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/xmlread"
)

const (
	// columnsMost and rowsMost are the most that a spreadsheet can have in
	// LibreOffice; a number of repetitions beyond them is an attack or damage.
	columnsMost = 16384
	rowsMost    = 1 << 20
	// rowTextMost is the text of one row in bytes, repetitions counted.
	rowTextMost = 8 << 20
)

// table is a spreadsheet's table being read.
type table struct {
	name   string
	row    int // of the row being read, from 1
	again  int // how often it stands there
	cells  []content.Cell
	blanks int // empty cells that are written only if one with text follows
	bytes  int
	repeat int // of the cell being read
	nested int // tables inside a cell
	notes  []string
	size   int // of notes in bytes
	over   bool
}

// startTable handles tables, sheets and slides.
func (x *flow) startTable(e xml.StartElement) error {
	switch e.Name.Local {
	case "spreadsheet":
		x.inSheet, x.f.rows = true, true
	case "presentation", "drawing":
		x.slides = e.Name.Space != "" && x.r.Depth() <= 3
	case "page":
		x.startPage(e)
	case "style":
		x.style = xmlread.Attr(e, "name")
	case "table-properties", "text-properties", "drawing-page-properties":
		display := xmlread.Attr(e, "display")
		if (display == "false" || display == "none" || xmlread.Attr(e, "visibility") == "hidden") && len(x.f.hidden) < 10_000 {
			x.f.hidden[x.style] = true
		}
	case "table":
		x.beginTable(e)
	case "table-row":
		if s := x.sheet; s != nil && s.nested == 0 {
			s.row += s.again
			s.cells, s.blanks, s.bytes = nil, 0, 0
			s.again = x.repeat(e, "number-rows-repeated", rowsMost, fmt.Sprintf("sheet %s, row %d", s.name, s.row))
		}
	case "table-cell", "covered-table-cell":
		if s := x.sheet; s != nil && s.nested == 0 {
			s.repeat = x.repeat(e, "number-columns-repeated", columnsMost, fmt.Sprintf("sheet %s, row %d", s.name, s.row))
			x.f.w.Push()
		}
	}
	return nil
}

// repeat reads how often a row or cell is repeated. A number that no
// spreadsheet can hold counts as once, and is told.
func (x *flow) repeat(e xml.StartElement, attr string, most int64, part string) int {
	value := xmlread.Attr(e, attr)
	if value == "" {
		return 1
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 1 || n > most {
		if !x.sheet.over {
			x.f.out.Tell(part, fmt.Errorf("it says to be repeated %.20s times and was read once: %w", value, &content.Limited{Limit: "rows", Max: most}))
		}
		x.sheet.over = true
		return 1
	}
	return int(n)
}

// startPage begins a slide or a drawing's page.
func (x *flow) startPage(e xml.StartElement) {
	if !x.slides {
		return
	}
	x.f.w.Name = xmlread.Attr(e, "name")
	if x.f.hidden[xmlread.Attr(e, "style-name")] {
		x.f.w.Aside("slide", "hidden")
	}
}

func (x *flow) beginTable(e xml.StartElement) {
	if !x.inSheet || len(x.asides) > 0 {
		x.f.w.Table()
		return
	}
	if x.sheet != nil {
		x.sheet.nested++
		x.f.w.Table()
		return
	}
	x.sheet = &table{name: strings.ToValidUTF8(xmlread.Attr(e, "name"), "\uFFFD"), row: 1}
	if x.f.hidden[xmlread.Attr(e, "style-name")] {
		x.f.out.Say("hidden_sheet", x.sheet.name)
	}
}

// endTable handles the ends of tables, sheets and slides.
func (x *flow) endTable(name string) error {
	w := x.f.w
	inSheet := x.sheet != nil && x.sheet.nested == 0 && len(x.asides) == 0
	switch name {
	case "page":
		if x.slides {
			w.EndPage()
		}
	case "style":
		x.style = ""
	case "table-cell", "covered-table-cell":
		if inSheet {
			return x.sheet.cell(strings.TrimRight(w.Pop(), "\n"))
		}
		w.Cell()
	case "table-row":
		if inSheet {
			return x.putRow()
		}
		w.Row()
	case "table":
		if inSheet {
			x.endSheet()
			return nil
		}
		if x.sheet != nil && len(x.asides) == 0 {
			x.sheet.nested--
		}
		w.EndTable()
	}
	return nil
}

// cell adds a cell to the row as often as it is repeated.
func (t *table) cell(text string) error {
	if text == "" {
		t.blanks = min(t.blanks+t.repeat, columnsMost)
		return nil
	}
	if t.bytes += len(text) * t.repeat; t.bytes > rowTextMost || len(t.cells)+t.blanks+t.repeat > columnsMost {
		return fmt.Errorf("sheet %s, row %d: its cells are repeated beyond any spreadsheet: %w", t.name, t.row,
			&content.Limited{Limit: "text_bytes", Max: rowTextMost})
	}
	t.cells = append(t.cells, make([]content.Cell, t.blanks)...)
	t.blanks = 0
	for range t.repeat {
		t.cells = append(t.cells, content.Cell{Text: strings.ToValidUTF8(text, "\uFFFD")})
	}
	return nil
}

// putRow hands the row over as often as it is repeated, but not an empty one.
func (x *flow) putRow() error {
	s := x.sheet
	if len(s.cells) == 0 {
		return nil
	}
	for i := range min(s.again, rowsMost) {
		if err := x.f.out.Row(content.Row{Sheet: s.name, Number: s.row + i, Cells: s.cells}); err != nil {
			return err
		}
	}
	return nil
}

// comment keeps a comment on the cell being read.
func (t *table) comment(what, text string) {
	if t.size += len(text); t.size < rowTextMost {
		t.notes = append(t.notes, fmt.Sprintf("%s%d [%s] %s", column(len(t.cells)+t.blanks), t.row, what, text))
	}
}

// column names a column as a spreadsheet shows it: A, Z, AA.
func column(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// endSheet hands over the comments of a sheet as a page of their own.
func (x *flow) endSheet() {
	if s := x.sheet; len(s.notes) > 0 {
		x.f.w.Name = s.name + ": comments"
		for _, note := range s.notes {
			x.f.w.Text(note)
			x.f.w.Line()
		}
		x.f.w.EndPage()
	}
	x.sheet = nil
}
