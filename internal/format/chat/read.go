package chat

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
)

// The size of a page: so many messages, or so many bytes where they are long.
const (
	perPage   = 100
	pageBytes = 1 << 20
)

// Looks reports whether a file that begins with head is an export: of its first
// whole lines, the first three have a message's beginning among them, and all
// together two (one, where there is but one line).
func Looks(head []byte) bool {
	choice := encoded.Choose(head, "")
	text, err := choice.Text(head[:min(len(head), 4096)], 16<<10)
	if err != nil {
		return false
	}
	lines, found, early := 0, 0, false
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if _, ok := parse(line); ok {
			found++
			early = early || lines <= 3
		}
	}
	return early && (found >= 2 || lines == 1)
}

// ErrNoChat: no line of the file begins a message.
var ErrNoChat = errors.New("this is no exported chat: no line begins with a date and a time")

// Read reads an export. A page is a hundred messages, their text exactly as it
// stands in the file.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	br := bufio.NewReaderSize(src.Stream(), encoded.Head)
	top, err := br.Peek(encoded.Head)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning of the chat: %w", err)
	}
	choice := encoded.Choose(top, "")
	e := &export{out: out, exact: choice.Name == "utf-8", people: newPeople()}
	var text io.Reader = br
	if !e.exact {
		text = choice.Reader(br)
	} else if bytes.HasPrefix(top, []byte("\xef\xbb\xbf")) {
		n, _ := br.Discard(3)
		e.start = int64(n)
	}
	if err := e.lines(bufio.NewReaderSize(text, encoded.Head)); err != nil {
		return err
	}
	return e.finish(choice)
}

// export is what is known of a chat while its lines go by.
type export struct {
	out      content.Sink
	exact    bool // the bytes are the text
	start    int64
	page     []byte
	inPage   int
	pages    int
	messages int
	order    order
	people   *people
}

// lines reads all lines. One longer than the buffer comes in pieces, of which
// only the first can begin a message.
func (e *export) lines(br *bufio.Reader) error {
	middle := false
	for {
		line, err := br.ReadSlice('\n')
		full := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !full && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the chat: %w", err)
		}
		if !middle {
			if err := e.line(line); err != nil {
				return err
			}
		}
		e.page = append(e.page, line...)
		if len(e.page) >= pageBytes {
			if err := e.flush(false); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return e.flush(true)
		}
		middle = full
	}
}

// line notes what a line begins.
func (e *export) line(line []byte) error {
	h, ok := parse(strings.ToValidUTF8(string(line[:min(len(line), 4096)]), "\uFFFD"))
	if !ok {
		return nil
	}
	e.messages++
	e.order.see(h.stamp)
	e.people.see(h)
	if e.inPage++; e.inPage > perPage {
		e.inPage = 1
		return e.flush(true)
	}
	return nil
}

// flush hands over the page that is ready; one that ends within a line keeps
// the bytes of a letter that is not whole for the next.
func (e *export) flush(atEnd bool) error {
	page := e.page
	if !atEnd {
		page = page[:len(page)-partial(page)]
	}
	text := bytes.TrimRight(page, "\r\n")
	if len(text) > 0 {
		e.pages++
		p := content.Page{Number: e.pages, Text: string(text)}
		if e.exact && utf8.Valid(text) {
			p.Exact, p.Start = true, e.start
		} else {
			p.Text = strings.ToValidUTF8(p.Text, "\uFFFD")
		}
		if err := e.out.Page(p); err != nil {
			return err
		}
	}
	e.start += int64(len(page))
	e.page = append(e.page[:0], e.page[len(page):]...)
	return nil
}

// partial gives how many bytes at the end begin a letter that is not whole.
func partial(data []byte) int {
	for cut := 1; cut < utf8.UTFMax && cut < len(data); cut++ {
		if tail := data[len(data)-cut:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return cut
			}
			return 0
		}
	}
	return 0
}

// finish tells what the chat as a whole is.
func (e *export) finish(choice encoded.Choice) error {
	if e.messages == 0 {
		return ErrNoChat
	}
	fields := append(choice.Fields(), content.Field{Name: "message_count", Value: fmt.Sprint(e.messages)})
	fields = append(fields, e.order.fields()...)
	for _, f := range append(fields, e.people.fields()...) {
		if err := e.out.Field(f); err != nil {
			return err
		}
	}
	return nil
}
