package xmltext

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
)

// Decoder gives the tokens of a file one by one. Entities that the file defines
// stay as they are written, "&name;": so none can grow. It gives up on a single
// token of more bytes than it is allowed.
type Decoder struct {
	choice  encoded.Choice
	d       *xml.Decoder
	r       *allowance
	max     int64 // elements that may be open at a time
	open    int64
	defines bool // the file defines entities of its own
}

// allowance reads no more than is left.
type allowance struct {
	r          io.Reader
	left, most int64
}

// Read implements io.Reader.
func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, &content.Limited{Limit: "whole_bytes", Max: a.most}
	}
	n, err := a.r.Read(p[:min(int64(len(p)), a.left)])
	a.left -= int64(n)
	return n, err
}

// stated finds the encoding that a file states in its first line.
var stated = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// NewDecoder reads from r.
func NewDecoder(r io.Reader, limits content.Limits) (*Decoder, error) {
	br := bufio.NewReaderSize(r, encoded.Head)
	head, err := br.Peek(encoded.Head)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the beginning of the XML: %w", err)
	}
	says := ""
	if m := stated.FindSubmatch(head); m != nil {
		says = string(m[1])
	}
	x := &Decoder{choice: encoded.Choose(head, says), max: limits.Depth}
	most := min(limits.WholeBytes, 16<<20)
	x.r = &allowance{r: x.choice.Reader(br), left: most, most: most}
	x.d = xml.NewDecoder(x.r)
	x.d.Strict = false
	x.d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return x, nil
}

// Token gives the next token, io.EOF at the end; an element that closes at once
// is two tokens. A *content.Limited ends the reading.
func (x *Decoder) Token() (xml.Token, error) {
	x.r.left = x.r.most
	t, err := x.d.RawToken()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case xml.StartElement:
		if x.open++; x.open > x.max {
			return nil, &content.Limited{Limit: "depth", Max: x.max}
		}
	case xml.EndElement:
		x.open = max(x.open-1, 0)
	case xml.Directive:
		x.defines = x.defines || bytes.Contains(t, []byte("<!ENTITY"))
	}
	return t, nil
}

// Problem tells in words what ended the tokens, if it was not the end. read
// says whether anything was read before; if not it is an error of the reading.
func (x *Decoder) Problem(err error, read bool, out content.Sink) error {
	p := content.Problem{Part: fmt.Sprintf("behind byte %d of the text", x.d.InputOffset())}
	var limited *content.Limited
	var broken *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF):
		p.Reason = "the XML is cut off: elements are still open"
		if x.open == 0 {
			return nil
		}
	case errors.As(err, &limited):
		p.Limit, p.Reason = limited.Limit, limited.Error()
	case errors.As(err, &broken) && broken.Msg == "unexpected EOF":
		p.Reason = "the XML is cut off"
	case errors.As(err, &broken):
		p.Reason = fmt.Sprintf("the XML is broken in line %d: %s", broken.Line, broken.Msg)
	default:
		p.Reason = "the XML is broken: " + err.Error()
	}
	if !read && p.Limit == "" {
		return errors.New(p.Reason)
	}
	return out.Problem(p)
}

// Describe tells the encoding and what was not expanded.
func (x *Decoder) Describe(out content.Sink) error {
	for _, f := range x.choice.Fields() {
		if err := out.Field(f); err != nil {
			return err
		}
	}
	if !x.defines {
		return nil
	}
	return out.Problem(content.Problem{Part: "document type", Reason: "the file defines entities of its own; they are not expanded and stand in the text as they are written"})
}
