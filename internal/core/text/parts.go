package text

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sanad/internal/ground/cellref"
)

// Page is one page of a reading. Start is the byte of the original where the
// page's text begins; it is exact only when Exact is set, and then every byte
// of Text stands there as it is.
type Page struct {
	Number int    `json:"page"`
	Text   string `json:"text"`
	Start  int64  `json:"start,omitempty"`
	Exact  bool   `json:"exact,omitempty"`
	// Name is what the item itself calls the page: a slide's title, a label.
	Name string `json:"name,omitempty"`
	// Width and Height of the page in points (1/72 inch), as it is shown.
	Width  float64 `json:"width,omitempty"`
	Height float64 `json:"height,omitempty"`
	Words  []Word  `json:"words,omitempty"` // where words stand, in order of the text
	Cues   []Cue   `json:"cues,omitempty"`  // when words are said, in order of the text
}

// Check refuses a page whose words or cues are not parts of its text: what a
// reader behind walls answers is taken for no more than its word.
func (p Page) Check() error {
	at := 0
	for _, w := range p.Words {
		if w.From < at || w.To < w.From || w.To > len(p.Text) {
			return fmt.Errorf("page %d places words outside its text", p.Number)
		}
		at = w.To
	}
	at = 0
	for _, c := range p.Cues {
		if c.From < at || c.To < c.From || c.To > len(p.Text) {
			return fmt.Errorf("page %d places cues outside its text", p.Number)
		}
		at = c.To
	}
	if p.Number < 1 || !utf8.ValidString(p.Text) || !utf8.ValidString(p.Name) {
		return fmt.Errorf("page %d has no number or is not text", p.Number)
	}
	return nil
}

// Field is one description of an item: see the names in format/content.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Cell is one cell of a row with its bytes in the original, quotes included;
// a cell of a format that keeps no such places has Start and End 0.
type Cell struct {
	Text  string `json:"text"`
	Start int64  `json:"start"`
	End   int64  `json:"end"`
}

// Row is one row of a table, numbered from 1 as a spreadsheet does.
type Row struct {
	Number int    `json:"row"`
	Sheet  string `json:"sheet,omitempty"` // of a workbook
	Cells  []Cell `json:"cells"`
}

// CellName names a cell of the row as a spreadsheet does, columns counted from
// 0, with its sheet in a workbook: "C12", or "Names!C12".
func (r Row) CellName(column int) string {
	name := cellref.Of(column, r.Number)
	if r.Sheet != "" {
		return r.Sheet + "!" + name
	}
	return name
}

// SplitCell parts a cell's name from its sheet's, "" for a file with but one
// table.
func SplitCell(name string) (sheet, cell string) {
	if i := strings.LastIndexByte(name, '!'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// Line gives the row as one text, its cells parted by tabs.
func (r Row) Line() string {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = c.Text
	}
	return strings.Join(cells, "\t")
}

// Writer writes a rendition: one JSON value a line.
type Writer struct{ enc *json.Encoder }

// NewWriter writes a rendition to w.
func NewWriter(w io.Writer) *Writer {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &Writer{enc}
}

// Page writes a page.
func (w *Writer) Page(p Page) error { return w.enc.Encode(p) }

// Row writes a row.
func (w *Writer) Row(r Row) error { return w.enc.Encode(r) }

// Field writes a field.
func (w *Writer) Field(f Field) error { return w.enc.Encode(f) }

// ErrStop ends a walk over parts early without an error.
var ErrStop = errors.New("stop")

// EachPage calls yield for every page of a rendition in the form Pages.
func EachPage(r io.Reader, yield func(Page) error) error { return each(r, yield) }

// EachRow calls yield for every row of a rendition in the form Rows.
func EachRow(r io.Reader, yield func(Row) error) error { return each(r, yield) }

// EachField calls yield for every field of a rendition in the form Fields.
func EachField(r io.Reader, yield func(Field) error) error { return each(r, yield) }

func each[T any](r io.Reader, yield func(T) error) error {
	dec := json.NewDecoder(bufio.NewReaderSize(r, 64<<10))
	for {
		var part T
		if err := dec.Decode(&part); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading a rendition: %w", err)
		}
		if err := yield(part); errors.Is(err, ErrStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
