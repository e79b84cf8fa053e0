package telegram

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"sanad/internal/format/content"
)

// page reads a messages.html by its tags as they come. Only elements that may
// hold others of their kind, div and a, are counted.
type page struct {
	z      *html.Tokenizer
	opt    content.Options
	b      *book
	open   []string // what each open div is
	deep   int      // divs beyond the limit of nesting
	e      *entry   // the message that is being read
	sender string   // of the message before: one that follows at once repeats none
	parts  map[string]*strings.Builder
	skip   bool // inside a script or style
	named  bool // the chat's name is known
}

// readHTML reads a messages.html.
func readHTML(r io.Reader, opt content.Options, b *book) error {
	p := &page{z: html.NewTokenizer(r), opt: opt, b: b}
	p.z.SetMaxBuf(int(min(opt.Limits.WholeBytes, mostMessage)))
	for {
		var err error
		switch p.z.Next() {
		case html.ErrorToken:
			return p.finish()
		case html.TextToken:
			p.text(string(p.z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			err = p.start(p.z.Token())
		case html.EndTagToken:
			err = p.end(p.z.Token().Data)
		}
		if err != nil {
			return err
		}
	}
}

// kinds are the parts of a message that are kept apart, by their class.
func kinds() []string {
	return []string{"from_name", "reply_to", "forwarded", "text", "media_wrap", "date", "signature", "service", "page_header"}
}

// start reads a tag that opens.
func (p *page) start(t html.Token) error {
	switch t.Data {
	case "script", "style":
		p.skip = true
	case "br":
		p.text("\n")
	case "a":
		p.link(t)
	case "div":
		return p.div(t)
	}
	return nil
}

// div enters a part of a message, or a message.
func (p *page) div(t html.Token) error {
	classes := strings.Fields(attribute(t, "class"))
	kind := ""
	for _, k := range kinds() {
		if slices.Contains(classes, k) {
			kind = k
		}
	}
	if slices.Contains(classes, "message") {
		kind = "message"
		if err := p.flush(); err != nil {
			return err
		}
		p.e = &entry{service: slices.Contains(classes, "service")}
		p.parts = map[string]*strings.Builder{}
	}
	if title := attribute(t, "title"); kind == "date" && p.e != nil && p.e.date == "" {
		p.e.date = moment(title)
	}
	if int64(len(p.open)) >= p.opt.Limits.Depth {
		p.deep++
		return nil
	}
	p.open = append(p.open, kind)
	return nil
}

// link notes the file that a message's media leads to, not where words lead.
func (p *page) link(t html.Token) {
	address := attribute(t, "href")
	if p.e == nil || address == "" || strings.HasPrefix(address, "#") || !slices.Contains(p.open, "media_wrap") {
		return
	}
	p.e.note("file", strings.ToValidUTF8(address, "\uFFFD"))
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// end reads a tag that closes.
func (p *page) end(name string) error {
	switch {
	case name == "script", name == "style":
		p.skip = false
	case name == "div" && p.deep > 0:
		p.deep--
	case name == "div" && len(p.open) > 0:
		kind := p.open[len(p.open)-1]
		p.open = p.open[:len(p.open)-1]
		if kind == "message" {
			return p.flush()
		}
		p.text(" ")
	}
	return nil
}

// text adds words to the innermost part that is known. The sender of a message
// that was forwarded stands inside that part.
func (p *page) text(text string) {
	if p.skip || p.e == nil && p.named {
		return
	}
	part := ""
	for _, kind := range slices.Backward(p.open) {
		if kind != "" && kind != "message" {
			part = kind
			break
		}
	}
	if part == "from_name" && slices.Contains(p.open, "forwarded") {
		part = "forwarded"
	}
	if p.e == nil {
		p.header(text)
		return
	}
	if part == "" && p.e.service {
		part = "service"
	}
	if part == "" || part == "date" {
		return
	}
	b := p.parts[part]
	if b == nil {
		b = &strings.Builder{}
		p.parts[part] = b
	}
	if text != "\n" {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	b.WriteString(text)
}

// header reads the chat's name, above all messages.
func (p *page) header(text string) {
	if text = strings.TrimSpace(text); text != "" && !p.named && slices.Contains(p.open, "page_header") {
		p.named = true
		p.b.sink = p.b.name(strings.ToValidUTF8(text, "\uFFFD"))
	}
}

// part gives the words of a part: white space is one space, lines stay.
func (p *page) part(kind string) string {
	b := p.parts[kind]
	if b == nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(strings.ToValidUTF8(b.String(), "\uFFFD")) {
		lines = append(lines, strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " "))
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// flush puts the message that is ready on the page.
func (p *page) flush() error {
	if p.b.sink != nil {
		return p.b.sink
	}
	e := p.e
	p.e = nil
	if e == nil {
		return nil
	}
	if e.service {
		e.text = p.part("service")
		return p.b.add(e)
	}
	if e.sender = p.part("from_name"); e.sender == "" {
		e.sender = p.sender
	}
	p.sender = e.sender
	e.text = p.part("text")
	e.note("forwarded from", p.part("forwarded"))
	e.note("", p.part("reply_to"))
	e.note("signed", p.part("signature"))
	e.note("", strings.ReplaceAll(p.part("media_wrap"), "\n", " "))
	return p.b.add(e)
}

// finish ends the page.
func (p *page) finish() error {
	if err := p.flush(); err != nil {
		return err
	}
	if err := p.b.flush(); err != nil {
		return err
	}
	switch err := p.z.Err(); {
	case errors.Is(err, html.ErrBufferExceeded):
		problem := content.Problem{Part: "behind the last message", Limit: "whole_bytes", Reason: "one tag or script is too long"}
		if err := p.b.out.Problem(problem); err != nil {
			return err
		}
	case !errors.Is(err, io.EOF):
		return err
	}
	if p.deep > 0 {
		limited := &content.Limited{Limit: "depth", Max: p.opt.Limits.Depth}
		if err := p.b.out.Problem(content.Problem{Part: "page", Reason: limited.Error(), Limit: limited.Limit}); err != nil {
			return err
		}
	}
	if p.b.messages == 0 {
		return errors.New("there are no messages in this page: it is no export of Telegram, or an empty one")
	}
	return p.b.fields()
}

// moment gives a date as pages have it in a title, "12.03.2021 14:05:01
// UTC+03:30", as RFC 3339; what is none is left as it is.
func moment(title string) string {
	title = strings.ToValidUTF8(title, "\uFFFD")
	if t, err := time.Parse("02.01.2006 15:04:05 UTC-07:00", title); err == nil {
		return t.Format(time.RFC3339)
	}
	if t, err := time.Parse("02.01.2006 15:04:05", title); err == nil {
		return t.Format("2006-01-02T15:04:05")
	}
	return title
}
