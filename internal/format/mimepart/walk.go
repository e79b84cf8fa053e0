package mimepart

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

// Part is a part of a message that has content of its own; the message itself,
// where it has no parts.
type Part struct {
	Path        string // "1.2": the second part of the first; "" for the message itself
	Header      Header
	Type        Valued // of Content-Type; "text/plain" where it is missing or senseless
	Disposition Valued
	Parents     []string // the types of the multiparts around it, the outermost first
	Outside     bool     // text that stands outside of all parts
	Content     io.Reader
}

// Name gives the part for people.
func (p *Part) Name() string {
	if p.Path == "" {
		return "the message"
	}
	return "part " + p.Path
}

// FileName gives the name that the part states, "" if none.
func (p *Part) FileName() string {
	for _, name := range []string{p.Disposition.Params["filename"], p.Type.Params["name"], p.Type.Params["file"]} {
		if name != "" {
			return name
		}
	}
	return ""
}

// Visitor takes what Walk finds. An error of either ends the walk.
type Visitor struct {
	// Message takes the header of the whole message, before all else.
	Message func(Header, Valued) error
	// Part takes a part; what it leaves unread of Content is passed over.
	Part    func(*Part) error
	Problem func(content.Problem) error
}

// ErrNoHeader: the file does not begin with a header line.
var ErrNoHeader = errors.New("this is no e-mail message: it does not begin with header lines")

// Walk reads a message. Messages inside it (message/rfc822) are parts like
// any other and not entered.
func Walk(r io.Reader, limits content.Limits, v Visitor) error {
	v.Problem = atMost(200, v.Problem)
	w := &walker{s: &scanner{br: bufio.NewReaderSize(r, chunk)}, limits: limits, v: v}
	if err := w.skipFront(); err != nil {
		return err
	}
	p, err := w.header(&Part{}, "text/plain")
	if err != nil {
		return err
	}
	if len(p.Header) == 0 {
		return ErrNoHeader
	}
	if err := v.Message(p.Header, p.Type); err != nil {
		return err
	}
	return w.enter(p)
}

// atMost keeps a message of a million broken parts from telling of each.
func atMost(n int, tell func(content.Problem) error) func(content.Problem) error {
	return func(p content.Problem) error {
		if n--; n < 0 {
			return nil
		}
		if n == 0 {
			p.Reason += "; and more parts like it, which are not told"
		}
		return tell(p)
	}
}

type walker struct {
	s      *scanner
	limits content.Limits
	v      Visitor
	rest   []byte // the line that ended a header without a blank line
}

// skipFront passes over what may stand before a header: a byte order mark,
// blank lines, the "From " line of a mailbox.
func (w *walker) skipFront() error {
	for range 10 {
		head, _ := w.s.br.Peek(5)
		skip := 0
		switch {
		case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
			skip = 3
		case bytes.HasPrefix(head, []byte("\r\n")):
			skip = 2
		case bytes.HasPrefix(head, []byte("\n")):
			skip = 1
		case string(head) == "From ", string(head) == ">From":
			if _, err := w.s.br.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
				return err
			}
			continue
		default:
			return nil
		}
		if _, err := w.s.br.Discard(skip); err != nil {
			return err
		}
	}
	return nil
}

// header reads the header of a part. usual is its type where it states none.
func (w *walker) header(p *Part, usual string) (*Part, error) {
	var g gathered
	w.rest = nil
	for {
		middle := w.s.middle
		data, err := w.s.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read the header of %s: %w", p.Name(), err)
		}
		line := strings.TrimRight(string(data), "\r\n")
		if err != nil || line == "" && !middle {
			break
		}
		if middle {
			g.over = true // the rest of a line longer than a chunk
			continue
		}
		if !g.add(line) {
			w.rest = bytes.Clone(data)
			break
		}
	}
	g.settle()
	p.Header = g.header
	w.describe(p, usual)
	if g.over {
		return p, w.v.Problem(content.Problem{Part: "the header of " + p.Name(), Limit: "fields",
			Reason: fmt.Sprintf("it is over %d lines or %d bytes; the rest of it is left out", headerLines, headerBytes)})
	}
	return p, nil
}

// describe reads what the header says of the content.
func (w *walker) describe(p *Part, usual string) {
	raw := p.Header.Get("Content-Type")
	p.Type = Parse(raw, "")
	p.Disposition = Parse(p.Header.Get("Content-Disposition"), p.Type.Params["charset"])
	if main, sub, ok := strings.Cut(p.Type.Value, "/"); !ok || main == "" || sub == "" || strings.ContainsAny(p.Type.Value, " \t") {
		p.Type.Value = usual
		if raw != "" {
			p.Type.Value = "text/plain"
		}
	}
}

