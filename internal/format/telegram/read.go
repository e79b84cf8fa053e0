package telegram

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sanad/internal/format/content"
)

// LooksJSON reports whether a file that begins with head is a result.json: an
// object that holds a chat's messages, or an account's chats.
func LooksJSON(head []byte) bool {
	head = bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n")
	if !bytes.HasPrefix(head, []byte("{")) {
		return false
	}
	chat := bytes.Contains(head, []byte(`"messages"`)) && (bytes.Contains(head, []byte(`"date_unixtime"`)) ||
		bytes.Contains(head, []byte(`"from_id"`)) || bytes.Contains(head, []byte(`"actor_id"`)))
	account := bytes.Contains(head, []byte(`"personal_information"`)) && bytes.Contains(head, []byte(`"user_id"`))
	return chat || account
}

// LooksHTML reports whether a page of HTML that begins with head is a
// messages.html.
func LooksHTML(head []byte) bool {
	return bytes.Contains(head, []byte(`class="page_wrap`)) && bytes.Contains(head, []byte("Exported Data"))
}

// Read reads an export of either kind. A page is a hundred messages, each
// beginning with its date and sender; what is no word of the sender, such as
// the name of a file, stands in brackets.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	br := bufio.NewReaderSize(src.Stream(), 64<<10)
	head, err := br.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning of the chat: %w", err)
	}
	if mark := []byte("\xef\xbb\xbf"); bytes.HasPrefix(head, mark) {
		if _, err := br.Discard(len(mark)); err != nil {
			return err
		}
	}
	b := &book{out: out, people: map[string]bool{}}
	if bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<")) {
		return readHTML(br, opt, b)
	}
	return readJSON(br, opt, b)
}

// entry is one message.
type entry struct {
	date    string // as the file has it, RFC 3339 with or without a zone
	sender  string
	text    string
	notes   []string // what stands in brackets
	service bool     // noted by the program: somebody joined, left, renamed
}

func (e *entry) note(what, value string) {
	if value = strings.TrimSpace(value); value != "" {
		e.notes = append(e.notes, strings.TrimSpace(what+" "+value))
	}
}

// write gives a message as a reader sees it.
func (e *entry) write(b *strings.Builder) {
	b.WriteString(e.date)
	if e.service {
		b.WriteString(" *")
	}
	if e.sender != "" {
		b.WriteString(" " + e.sender)
	}
	b.WriteByte(':')
	for _, n := range e.notes {
		b.WriteString(" [" + n + "]")
	}
	if e.text != "" {
		b.WriteString(" " + e.text)
	}
}

// The size of a page, and how many names are kept.
const (
	perPage   = 100
	pageBytes = 1 << 20
	mostNames = 500
)

// book puts messages on pages.
type book struct {
	out         content.Sink
	chat        string // the chat's name, the page's too
	text        strings.Builder
	inPage      int
	pages       int
	messages    int
	people      map[string]bool
	names       []string
	first, last string // of all dates as they stand, the first and the last met
	sink        error  // what the receiver said
}

// add puts a message on the page.
func (b *book) add(e *entry) error {
	b.messages++
	if e.sender != "" && !b.people[e.sender] && len(b.names) < mostNames {
		b.people[e.sender] = true
		b.names = append(b.names, e.sender)
	}
	if e.date != "" {
		if b.first == "" {
			b.first = e.date
		}
		b.last = e.date
	}
	if b.text.Len() > 0 {
		b.text.WriteByte('\n')
	}
	e.write(&b.text)
	if b.inPage++; b.inPage >= perPage || b.text.Len() >= pageBytes {
		return b.flush()
	}
	return nil
}

// flush hands over a page.
func (b *book) flush() error {
	if b.text.Len() == 0 {
		return nil
	}
	b.pages++
	b.inPage = 0
	text := strings.ReplaceAll(b.text.String(), "\x00", "")
	b.text.Reset()
	b.sink = b.out.Page(content.Page{Number: b.pages, Name: b.chat, Text: text})
	return b.sink
}

// name is the name of the chat that follows.
func (b *book) name(name string) error {
	if err := b.flush(); err != nil {
		return err
	}
	b.chat = name
	return b.out.Field(content.Field{Name: "title", Value: name})
}

// fields tells what all chats together are.
func (b *book) fields() error {
	fields := []content.Field{{Name: "message_count", Value: strconv.Itoa(b.messages)}, {Name: "first_date", Value: b.first}, {Name: "last_date", Value: b.last}}
	for _, name := range b.names {
		fields = append(fields, content.Field{Name: "participant", Value: name})
	}
	for _, f := range fields {
		if err := b.out.Field(f); err != nil {
			return err
		}
	}
	return nil
}
