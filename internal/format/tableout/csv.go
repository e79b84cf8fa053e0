package tableout

import (
	"encoding/csv"
	"fmt"
	"io"
)

// CSV writes one table as RFC 4180 has it, in UTF-8.
type CSV struct {
	out     *csv.Writer
	columns int
	row     []string
}

// NewCSV writes the headings. With a mark, the file begins with that of UTF-8,
// which Excel wants and other programs do not.
func NewCSV(w io.Writer, mark bool, columns []Column) (*CSV, error) {
	if mark {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return nil, err
		}
	}
	out := &CSV{out: csv.NewWriter(w), columns: len(columns)}
	out.out.UseCRLF = true
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return out, out.Write(names)
}

// Write writes one row.
func (w *CSV) Write(cells []string) error {
	if len(cells) != w.columns {
		return fmt.Errorf("a row of %d cells for %d columns", len(cells), w.columns)
	}
	w.row = w.row[:0]
	for _, c := range cells {
		w.row = append(w.row, Safe(c))
	}
	return w.out.Write(w.row)
}

// Flush writes what is left.
func (w *CSV) Flush() error {
	w.out.Flush()
	return w.out.Error()
}
