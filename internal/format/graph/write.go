package graph

import (
	"errors"
	"fmt"
	"io"
)

// Writer writes a graph, line by line.
type Writer struct {
	w     io.Writer
	ranks map[string]int
	last  int
	lines int64
}

// NewWriter writes the header.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	h.Format = Format
	text, err := encode(h)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(text)
	return &Writer{w: w, ranks: Ranks()}, err
}

// Write writes a line; its number is of no matter. Lines that come out of order
// are refused, for a reader relies on it.
func (w *Writer) Write(l Line) error {
	rank, ok := w.ranks[l.Kind]
	switch {
	case !ok || l.Kind == End:
		return fmt.Errorf("a graph has no lines of the kind %q", l.Kind)
	case rank < w.last:
		return fmt.Errorf("a line of the kind %s comes too late", l.Kind)
	case l.Recorded == nil && l.Kind != Entity:
		return errors.New("a line of a recorded thing needs to say where it was recorded")
	}
	w.last = rank
	w.lines++
	return w.put(wire{l.Kind, l.Recorded, l.Body})
}

func (w *Writer) put(line wire) error {
	text, err := encode(line)
	if err != nil {
		return fmt.Errorf("writing a line of the kind %s: %w", line.Kind, err)
	}
	_, err = w.w.Write(text)
	return err
}

// Close writes the last line, and gives how many stand before it. It does not
// close what it writes to.
func (w *Writer) Close() (int64, error) {
	return w.lines, w.put(wire{Kind: End, Body: fmt.Appendf(nil, `{"lines":%d}`, w.lines)})
}
