package eml

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
	"sanad/internal/format/html"
	"sanad/internal/format/mimepart"
)

// Read reads a message. Its first page begins with the lines that a mail
// program shows above a message, From to Subject. Attached files and messages
// are members.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	m := &message{opt: opt, out: out, told: map[string]bool{}}
	err := mimepart.Walk(src.Stream(), opt.Limits, mimepart.Visitor{Message: m.head, Part: m.part, Problem: out.Problem})
	if err != nil {
		return err
	}
	return m.finish()
}

// message is what is known of a message while its parts go by.
type message struct {
	opt   content.Options
	out   content.Sink
	hint  string // the encoding that the message states for its text
	block string // the lines above the text, until they are handed over
	pages int
	told  map[string]bool // fields that are told once
	plain *vocabulary     // of the last text/plain inside a multipart/alternative
}

// head tells the header.
func (m *message) head(h mimepart.Header, t mimepart.Valued) error {
	m.hint = t.Params["charset"]
	for _, f := range fields(h, m.hint) {
		if err := m.out.Field(f); err != nil {
			return err
		}
	}
	m.block = block(h, m.hint)
	return nil
}

// part decides what a part is: text to read, or a file.
func (m *message) part(p *mimepart.Part) error {
	if err := m.sealed(p); err != nil {
		return err
	}
	shown := p.Disposition.Value != "attachment" && p.FileName() == ""
	switch {
	case shown && p.Type.Value == "text/plain":
		return m.text(p)
	case shown && (p.Type.Value == "text/html" || p.Type.Value == "application/xhtml+xml"):
		return m.hypertext(p)
	}
	return m.out.Member(content.Member{
		Name: p.FileName(), Role: "attachment", Part: p.Name(), MediaType: p.Type.Value,
		Modified: mimepart.Time(p.Disposition.Params["modification-date"]),
	}, p.Content)
}

// once tells a field the first time.
func (m *message) once(name, value string) error {
	if m.told[name+value] {
		return nil
	}
	m.told[name+value] = true
	return m.out.Field(content.Field{Name: name, Value: value})
}

// page hands over a text, below the header lines if it is the first.
func (m *message) page(name, text string) error {
	m.pages++
	if m.block != "" {
		text = strings.TrimRight(m.block+"\n"+text, "\n")
		m.block = ""
	}
	return m.out.Page(content.Page{Number: m.pages, Name: name, Text: text})
}

// finish hands over the header lines of a message without a text.
func (m *message) finish() error {
	if m.block == "" {
		return nil
	}
	return m.page("", "")
}

// most is how long a page of plain text gets before it is parted.
const most = 1 << 20

// text reads a part of plain text.
func (m *message) text(p *mimepart.Part) error {
	br := bufio.NewReaderSize(p.Content, encoded.Head)
	head, _ := br.Peek(encoded.Head)
	choice := encoded.Choose(head, p.Type.Params["charset"])
	m.plain = &vocabulary{}
	lines := bufio.NewReaderSize(choice.Reader(br), chunk)
	var page strings.Builder
	for {
		line, err := lines.ReadSlice('\n')
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			return m.out.Problem(content.Problem{Part: p.Name(), Reason: "its text could not be read to the end: " + err.Error()})
		}
		end := errors.Is(err, io.EOF)
		writeLine(&page, line)
		if page.Len() >= most || end {
			text, rest := page.String(), ""
			if !end {
				text, rest = whole(text)
			}
			if err := m.plainPage(text, choice); err != nil || end {
				return err
			}
			page.Reset()
			page.WriteString(rest)
		}
	}
}

const chunk = 32 << 10

// writeLine adds a line or piece of one, its end made \n. A letter that the
// piece's end parts is whole again when the next piece is added.
func writeLine(b *strings.Builder, line []byte) {
	s := string(line)
	if cut, ok := strings.CutSuffix(s, "\r\n"); ok {
		s = cut + "\n"
	}
	b.WriteString(strings.ReplaceAll(s, "\x00", ""))
}

// whole parts off the beginning of a word whose rest is yet to come, or of a
// letter at least.
func whole(s string) (text, rest string) {
	if at := strings.LastIndexAny(s[max(0, len(s)-4096):], " \n"); at >= 0 {
		at += max(0, len(s)-4096) + 1
		return s[:at], s[at:]
	}
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

// plainPage hands over a text unless it is blank.
func (m *message) plainPage(text string, choice encoded.Choice) error {
	text = strings.ToValidUTF8(strings.TrimRight(text, " \t\r\n"), "\uFFFD")
	m.plain.add(text)
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if strings.Contains(text, "-----BEGIN PGP MESSAGE-----") {
		if err := m.once("encrypted", "OpenPGP"); err != nil {
			return err
		}
	}
	for _, f := range choice.Fields() {
		if err := m.once(f.Name, f.Value); err != nil {
			return err
		}
	}
	return m.page("", text)
}

// hypertext reads a part of HTML. Where it repeats the plain text before it,
// only the files in it are handed over; where it says something else, that is
// a page of its own, for the two readers of such a message were told two things.
func (m *message) hypertext(p *mimepart.Part) error {
	got := &gathered{m: m}
	opt := m.opt
	opt.Limits.WholeBytes = min(opt.Limits.WholeBytes, 16<<20)
	if err := html.Convert(p.Content, p.Type.Params["charset"], opt, got); err != nil {
		return err
	}
	alternative := slices.Contains(p.Parents, "multipart/alternative")
	if alternative && m.plain != nil && m.plain.covers(got.pages) {
		return m.once("html_alternative", "says what the text says")
	}
	name := ""
	if alternative && m.pages > 0 {
		name = "HTML"
		if err := m.once("html_alternative", "says something else than the text; it is a page of its own"); err != nil {
			return err
		}
	}
	for _, f := range got.fields {
		if err := m.once(f.Name, f.Value); err != nil {
			return err
		}
	}
	for _, text := range got.pages {
		if err := m.page(name, text); err != nil {
			return err
		}
	}
	return nil
}
