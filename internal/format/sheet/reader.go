package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// bom is the UTF-8 byte order mark. Excel writes it; it is no part of a cell.
const bom = "\uFEFF"

// window is how far ahead the delimiter is guessed from, in bytes.
const window = 64 << 10

// ending is what stood after a cell.
type ending int

const (
	endCell  ending = iota // a delimiter: the row goes on
	endRow                 // LF, CR LF, or a lone CR
	endInput               // nothing
)

// Reader reads a sheet row by row, with memory for one row.
type Reader struct {
	in      *bufio.Reader
	opt     Options
	at      int64  // offset in the original of the next byte
	number  int    // of the row being read
	columns int    // cells of the first row, 0 before it
	text    []byte // text of the cells of the row being read
	cells   []span // where they are
	err     error  // what stopped the reader; it stays
}

// span is a cell while its row's text is still being gathered.
type span struct {
	from, to   int   // in Reader.text
	start, end int64 // in the original
}

// NewReader reads the first lines, to find the byte order mark and the
// delimiter. The error is in's own, or about the options or the encoding.
func NewReader(in io.Reader, opt Options) (*Reader, error) {
	opt = opt.withDefaults()
	if err := opt.check(); err != nil {
		return nil, err
	}
	r := &Reader{in: bufio.NewReaderSize(in, window), opt: opt}
	head, err := r.in.Peek(window)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the first lines of the sheet: %w", err)
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return nil, &Error{Row: 1, Err: ErrEncoding, Detail: "it begins as UTF-16; save it as UTF-8"}
	}
	whole := err != nil
	head, r.at = trimBOM(head)
	said, length := separator(head)
	r.at += int64(length)
	if opt.Delimiter == 0 {
		r.opt.Delimiter = chooseDelimiter(said, head[length:], whole, opt.NoQuotes)
	}
	_, err = r.in.Discard(int(r.at))
	return r, err
}

func trimBOM(head []byte) (rest []byte, length int64) {
	rest = bytes.TrimPrefix(head, []byte(bom))
	return rest, int64(len(head) - len(rest))
}

func (o Options) withDefaults() Options {
	for _, limit := range []struct {
		value    *int
		standing int
	}{{&o.MaxField, DefaultMaxField}, {&o.MaxColumns, DefaultMaxColumns}, {&o.MaxRow, DefaultMaxRow}} {
		if *limit.value <= 0 {
			*limit.value = limit.standing
		}
	}
	return o
}

func (o Options) check() error {
	switch d := o.Delimiter; {
	case d == '"' || d == '\r' || d == '\n' || d >= utf8.RuneSelf:
		return fmt.Errorf("%q can't delimit cells: want one ASCII character that is no quote and no line break", string(rune(d)))
	}
	return nil
}

// Delimiter is the byte between cells, as given or as guessed.
func (r *Reader) Delimiter() byte { return r.opt.Delimiter }

// Next gives the next row that is not blank, io.EOF after the last. Any other
// error is an *Error; after an error every call returns it again.
func (r *Reader) Next() (Row, error) {
	for r.err == nil {
		r.number++
		blank, err := r.gather()
		r.err = err
		if !blank && (err == nil || errors.Is(err, io.EOF)) {
			row, err := r.row()
			if err != nil {
				r.err = err
				return Row{}, err
			}
			return row, nil
		}
	}
	return Row{}, r.err
}

// gather reads the cells of one row. The error is io.EOF if the input ended
// with it.
func (r *Reader) gather() (blank bool, err error) {
	r.text, r.cells = r.text[:0], r.cells[:0]
	for {
		if len(r.cells) == r.opt.MaxColumns {
			return true, r.fail(r.at, ErrLimit, "the row has over %d columns", r.opt.MaxColumns)
		}
		end, err := r.cell()
		if err != nil {
			return true, err
		}
		if end == endCell {
			continue
		}
		blank = len(r.cells) == 1 && r.cells[0].start == r.cells[0].end
		if end == endInput {
			return blank, io.EOF
		}
		return blank, nil
	}
}

// row turns what was gathered into a Row: one string a row, cut into cells.
func (r *Reader) row() (Row, error) {
	if r.columns == 0 {
		r.columns = len(r.cells)
	}
	row := Row{Number: r.number, Cells: make([]Cell, len(r.cells)), Ragged: len(r.cells) != r.columns}
	text := string(r.text)
	for i, c := range r.cells {
		row.Cells[i] = Cell{Text: text[c.from:c.to], Start: c.start, End: c.end}
		// Cell by cell, since two broken cells side by side can look whole.
		if bad := firstInvalid(row.Cells[i].Text); bad >= 0 {
			r.cells = r.cells[:i]
			return Row{}, r.fail(c.start, ErrEncoding, "byte %#02x stands where no UTF-8 character or no text can", row.Cells[i].Text[bad])
		}
	}
	return row, nil
}

// firstInvalid gives the index of the first byte that is no UTF-8 text, -1 if
// there is none. A zero byte is valid UTF-8 and never text.
func firstInvalid(s string) int {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return -1
	}
	for i, c := range s {
		if c == 0 {
			return i
		}
		if c == utf8.RuneError {
			if _, width := utf8.DecodeRuneInString(s[i:]); width == 1 {
				return i
			}
		}
	}
	return -1
}

// atEnd tells that the reader stopped because the input did.
func (r *Reader) atEnd() bool { return errors.Is(r.err, io.EOF) }

// fail makes an error about the cell that would come next in r.cells.
func (r *Reader) fail(start int64, err error, format string, args ...any) error {
	return &Error{Row: r.number, Column: len(r.cells), Offset: start, Err: err, Detail: fmt.Sprintf(format, args...)}
}
