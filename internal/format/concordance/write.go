package concordance

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Writer writes a load file.
type Writer struct {
	out    *bufio.Writer
	enc    Encoding
	fields []string
	rows   int64
}

// NewWriter begins a load file with the names of its fields. A name that the
// encoding can't hold is refused.
func NewWriter(w io.Writer, enc Encoding, fields []string) (*Writer, error) {
	if len(fields) == 0 {
		return nil, fmt.Errorf("a load file needs a field at least")
	}
	out := &Writer{out: bufio.NewWriterSize(w, 64<<10), enc: enc, fields: slices.Clone(fields)}
	if enc == UTF8 {
		out.out.WriteString(mark) // an error stays until Flush
	}
	lost := out.line(fields)
	if len(lost) > 0 {
		return nil, fmt.Errorf("the field %q can't be named in this encoding", lost[0].Field)
	}
	return out, nil
}

// Write writes a line. What it had to replace is told: the line is written
// nevertheless. Errors of the file below are those of Flush.
func (w *Writer) Write(values []string) ([]Lost, error) {
	if len(values) != len(w.fields) {
		return nil, fmt.Errorf("a line of %d values for %d fields", len(values), len(w.fields))
	}
	w.rows++
	return w.line(values), nil
}

// Flush writes what is left, and gives the error of anything written before.
func (w *Writer) Flush() error { return w.out.Flush() }

func (w *Writer) line(values []string) (lost []Lost) {
	for i, v := range values {
		if i > 0 {
			w.out.WriteByte(separator)
		}
		w.mark(qualifier)
		if gone := w.value(v); gone != "" {
			lost = append(lost, Lost{w.rows, w.fields[i], gone})
		}
		w.mark(qualifier)
	}
	w.out.WriteString("\r\n")
	return lost
}

// mark writes one of the marks, which both encodings have.
func (w *Writer) mark(r rune) {
	if w.enc == CP1252 {
		w.out.WriteByte(byte(r))
		return
	}
	w.out.WriteRune(r)
}

// value writes the inside of a value and gives what it replaced.
func (w *Writer) value(s string) string {
	var gone strings.Builder
	lose := func(r rune) {
		if !strings.ContainsRune(gone.String(), r) && utf8.RuneCountInString(gone.String()) < 40 {
			gone.WriteRune(r)
		}
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for _, r := range s {
		switch {
		case r == '\n':
			w.mark(newline)
		case r == qualifier:
			w.mark(qualifier)
			w.mark(qualifier)
		case r == newline: // it would be read as a line break
			lose(r)
			w.out.WriteString("(R)")
		case r < ' ' && r != '\t', r == 0x7f, r == utf8.RuneError:
			lose(r)
			w.out.WriteByte('?')
		case w.enc == UTF8:
			w.out.WriteRune(r)
		default:
			b, ok := charmap.Windows1252.EncodeRune(r)
			if !ok || r >= 0x80 && r < 0xa0 { // C1 controls have no place there
				lose(r)
				b = '?'
			}
			w.out.WriteByte(b)
		}
	}
	return gone.String()
}
