package mhtml

import (
	"bytes"
	"errors"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/html"
	"sanad/internal/format/mimepart"
)

// Looks reports whether a message that begins with head is a saved page and no
// letter: it says so, or it has parts that belong together and no receiver.
func Looks(head []byte) bool {
	header, _, _ := bytes.Cut(bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	lower := "\n" + strings.ToLower(string(header))
	if !strings.Contains(lower, "\ncontent-type:") {
		return false
	}
	if strings.Contains(lower, "\nsnapshot-content-location:") || strings.Contains(lower, "saved by ") && strings.Contains(lower, "\nfrom: <saved by") {
		return true
	}
	return strings.Contains(lower, "multipart/related") && !strings.Contains(lower, "\nto:") && !strings.Contains(lower, "\nreceived:") && !strings.Contains(lower, "\nmessage-id:")
}

// ErrNoPage: none of the file's parts is HTML.
var ErrNoPage = errors.New("there is no web page in this file")

// Read reads the page as format/html does; the other parts are members, named
// by the address they came from.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	s := &saved{opt: opt, out: out}
	err := mimepart.Walk(src.Stream(), opt.Limits, mimepart.Visitor{Message: s.head, Part: s.part, Problem: out.Problem})
	if err == nil && !s.found {
		return ErrNoPage
	}
	return err
}

type saved struct {
	opt   content.Options
	out   content.Sink
	found bool
}

// head tells where and when the page was saved.
func (s *saved) head(h mimepart.Header, _ mimepart.Valued) error {
	address := h.Get("Snapshot-Content-Location")
	if address == "" {
		address = h.Get("Content-Location")
	}
	for _, f := range []content.Field{
		{Name: "saved_from", Value: mimepart.Text(address, "")},
		{Name: "saved_on", Value: mimepart.Date(h.Get("Date"))},
		{Name: "saved_by", Value: mimepart.Text(h.Get("From"), "")},
		{Name: "subject", Value: mimepart.Text(h.Get("Subject"), "")},
	} {
		if err := s.out.Field(f); err != nil {
			return err
		}
	}
	return nil
}

// part reads the first page and hands over all else.
func (s *saved) part(p *mimepart.Part) error {
	isPage := p.Type.Value == "text/html" || p.Type.Value == "application/xhtml+xml"
	if isPage && !s.found {
		s.found = true
		return html.Convert(p.Content, p.Type.Params["charset"], s.opt, s.out)
	}
	if p.Outside {
		return nil
	}
	name := p.FileName()
	if name == "" {
		name = mimepart.Text(p.Header.Get("Content-Location"), "")
	}
	return s.out.Member(content.Member{Name: name, Role: "embedded", Part: p.Name(), MediaType: p.Type.Value}, p.Content)
}
