package redaction

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"sanad/internal/core/text"
)

// HiddenCell stands in a copy of a table for every cell that does not leave, also
// for one that is empty.
const HiddenCell = "▇▇▇"

// maxSkip bounds how many rows that a table passes over are written as empty ones.
const maxSkip = 1 << 20

// Table writes a copy of a table, as CSV (RFC 4180) in UTF-8, with only the cells
// that may leave: it is what a table leaves as when not all of it may. Cells stay
// in the row and column where a spreadsheet names them, so that "C12" of the
// original is C12 here; of a workbook each further sheet begins anew after a line
// that says which it is by its number, for its name may tell something itself.
// Formulas leave as the text they gave, and what a spreadsheet would take for
// one has an apostrophe before it.
//
// rows hands over the rows in order, as text.EachRow does. Table tells how many
// cells left and how many were hidden.
func Table(out io.Writer, rows func(yield func(text.Row) error) error, allow func(r text.Row, column int) bool) (left, hidden int64, err error) {
	w := csv.NewWriter(out)
	sheet, sheets, next := "", 0, 1
	err = rows(func(r text.Row) error {
		if sheets == 0 || r.Sheet != sheet {
			sheet, sheets, next = r.Sheet, sheets+1, 1
			if sheets > 1 {
				if err := w.Write([]string{"— " + strconv.Itoa(sheets) + " —"}); err != nil {
					return err
				}
			}
		}
		if r.Number < next || r.Number-next > maxSkip {
			return fmt.Errorf("row %d comes after row %d", r.Number, next-1)
		}
		for ; next < r.Number; next++ {
			if err := empty(w, out); err != nil {
				return err
			}
		}
		next++
		line := make([]string, max(len(r.Cells), 1))
		for i, c := range r.Cells {
			if allow(r, i) {
				line[i], left = Inert(c.Text), left+1
			} else {
				line[i], hidden = HiddenCell, hidden+1
			}
		}
		return w.Write(line)
	})
	if err != nil {
		return left, hidden, err
	}
	w.Flush()
	return left, hidden, w.Error()
}

// empty writes a row without cells as one empty cell in quotes: a bare line many
// programs pass over, and what follows would stand a row too high.
func empty(w *csv.Writer, out io.Writer) error {
	if w.Flush(); w.Error() != nil {
		return w.Error()
	}
	_, err := io.WriteString(out, "\"\"\n")
	return err
}

// Inert gives the text of a cell so that no spreadsheet takes it for a formula.
func Inert(cell string) string {
	if cell == "" {
		return cell
	}
	switch cell[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + cell
	}
	return cell
}
