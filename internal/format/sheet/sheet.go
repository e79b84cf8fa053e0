// Package sheet knows delimited text (RFC 4180 and what spreadsheets really
// write): its rows, its cells, and the exact bytes of the original that each
// cell stands in. It must never mend what it reads: a cell's text is what the
// bytes say, and bytes that do not say anything certain are a named error.
//
// Rows are numbered as a spreadsheet shows them: from 1, the header included,
// a record with line breaks inside quotes counted once, blank lines counted
// though not returned, and a first line "sep=;" (a word to Excel about the
// delimiter) not counted.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"sanad/internal/ground/cellref"
)

// The errors a sheet can be refused for. Each arrives inside an *Error that
// names the row and the column.
var (
	// ErrEncoding: the bytes are not UTF-8 text.
	ErrEncoding = errors.New("not UTF-8 text")
	// ErrQuote: a quoted cell is not closed, or text follows its closing quote.
	ErrQuote = errors.New("broken quotation")
	// ErrLimit: a cell, a row or the number of columns is over its limit.
	ErrLimit = errors.New("over the limit")
)

// The limits that hold when Options leaves them at zero.
const (
	DefaultMaxField   = 1 << 20  // bytes of one cell in the original
	DefaultMaxColumns = 4096     // cells of one row
	DefaultMaxRow     = 16 << 20 // bytes of all cells of one row
)

// Options says how to read a sheet. The zero value guesses the delimiter.
type Options struct {
	// Delimiter is one ASCII byte; 0 means: guess it from the first lines.
	// It MUST NOT be a quote, a line break or a zero byte.
	Delimiter byte
	// NoQuotes reads a quote as an ordinary character, as programs do that
	// write tab-separated text without quoting.
	NoQuotes bool
	// MaxField, MaxColumns and MaxRow are bytes, cells and bytes; 0 means
	// the default.
	MaxField, MaxColumns, MaxRow int
}

// Cell is one cell of a row.
type Cell struct {
	// Text is the cell's value: outer quotes taken away, doubled quotes
	// made single, everything else (spaces, CR, LF) as in the original.
	Text string
	// Start and End are the byte range of the raw cell in the original, its
	// quotes included, its delimiter not: data[Start:End].
	Start, End int64
}

// Row is one record that has at least one cell.
type Row struct {
	Number int    // from 1, as a spreadsheet shows it
	Cells  []Cell // the caller's to keep
	Ragged bool   // it has not as many cells as the first row returned
}

// Table is a whole sheet in memory.
type Table struct {
	Delimiter byte
	Rows      []Row
	Ragged    int // how many rows have Ragged set
}

// Error says in which cell of the sheet reading stopped. Rows returned before
// it are good.
type Error struct {
	Row    int   // from 1
	Column int   // from 0, as cellref.Column counts
	Offset int64 // of the byte in the original where the cell begins
	Detail string
	Err    error // one of the errors above, or the reader's own
}

// Error names the cell, then what is wrong with it.
func (e *Error) Error() string {
	where := fmt.Sprintf("reading row %d, column %s (byte %d)", e.Row, cellref.Column(e.Column), e.Offset)
	if e.Detail == "" {
		return fmt.Sprintf("%s: %v", where, e.Err)
	}
	return fmt.Sprintf("%s: %v: %s", where, e.Err, e.Detail)
}

// Unwrap gives Err.
func (e *Error) Unwrap() error { return e.Err }

// ReadTable reads a whole sheet. On error the table holds the rows before it. Use
// a Reader where the sheet may be large.
func ReadTable(data []byte, opt Options) (Table, error) {
	var t Table
	r, err := NewReader(bytes.NewReader(data), opt)
	if err != nil {
		return t, err
	}
	t.Delimiter = r.Delimiter()
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, err
		}
		if row.Ragged {
			t.Ragged++
		}
		t.Rows = append(t.Rows, row)
	}
}
