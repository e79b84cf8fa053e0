package sheet

import (
	"errors"
	"io"
)

// cell reads one cell and what ends it, and adds it to r.cells.
func (r *Reader) cell() (ending, error) {
	c := span{from: len(r.text), start: r.at}
	b, ok, err := r.peek()
	if err != nil {
		return endInput, err
	}
	if ok && b == '"' && !r.opt.NoQuotes {
		if err := r.quoted(c.start); err != nil {
			return endInput, err
		}
	} else if err := r.bare(c.start); err != nil {
		return endInput, err
	}
	c.to, c.end = len(r.text), r.at
	end, err := r.ends(c.start)
	if err == nil {
		r.cells = append(r.cells, c)
	}
	return end, err
}

// bare reads an unquoted cell, up to what ends it. A quote inside it is a
// character like others: people write 5" and ش"م, and mean it.
func (r *Reader) bare(start int64) error {
	for {
		chunk, err := r.ahead()
		if err != nil || len(chunk) == 0 {
			return err
		}
		n := 0
		for n < len(chunk) && chunk[n] != r.opt.Delimiter && chunk[n] != '\n' && chunk[n] != '\r' {
			n++
		}
		if err := r.take(chunk[:n], start); err != nil || n < len(chunk) {
			return err
		}
	}
}

// quoted reads a cell that begins with a quote, up to behind its closing
// quote (RFC 4180 section 2, rules 5 to 7).
func (r *Reader) quoted(start int64) error {
	r.skip(1)
	for {
		chunk, err := r.ahead()
		if err != nil {
			return err
		}
		if len(chunk) == 0 {
			return r.fail(start, ErrQuote, "the quote that opens the cell is never closed")
		}
		n := 0
		for n < len(chunk) && chunk[n] != '"' {
			n++
		}
		more := n == len(chunk)
		if err := r.take(chunk[:n], start); err != nil {
			return err
		}
		if more {
			continue
		}
		r.skip(1)
		b, ok, err := r.peek()
		if err != nil || !ok || b != '"' {
			return err
		}
		if err := r.take([]byte{b}, start); err != nil {
			return err
		}
	}
}

// ends reads what ends a cell that began at start.
func (r *Reader) ends(start int64) (ending, error) {
	b, ok, err := r.peek()
	if err != nil || !ok {
		return endInput, err
	}
	if b != r.opt.Delimiter && b != '\n' && b != '\r' {
		return endInput, r.fail(start, ErrQuote, "text follows the closing quote; if quotes are ordinary characters here, read it without quotation")
	}
	r.skip(1)
	if b == r.opt.Delimiter {
		return endCell, nil
	}
	if b == '\r' {
		next, ok, err := r.peek()
		if err != nil {
			return endInput, err
		}
		if ok && next == '\n' {
			r.skip(1)
		}
	}
	return endRow, nil
}

// take adds raw bytes that lie next in the input to the row's text, within
// the limits, and steps over them.
func (r *Reader) take(raw []byte, start int64) error {
	if r.at-start+int64(len(raw)) > int64(r.opt.MaxField) {
		return r.fail(start, ErrLimit, "the cell is over %d bytes; a quote may be missing before it ends", r.opt.MaxField)
	}
	if len(r.text)+len(raw) > r.opt.MaxRow {
		return r.fail(start, ErrLimit, "the row is over %d bytes", r.opt.MaxRow)
	}
	r.text = append(r.text, raw...)
	r.skip(len(raw))
	return nil
}

// ahead gives at least one of the bytes that come next, none at the end. They
// are valid until the next call.
func (r *Reader) ahead() ([]byte, error) {
	if r.in.Buffered() == 0 {
		if _, ok, err := r.peek(); !ok {
			return nil, err
		}
	}
	return r.in.Peek(r.in.Buffered())
}

// peek gives the next byte; ok is false at the end of the input.
func (r *Reader) peek() (b byte, ok bool, err error) {
	next, err := r.in.Peek(1)
	if err == nil {
		return next[0], true, nil
	}
	if errors.Is(err, io.EOF) {
		return 0, false, nil
	}
	return 0, false, &Error{Row: r.number, Column: len(r.cells), Offset: r.at, Err: err}
}

// skip steps over n bytes that peek or ahead has shown; they are in memory,
// so stepping over them can't fail.
func (r *Reader) skip(n int) {
	done, _ := r.in.Discard(n)
	r.at += int64(done)
}
