package text

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Page is one page of a reading. Start is the byte of the original where the
// page's text begins; it is exact only when Exact is set, and then every byte
// of Text stands there as it is.
type Page struct {
	Number int    `json:"page"`
	Text   string `json:"text"`
	Start  int64  `json:"start,omitempty"`
	Exact  bool   `json:"exact,omitempty"`
}

// Cell is one cell of a row with its bytes in the original, quotes included.
type Cell struct {
	Text  string `json:"text"`
	Start int64  `json:"start"`
	End   int64  `json:"end"`
}

// Row is one row of a table, numbered from 1 as a spreadsheet does.
type Row struct {
	Number int    `json:"row"`
	Cells  []Cell `json:"cells"`
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

// ErrStop ends a walk over parts early without an error.
var ErrStop = errors.New("stop")

// EachPage calls yield for every page of a rendition in the form Pages.
func EachPage(r io.Reader, yield func(Page) error) error { return each(r, yield) }

// EachRow calls yield for every row of a rendition in the form Rows.
func EachRow(r io.Reader, yield func(Row) error) error { return each(r, yield) }

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