// enter reads the content of a part whose header is read.
func (w *walker) enter(p *Part) error {
	if strings.HasPrefix(p.Type.Value, "multipart/") {
		return w.multipart(p)
	}
	raw := io.Reader(&body{s: w.s})
	if w.rest != nil {
		raw = &body{s: w.s, out: w.rest}
		w.rest = nil
	}
	return w.leaf(p, raw)
}

// leaf hands over a part without parts.
func (w *walker) leaf(p *Part, raw io.Reader) error {
	var trouble string
	if p.Content, trouble = undo(p.Header.Get("Content-Transfer-Encoding"), raw); trouble != "" {
		if err := w.v.Problem(content.Problem{Part: p.Name(), Reason: trouble}); err != nil {
			return err
		}
	}
	if err := w.v.Part(p); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, raw)
	return err
}

// multipart reads the parts of a part.
func (w *walker) multipart(p *Part) error {
	if int64(len(p.Parents)) >= w.limits.Depth {
		if err := w.v.Problem(content.Problem{Part: p.Name(), Limit: "depth", Reason: (&content.Limited{Limit: "depth", Max: w.limits.Depth}).Error()}); err != nil {
			return err
		}
		_, err := io.Copy(io.Discard, &body{s: w.s})
		return err
	}
	boundary := p.Type.Params["boundary"]
	if boundary == "" {
		if boundary = w.guessBoundary(); boundary == "" {
			return w.text(p, "it is said to have parts but names no boundary between them; it is handed over as text", nil)
		}
	}
	level := len(w.s.open)
	w.s.open = append(w.s.open, boundary)
	if err := w.preamble(p, level); err != nil {
		return err
	}
	if err := w.children(p, level); err != nil {
		return err
	}
	w.s.open = w.s.open[:level]
	return w.epilogue(p, level)
}

// guessBoundary looks for a line that could be the delimiter.
func (w *walker) guessBoundary() string {
	head, _ := w.s.br.Peek(4096)
	for l := range bytes.Lines(head) {
		if line := bytes.TrimRight(l, " \t\r\n"); len(line) > 5 && bytes.HasPrefix(line, []byte("--")) {
			return string(line[2:])
		}
	}
	return ""
}

// preamble passes over what stands before the first part (RFC 2046 5.1.1: to
// be ignored). Where no part follows it is all there is, and handed over.
func (w *walker) preamble(p *Part, level int) error {
	b := &body{s: w.s, out: w.rest}
	w.rest = nil
	head, err := io.ReadAll(io.LimitReader(b, 1<<20))
	if err != nil {
		return err
	}
	if w.s.why == next && w.s.level == level || len(bytes.TrimSpace(head)) == 0 {
		_, err := io.Copy(io.Discard, b)
		return err
	}
	return w.text(p, "the boundary that it names is not found where parts should begin; the text there is handed over", io.MultiReader(bytes.NewReader(head), b))
}

// text hands over lines outside of all parts as a text. r is nil for all that
// is left of the part.
func (w *walker) text(p *Part, why string, r io.Reader) error {
	if why != "" {
		if err := w.v.Problem(content.Problem{Part: p.Name(), Reason: why}); err != nil {
			return err
		}
	}
	if r == nil {
		r = &body{s: w.s, out: w.rest}
		w.rest = nil
	}
	outside := &Part{Path: p.Path, Type: Valued{Value: "text/plain"}, Parents: p.Parents, Outside: true, Content: r}
	if err := w.v.Part(outside); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

// children reads parts until the delimiter of an outer multipart, the last one
// of this, or the end.
func (w *walker) children(p *Part, level int) error {
	parents := append(p.Parents[:len(p.Parents):len(p.Parents)], p.Type.Value)
	usual := "text/plain"
	if p.Type.Value == "multipart/digest" {
		usual = "message/rfc822"
	}
	for number := 1; w.s.why == next && w.s.level == level; number++ {
		w.s.why = running
		child := &Part{Path: strings.TrimPrefix(p.Path+"."+strconv.Itoa(number), "."), Parents: parents}
		child, err := w.header(child, usual)
		if err != nil {
			return err
		}
		if err := w.enter(child); err != nil {
			return err
		}
	}
	if w.s.why == closing && w.s.level == level {
		return nil
	}
	return w.v.Problem(content.Problem{Part: p.Name(), Reason: "the end of its parts is missing: the message is cut off or its boundaries are broken"})
}

// epilogue reads what stands behind the last part. It should be nothing, and
// is handed over where it is more.
func (w *walker) epilogue(p *Part, level int) error {
	if w.s.why != closing || w.s.level != level {
		return nil
	}
	w.s.why = running
	b := &body{s: w.s}
	head, err := io.ReadAll(io.LimitReader(b, 4096))
	if err != nil || len(bytes.TrimSpace(head)) == 0 && w.s.why != running {
		return err
	}
	return w.text(p, "", io.MultiReader(bytes.NewReader(head), b))
}
