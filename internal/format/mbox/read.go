package mbox

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"sanad/internal/format/content"
)

// ErrNoMailbox: the file does not begin with the line of a first message.
var ErrNoMailbox = errors.New("this is no mailbox: it does not begin with a line \"From \"")

// Looks reports whether a file that begins with head is a mailbox: its first
// line is "From " with a date, or header lines follow.
func Looks(head []byte) bool {
	s := newScanner(content.Source{ReaderAt: bytes.NewReader(head), Size: int64(len(head))})
	return s.begin() == nil && (s.first.dated || s.nextIsHeader(false))
}

// Read hands over every message of a mailbox as a member.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	s := newScanner(src)
	if err := s.begin(); err != nil {
		return err
	}
	messages := 0
	for more := true; more; {
		messages++
		m := content.Member{
			Name:      fmt.Sprintf("message-%06d.eml", messages),
			Role:      "message",
			Part:      fmt.Sprintf("message %d at byte %d", messages, s.at),
			MediaType: "message/rfc822",
			Modified:  s.first.date,
		}
		body := &message{s: s, header: true}
		if err := out.Member(m, body); err != nil {
			return err
		}
		// A receiver that gave up in the middle must not cost the next message.
		if _, err := io.Copy(io.Discard, body); err != nil {
			return fmt.Errorf("read message %d: %w", messages, err)
		}
		more = !s.done
	}
	return tell(out, messages, s.unquoted)
}

func tell(out content.Sink, messages, unquoted int) error {
	if err := out.Field(content.Field{Name: "message_count", Value: strconv.Itoa(messages)}); err != nil {
		return err
	}
	if unquoted == 0 {
		return nil
	}
	return out.Field(content.Field{Name: "unquoted_lines", Value: fmt.Sprintf("one > was taken from %d lines that begin with >From", unquoted)})
}

// chunk is how much of a line is looked at in one piece.
const chunk = 64 << 10

func newScanner(src content.Source) *scanner {
	return &scanner{src: src, br: bufio.NewReaderSize(src.Stream(), chunk)}
}
