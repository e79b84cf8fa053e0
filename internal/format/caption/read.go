package caption

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
)

// Looks reports whether a file that begins with head is one that Read reads:
// it says WEBVTT, or a cue is among its first lines, or two lines begin with a
// mark of time.
func Looks(head []byte) bool {
	head = head[:min(len(head), 4096)]
	text, err := encoded.Choose(head, "").Text(head, 16<<10)
	if err != nil {
		return false
	}
	if isVTT(text) {
		return true
	}
	lines, marks := 0, 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if _, _, ok := span(line); ok && lines < 3 {
			return true
		}
		if _, _, ok := mark(line); ok && lines < 20 {
			marks++
		}
		lines++
	}
	return marks >= 2
}

func isVTT(text string) bool {
	rest, ok := strings.CutPrefix(text, "WEBVTT")
	return ok && (rest == "" || strings.ContainsAny(rest[:1], " \t\r\n"))
}

// ErrNoCue: there is no time in the file.
var ErrNoCue = errors.New("these are no captions: no line bears a time")

// Read reads captions. A page is some 200 cues, one below the other, each with
// a Span that tells its time.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	br := bufio.NewReaderSize(src.Stream(), encoded.Head)
	head, err := br.Peek(encoded.Head)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning of the captions: %w", err)
	}
	choice := encoded.Choose(head, "")
	t := &track{out: out, cue: &cue{}}
	if err := t.lines(bufio.NewReaderSize(choice.Reader(br), encoded.Head)); err != nil {
		return err
	}
	if t.cues == 0 {
		return ErrNoCue
	}
	return t.tell(choice)
}

// lines reads all lines. Of one longer than the buffer, each piece is a line.
func (t *track) lines(br *bufio.Reader) error {
	rest := ""
	for {
		data, err := br.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the captions: %w", err)
		}
		line := rest + string(data)
		if line, rest = strings.TrimRight(line, "\r\n"), ""; errors.Is(err, bufio.ErrBufferFull) {
			line, rest = whole(line)
		}
		if len(data) > 0 {
			if err := t.line(strings.ReplaceAll(line, "\x00", "")); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return t.finish()
		}
	}
}

// whole parts off the first bytes of a letter whose rest is yet to come.
func whole(s string) (text, rest string) {
	for cut := 1; cut < utf8.UTFMax && cut < len(s); cut++ {
		if tail := s[len(s)-cut:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRuneInString(tail) {
				return s[:len(s)-cut], tail
			}
			break
		}
	}
	return s, ""
}
