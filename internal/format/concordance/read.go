package concordance

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// maxValue bounds a value that is read, in characters.
const maxValue = 16 << 20

// Reader reads a load file line by line.
type Reader struct {
	in     *bufio.Reader
	fields []string
	enc    Encoding
}

// NewReader reads the names of the fields. Text without the mark of UTF-8 is taken
// for CP1252.
func NewReader(r io.Reader) (*Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	out := &Reader{in: in, enc: UTF8}
	if head, _ := in.Peek(len(mark)); string(head) == mark {
		if _, err := in.Discard(len(mark)); err != nil {
			return nil, err
		}
	} else {
		out.enc = CP1252
		out.in = bufio.NewReaderSize(transform.NewReader(in, charmap.Windows1252.NewDecoder()), 64<<10)
	}
	fields, err := out.line()
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: it is empty", ErrForm)
	}
	out.fields = fields
	return out, err
}

// Fields gives the names of the fields.
func (r *Reader) Fields() []string { return r.fields }

// Encoding gives the encoding the file is written in.
func (r *Reader) Encoding() Encoding { return r.enc }

// Next gives the values of the next line, and io.EOF behind the last.
func (r *Reader) Next() ([]string, error) {
	values, err := r.line()
	if err == nil && len(values) != len(r.fields) {
		err = fmt.Errorf("%w: a line of %d values for %d fields", ErrForm, len(values), len(r.fields))
	}
	return values, err
}

func (r *Reader) line() ([]string, error) {
	var values []string
	for {
		v, err := r.value(len(values) == 0)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		next, _, err := r.in.ReadRune()
		switch {
		case errors.Is(err, io.EOF), next == '\n':
			return values, nil
		case err != nil:
			return nil, err
		case next == '\r':
			if next, _, err = r.in.ReadRune(); err == nil && next != '\n' {
				return nil, fmt.Errorf("%w: a line that does not end", ErrForm)
			}
			return values, nil
		case next != separator:
			return nil, fmt.Errorf("%w: %q stands behind a value", ErrForm, next)
		}
	}
}

// value reads one value with its qualifiers. At the beginning of a line there
// may be nothing more.
func (r *Reader) value(first bool) (string, error) {
	c, _, err := r.in.ReadRune()
	switch {
	case errors.Is(err, io.EOF) && first:
		return "", io.EOF
	case err != nil && !errors.Is(err, io.EOF):
		return "", err
	case err != nil || c != qualifier:
		return "", fmt.Errorf("%w: a value does not begin with %q", ErrForm, qualifier)
	}
	var b strings.Builder
	for b.Len() <= maxValue {
		c, _, err := r.in.ReadRune()
		if err != nil {
			return "", fmt.Errorf("%w: it ends within a value", ErrForm)
		}
		switch c {
		case newline:
			b.WriteByte('\n')
			continue
		case qualifier:
			again, _, err := r.in.ReadRune()
			if err == nil && again != qualifier {
				err = r.in.UnreadRune()
			} else if err == nil {
				b.WriteRune(qualifier)
				continue
			}
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return b.String(), err
		}
		b.WriteRune(c)
	}
	return "", fmt.Errorf("%w: a value is longer than %d bytes", ErrForm, maxValue)
}
