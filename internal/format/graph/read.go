package graph

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// MaxLine bounds a line, in bytes: a claim has at most a few hundred passages
// and a value of a quarter of a megabyte.
const MaxLine = 16 << 20

// Problem is a line that can't be read, and why.
type Problem struct {
	Line int64
	Err  error
}

func (p *Problem) Error() string { return fmt.Sprintf("line %d: %v", p.Line, p.Err) }

func (p *Problem) Unwrap() error { return p.Err }

// ErrCutOff says that a file ends before its last line.
var ErrCutOff = errors.New("the file ends before its end: it was cut off")

// Reader reads a graph, line by line.
type Reader struct {
	Header Header

	r      *bufio.Reader
	number int64
	lines  int64 // after the header
	ended  bool
}

// NewReader reads the header.
func NewReader(r io.Reader) (*Reader, error) {
	g := &Reader{r: bufio.NewReaderSize(r, 64<<10)}
	text, err := g.line()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := Strict(text, &g.Header); err != nil || g.Header.Format != Format {
		return nil, fmt.Errorf("the file does not begin as a %s does", Format)
	}
	return g, nil
}

// Next gives the next line, io.EOF behind the last one, ErrCutOff where the
// file ends before that, and a *Problem for a line that can't be read, behind
// which reading can go on.
func (g *Reader) Next() (Line, error) {
	for {
		text, err := g.line()
		if errors.Is(err, io.EOF) {
			if !g.ended {
				err = ErrCutOff
			}
			return Line{}, err
		}
		if err != nil {
			return Line{}, err
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if g.ended {
			return Line{}, &Problem{g.number, errors.New("a line stands behind the last one")}
		}
		l, err := parse(text)
		if err == nil && l.Kind == End {
			if err = g.end(l); err == nil {
				continue
			}
		}
		g.lines++
		if err != nil {
			return Line{}, &Problem{g.number, err}
		}
		l.Number = g.number
		return l, nil
	}
}

// end compares what the last line says with what was read.
func (g *Reader) end(l Line) error {
	var told struct {
		Lines int64 `json:"lines"`
	}
	g.ended = true
	if err := Strict(l.Body, &told); err != nil {
		return err
	}
	if told.Lines != g.lines {
		return fmt.Errorf("the file had %d lines and has %d", told.Lines, g.lines)
	}
	return nil
}

// line reads one line, without its end. Of one that is too long nothing is
// kept.
func (g *Reader) line() ([]byte, error) {
	g.number++
	var text []byte
	long := false
	for {
		part, more, err := g.r.ReadLine()
		if err != nil {
			if errors.Is(err, io.EOF) && len(text) > 0 {
				break
			}
			return nil, err
		}
		if long = long || len(text)+len(part) > MaxLine; !long {
			text = append(text, part...)
		}
		if !more {
			break
		}
	}
	if long {
		g.lines++
		return nil, &Problem{g.number, fmt.Errorf("the line is longer than %d bytes", MaxLine)}
	}
	return text, nil
}
