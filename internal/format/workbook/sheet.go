package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/opc"
	"sanad/internal/format/xmlread"
)

const (
	columnsMost = 16384
	rowsMost    = 1 << 20
	rowTextMost = 16 << 20   // text of one row in bytes
	blanksMost  = 20_000_000 // empty cells before others, of the whole book
)

// sheet is a sheet being read.
type sheet struct {
	b     *book
	r     *xmlread.Reader
	rels  opc.Rels
	name  string
	row   int
	next  int // column of the next cell, from 0
	cells []content.Cell
	bytes int // of the row's text
	odd   map[string]bool
	notes notes
}

// readSheet hands over a sheet's rows, and what stands beside them as a page.
func (b *book) readSheet(ref sheetRef) {
	name := strings.ToValidUTF8(ref.name, "\uFFFD")
	if ref.state != "" && ref.state != "visible" {
		b.out.Say("hidden_sheet", name+" ("+ref.state+")")
	}
	if !b.pkg.First(ref.part) {
		b.out.Tell("sheet "+name, errors.New("it is a sheet that was read before"))
		return
	}
	rels, err := b.pkg.Rels(ref.part)
	b.out.Tell("sheet "+name+", its relations", err)
	s := &sheet{b: b, rels: rels, name: name, odd: map[string]bool{}}
	s.r, err = b.pkg.XML(ref.part)
	if err == nil {
		err = s.read()
	}
	b.out.Tell("sheet "+name, err)
	s.beside()
	if text := s.notes.String(); text != "" {
		b.pages++
		_ = b.out.Page(content.Page{Number: b.pages, Name: name + ": beside the cells", Text: text})
	}
}

// read reads to the end; of a row that is cut off it hands over what it has.
func (s *sheet) read() error {
	err := s.each()
	if s.cells != nil {
		_ = s.put()
	}
	return ended(err)
}

func (s *sheet) each() error {
	for {
		token, err := s.r.Next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = s.start(t)
		case xml.EndElement:
			if t.Name.Local == "row" {
				err = s.put()
			}
		}
		if err != nil {
			return err
		}
	}
}

func (s *sheet) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		s.row++
		if n, err := strconv.Atoi(xmlread.Attr(e, "r")); err == nil && n > 0 && n <= rowsMost {
			if n < s.row {
				s.tell("rows stand in disorder")
			}
			s.row = n
		}
		s.cells, s.next, s.bytes = nil, 0, 0
	case "c":
		return s.cell(e)
	case "mergeCell":
		s.notes.add("merged cells", xmlread.Attr(e, "ref"))
	case "hyperlink":
		if rel := s.rels.ByID(opc.Ref(e, "id")); rel.Outside {
			s.notes.add("link", xmlread.Attr(e, "ref")+" "+rel.Target)
		}
	case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
		text, err := s.r.Text(textMost)
		s.notes.add("header or footer", text)
		return err
	}
	return nil
}

// tell tells once a sheet of something that does not end the reading.
func (s *sheet) tell(reason string) {
	if !s.odd[reason] {
		s.odd[reason] = true
		s.b.out.Tell(fmt.Sprintf("sheet %s, row %d", s.name, s.row), errors.New(reason))
	}
}

// cell reads a cell (section 18.3.1.4).
func (s *sheet) cell(e xml.StartElement) error {
	at := s.next
	if ref := xmlread.Attr(e, "r"); ref != "" {
		if column, ok := columnOf(ref); ok {
			at = column
		} else {
			s.tell("a cell stands at a place that no sheet has")
		}
	}
	var raw, formula string
	kind, open := xmlread.Attr(e, "t"), s.r.Depth()
	for s.r.Depth() >= open {
		token, err := s.r.Next()
		if err != nil {
			return err
		}
		inner, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch inner.Name.Local {
		case "v":
			raw, err = s.r.Text(textMost)
		case "f":
			formula, err = s.r.Text(rowTextMost)
		case "is":
			raw, err = richText(s.r)
		}
		if err != nil {
			return err
		}
	}
	if formula != "" {
		s.notes.formula(cellName(at, s.row), formula)
	}
	return s.place(at, s.text(raw, kind, xmlread.Attr(e, "s")))
}

// text gives a cell's value as it is shown.
func (s *sheet) text(raw, kind, style string) string {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(raw))
		text, ok := s.b.strings.at(i)
		if raw != "" && (err != nil || !ok) {
			s.tell("a cell names a shared text that is not there")
		}
		return text
	case "b":
		switch raw {
		case "1":
			return "TRUE"
		case "0":
			return "FALSE"
		}
		return raw
	case "", "n":
		code := ""
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.b.formats) {
			code = s.b.formats[i]
		}
		return s.b.show.number(raw, code)
	}
	return raw
}

// place puts a text at its column.
func (s *sheet) place(at int, text string) error {
	s.next = at + 1
	if text == "" {
		return nil
	}
	if at >= columnsMost {
		s.tell("cells beyond column XFD were left out")
		return nil
	}
	if s.bytes += len(text); s.bytes > rowTextMost {
		return fmt.Errorf("row %d is too long: %w", s.row, &content.Limited{Limit: "text_bytes", Max: rowTextMost})
	}
	if missing := at - len(s.cells); missing > 0 {
		if s.b.blanks += missing; s.b.blanks > blanksMost {
			return fmt.Errorf("too many empty cells stand before others: %w", &content.Limited{Limit: "text_bytes", Max: blanksMost})
		}
		s.cells = append(s.cells, make([]content.Cell, missing)...)
	}
	if at < len(s.cells) {
		if s.cells[at].Text != "" {
			s.tell("two values stand in one cell; both are shown")
			text = s.cells[at].Text + "\n" + text
		}
		s.cells[at].Text = text
		return nil
	}
	s.cells = append(s.cells, content.Cell{Text: text})
	return nil
}

// put hands the row over, unless it is empty.
func (s *sheet) put() error {
	cells := s.cells
	s.cells = nil
	if len(cells) == 0 {
		return nil
	}
	return s.b.out.Row(content.Row{Sheet: s.name, Number: s.row, Cells: cells})
}

// columnOf reads the column of a cell's name: 27 of "AB3".
func columnOf(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if ref[i] < 'A' || c < 'A' || c > 'Z' {
			return n - 1, n > 0
		}
		n = n*26 + int(c-'A') + 1
	}
	return 0, false
}

// cellName names a cell as a spreadsheet shows it: "AB3".
func cellName(column, row int) string {
	name := ""
	for i := column + 1; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}
