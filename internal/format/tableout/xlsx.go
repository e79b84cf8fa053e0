package tableout

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// The bounds of a sheet: what stands beyond them no spreadsheet opens.
const (
	MaxRows = 1_048_576
	MaxText = 32_767 // UTF-16 units in one cell
)

const (
	main  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	rels  = "http://schemas.openxmlformats.org/package/2006/relationships"
	odoc  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// Workbook writes sheets one after the other into one file.
type Workbook struct {
	zip    *zip.Writer
	made   time.Time
	sheets []string
	cut    []Cut
	more   int64
}

// Cut tells of a text that was too long for a cell: so many of its UTF-16 units
// stand there.
type Cut struct {
	Sheet  string
	Row    int64
	Column string
	Units  int
	Of     int
}

// maxCuts is how many cuts are named.
const maxCuts = 1000

// NewWorkbook begins a workbook. The time stands in its parts, so that the same
// tables give the same bytes.
func NewWorkbook(w io.Writer, made time.Time) *Workbook {
	return &Workbook{zip: zip.NewWriter(w), made: made.UTC()}
}

// Cuts gives the texts that were too long, and how many more were.
func (b *Workbook) Cuts() ([]Cut, int64) { return b.cut, b.more }

// Sheet is a sheet in the making. Where a table has more rows than a sheet holds,
// it goes on in another one, with the headings again.
type Sheet struct {
	book    *Workbook
	name    string // of the table
	columns []Column
	out     *bufio.Writer
	row     int64 // in this sheet
	all     int64
	limit   int64
	part    int
	err     error
}

// Begin begins a table; the one before MUST be ended. A name is at most 28
// characters without the marks : \ / ? * [ ].
func (b *Workbook) Begin(name string, columns []Column) (*Sheet, error) {
	if name == "" || utf8.RuneCountInString(name) > 28 || strings.ContainsAny(name, `:\/?*[]'`) {
		return nil, fmt.Errorf("%q is no name of a sheet", name)
	}
	s := &Sheet{book: b, name: name, columns: columns, limit: MaxRows}
	return s, s.open()
}

func (b *Workbook) part(name string) (*bufio.Writer, error) {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.made})
	if err != nil {
		return nil, err
	}
	return bufio.NewWriterSize(w, 32<<10), nil
}

func (s *Sheet) open() (err error) {
	name := s.name
	if s.part++; s.part > 1 {
		name = fmt.Sprintf("%s %d", s.name, s.part)
	}
	s.book.sheets = append(s.book.sheets, name)
	if s.out, err = s.book.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(s.book.sheets))); err != nil {
		return err
	}
	s.row = 0
	s.out.WriteString(xml.Header + `<worksheet xmlns="` + main + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`)
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = c.Name
	}
	s.line(names, true)
	return nil
}

// Write writes one row.
func (s *Sheet) Write(cells []string) error {
	if len(cells) != len(s.columns) {
		return fmt.Errorf("a row of %d cells for %d columns", len(cells), len(s.columns))
	}
	if s.row >= s.limit {
		if err := s.End(); err != nil {
			return err
		}
		if err := s.open(); err != nil {
			return err
		}
	}
	s.all++
	s.line(cells, false)
	return s.err
}

func (s *Sheet) line(cells []string, heading bool) {
	s.row++
	s.text(`<row r="` + strconv.FormatInt(s.row, 10) + `">`)
	for i, c := range cells {
		switch {
		case c == "":
		case s.columns[i].Numeric && !heading && isNumber(c):
			s.text(`<c r="` + s.place(i) + `"><v>` + c + `</v></c>`)
		default:
			s.text(`<c r="` + s.place(i) + `" t="inlineStr"><is><t xml:space="preserve">`)
			s.text(s.escaped(c, i))
			s.text(`</t></is></c>`)
		}
	}
	s.text(`</row>`)
}

func (s *Sheet) text(t string) {
	if _, err := s.out.WriteString(t); err != nil {
		s.err = errors.Join(s.err, err)
	}
}

// place names a cell: A1, AB12.
func (s *Sheet) place(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.FormatInt(s.row, 10)
}

// escaped gives the text as a cell holds it: what XML can't have as _xHHHH_, and
// a text that looks like that with its underscore written so (ECMA-376 part 1,
// 22.9.2.19). A text that is too long ends with an ellipsis and is told.
func (s *Sheet) escaped(t string, column int) string {
	if units := len(utf16.Encode([]rune(t))); units > MaxText {
		t = s.shorten(t, units, column)
	}
	var b strings.Builder
	for i, r := range t {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '_' && looksEscaped(t[i:]):
			b.WriteString("_x005F_")
		case r == '\t', r == '\n':
			b.WriteRune(r)
		case r < ' ', r == 0xfffe, r == 0xffff:
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r) // what is no UTF-8 becomes U+FFFD
		}
	}
	return b.String()
}

func (s *Sheet) shorten(t string, units, column int) string {
	kept, end := 1, 0 // the ellipsis
	for i, r := range t {
		if kept += utf16.RuneLen(r); kept > MaxText {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	if len(s.book.cut) < maxCuts {
		s.book.cut = append(s.book.cut, Cut{s.name, s.all, s.columns[column].Name, len(utf16.Encode([]rune(t[:end]))), units})
	} else {
		s.book.more++
	}
	return t[:end] + "…"
}

func looksEscaped(t string) bool {
	if len(t) < 7 || t[1] != 'x' || t[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(t[2:6], 16, 16)
	return err == nil
}

// End ends a sheet.
func (s *Sheet) End() error {
	s.text(`</sheetData></worksheet>`)
	return errors.Join(s.err, s.out.Flush())
}

// Close writes what makes the sheets a workbook.
func (b *Workbook) Close() error {
	if len(b.sheets) == 0 {
		return errors.New("a workbook needs a sheet at least")
	}
	var content, book, links strings.Builder
	for i, name := range b.sheets {
		fmt.Fprintf(&content, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, types)
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, attribute(name), i+1, i+1)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, odoc, i+1)
	}
	for _, p := range [][2]string{
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + odoc + `"><sheets>` + book.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + rels + `">` + links.String() + `</Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="` + rels + `"><Relationship Id="rId1" Type="` + odoc + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + types + `sheet.main+xml"/>` + content.String() + `</Types>`},
	} {
		w, err := b.part(p[0])
		if err != nil {
			return err
		}
		w.WriteString(xml.Header + p[1])
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

func attribute(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(s)
}
