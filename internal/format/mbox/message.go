package mbox

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// message reads one message: up to the next line that parts messages. The blank
// line above that belongs to the mailbox.
type message struct {
	s      *scanner
	out    []byte
	room   []byte
	held   string // a blank line that was read last
	header bool   // still in the header
	length string // what Content-Length says
	ended  bool
}

// Read implements io.Reader.
func (m *message) Read(p []byte) (int, error) {
	for len(m.out) == 0 {
		if m.ended {
			return 0, io.EOF
		}
		if err := m.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, m.out)
	m.out = m.out[n:]
	return n, nil
}

// next reads a line and makes it what is read next, behind a blank line that
// was held back.
func (m *message) next() error {
	begins, starts := m.s.at, !m.s.middle
	line, err := m.s.line()
	if errors.Is(err, io.EOF) {
		m.ended, m.s.done = true, true
		return nil
	}
	if err != nil {
		return err
	}
	if starts && bytes.HasPrefix(line, []byte("From ")) && !m.header && begins >= m.s.trust {
		line = bytes.Clone(line) // looking at the next line makes room for it in the buffer
		if m.s.parts(line) {
			m.ended = true
			m.s.blank = false
			return nil
		}
	}
	m.s.blank = starts && len(bytes.TrimRight(line, "\r\n")) == 0
	if starts {
		line = m.look(line)
	}
	m.room = append(append(m.room[:0], m.held...), line...)
	m.out, m.held = m.room, ""
	if m.s.blank {
		m.held = string(line)
		m.out = m.room[:len(m.room)-len(line)]
	}
	return nil
}

// look notes what a line means to the mailbox and takes away its quoting.
func (m *message) look(line []byte) []byte {
	switch {
	case m.header && m.s.blank:
		m.header = false
		m.s.believe(m.length)
	case m.header:
		if name, value, ok := strings.Cut(string(line[:min(len(line), 100)]), ":"); ok && strings.EqualFold(name, "Content-Length") {
			m.length = value
		}
	case line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")):
		m.s.unquoted++
		return line[1:]
	}
	return line
}
