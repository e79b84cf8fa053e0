package mimepart

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// chunk is how much of a line is looked at in one piece.
const chunk = 64 << 10

// The reasons why a part's lines end.
const (
	running = iota
	next    // a delimiter: another part begins
	closing // the last delimiter
	ended   // the message's end
)

// scanner reads lines and stops at the delimiters of the multiparts that are
// open (RFC 2046 5.1.1).
type scanner struct {
	br     *bufio.Reader
	open   []string // their boundaries, from the outermost on
	middle bool     // the line before was longer than a chunk and goes on

	why   int // why reading stopped
	level int // the index in open of the delimiter that stopped it
}

// line gives the next line or chunk of one, its end included, or io.EOF where
// the part ends; why and level then say at what.
func (s *scanner) line() ([]byte, error) {
	if s.why != running {
		return nil, io.EOF
	}
	data, err := s.br.ReadSlice('\n')
	start := !s.middle
	s.middle = errors.Is(err, bufio.ErrBufferFull)
	if err != nil && !s.middle && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(data) == 0 {
		s.why, s.level = ended, 0
		return nil, io.EOF
	}
	if start && s.delimiter(data) {
		return nil, io.EOF
	}
	return data, nil
}

// delimiter reports whether a line is the delimiter of an open multipart. The
// innermost one is asked first.
func (s *scanner) delimiter(data []byte) bool {
	if len(data) < 3 || data[0] != '-' || data[1] != '-' {
		return false
	}
	data = bytes.TrimRight(data[2:], " \t\r\n")
	for i := len(s.open) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(data, []byte(s.open[i]))
		switch {
		case ok && len(rest) == 0:
			s.why, s.level = next, i
			return true
		case ok && string(rest) == "--":
			s.why, s.level = closing, i
			return true
		}
	}
	return false
}

// body reads the lines of a part. The line end before a delimiter belongs to
// the delimiter.
type body struct {
	s    *scanner
	out  []byte
	held string // the line end that was read last
	room []byte // where a line and the end before it are put together
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	for len(b.out) == 0 {
		data, err := b.s.line()
		if err != nil {
			if errors.Is(err, io.EOF) && b.s.why == ended && b.held != "" {
				b.out, b.held = []byte(b.held), ""
				break
			}
			return 0, err
		}
		b.take(data)
	}
	n := copy(p, b.out)
	b.out = b.out[n:]
	return n, nil
}

// take makes a line the next to be read, without its end and behind the end of
// the one before.
func (b *body) take(data []byte) {
	end := ""
	switch {
	case bytes.HasSuffix(data, []byte("\r\n")):
		end = "\r\n"
	case bytes.HasSuffix(data, []byte("\n")):
		end = "\n"
	}
	data = data[:len(data)-len(end)]
	b.room = append(append(b.room[:0], b.held...), data...)
	b.out, b.held = b.room, end
}
