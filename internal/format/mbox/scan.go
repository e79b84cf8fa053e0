package mbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/format/content"
)

// scanner reads the lines of a mailbox.
type scanner struct {
	src    content.Source
	br     *bufio.Reader
	at     int64 // the byte at which the next line begins
	middle bool  // the line before was longer than a chunk and goes on
	blank  bool  // the line before was blank
	trust  int64 // no line before this byte parts messages: a Content-Length that was found true

	first    separator // the line above the message that is being read
	done     bool      // the file's end is reached
	unquoted int
}

// begin reads the line above the first message.
func (s *scanner) begin() error {
	if head, _ := s.br.Peek(3); string(head) == "\xef\xbb\xbf" {
		s.skip(3)
	}
	for {
		line, err := s.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err == nil && len(bytes.TrimSpace(line)) == 0 && s.at < 1024 {
			continue
		}
		if !bytes.HasPrefix(line, []byte("From ")) {
			return ErrNoMailbox
		}
		s.first = parse(string(line))
		return s.passRest()
	}
}

func (s *scanner) skip(n int) {
	n, _ = s.br.Discard(n)
	s.at += int64(n)
}

// line gives the next line or chunk of one, its end included.
func (s *scanner) line() ([]byte, error) {
	data, err := s.br.ReadSlice('\n')
	s.at += int64(len(data))
	s.middle = errors.Is(err, bufio.ErrBufferFull)
	if len(data) > 0 && (s.middle || errors.Is(err, io.EOF)) {
		err = nil
	}
	return data, err
}

// passRest passes over what is left of a line longer than a chunk.
func (s *scanner) passRest() error {
	for s.middle {
		if _, err := s.line(); err != nil {
			return ignoreEnd(err)
		}
	}
	return nil
}

func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// parts reports whether a line that begins with "From " stands between two
// messages. Where it bears a date any header line must follow, else one that
// programs write first, below a blank line.
func (s *scanner) parts(line []byte) bool {
	if s.middle {
		return false
	}
	p := parse(string(line))
	if !s.nextIsHeader(p.dated) || !p.dated && !s.blank {
		return false
	}
	s.first = p
	return true
}

// nextIsHeader looks at the line that follows. any accepts every header line.
func (s *scanner) nextIsHeader(any bool) bool {
	head, err := s.br.Peek(256)
	if len(head) == 0 {
		return any && errors.Is(err, io.EOF)
	}
	name, _, ok := strings.Cut(string(head), ":")
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n") {
		return bytes.HasPrefix(head, []byte(">From ")) && any
	}
	return any || slices.Contains(known(), strings.ToLower(name))
}

// known gives the header lines that stand first in messages as programs keep them.
func known() []string {
	return []string{"return-path", "received", "message-id", "from", "to", "date", "subject", "delivered-to",
		"mime-version", "x-mozilla-status", "x-gm-thrid", "x-gmail-labels", "status", "x-status", "envelope-to"}
}

// believe takes a Content-Length for true where the file ends or another
// message begins right behind the text of that length.
func (s *scanner) believe(length string) {
	n, err := strconv.ParseInt(strings.TrimSpace(length), 10, 64)
	if err != nil || n < 0 || n > s.src.Size-s.at {
		return
	}
	end := s.at + n
	var next [8]byte
	read, err := s.src.ReadAt(next[:], end)
	if err != nil && !errors.Is(err, io.EOF) {
		return
	}
	rest := bytes.TrimLeft(next[:read], "\r\n")
	if len(rest) == 0 && end+int64(read) >= s.src.Size || bytes.HasPrefix(rest, []byte("From ")[:min(5, len(rest))]) && len(rest) >= 4 {
		s.trust = end
	}
}
