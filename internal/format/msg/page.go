package msg

import (
	"io"
	"strings"

	"sanad/internal/format/content"
)

// page takes a text from the reader of its format and hands it on below the
// lines of the message's head.
type page struct {
	m     *message
	block string // "" once it was handed over
	sink  error  // what the receiver said
}

func (p *page) keep(err error) error {
	if p.sink == nil {
		p.sink = err
	}
	return err
}

// Page implements content.Sink.
func (p *page) Page(c content.Page) error {
	p.m.pages++
	text := c.Text
	if p.block != "" {
		text = strings.TrimRight(p.block+"\n"+text, "\n")
		p.block = ""
	}
	return p.keep(p.m.out.Page(content.Page{Number: p.m.pages, Name: p.m.name, Text: text}))
}

// Row implements content.Sink.
func (p *page) Row(r content.Row) error { return p.keep(p.m.out.Row(r)) }

// Field implements content.Sink. Of what a body says of itself, only its
// encoding and what it hides concern the message.
func (p *page) Field(f content.Field) error {
	if p.m.name != "" || !strings.HasPrefix(f.Name, "encoding") && f.Name != "hidden_text" {
		return nil
	}
	return p.keep(p.m.out.Field(f))
}

// Member implements content.Sink.
func (p *page) Member(m content.Member, r io.Reader) error {
	m.Part = part(p.m.name, "text: "+m.Part)
	return p.keep(p.m.out.Member(m, r))
}

// Problem implements content.Sink.
func (p *page) Problem(c content.Problem) error {
	c.Part = part(p.m.name, "text: "+c.Part)
	return p.keep(p.m.out.Problem(c))
}

// finish hands over the head of a message without a text.
func (p *page) finish() error {
	if p.block == "" {
		return nil
	}
	return p.Page(content.Page{})
}
