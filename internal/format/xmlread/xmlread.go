// Package xmlread knows how XML inside office files is read element by
// element within limits. It must never expand an entity, follow a reference
// out of the file, or hold more than one element's text in memory.
//
// It stands on encoding/xml, which never fetches anything and knows only the
// five entities of XML 1.0 section 4.6. A document type that declares anything
// is refused by name; one that only names itself, as OpenOffice wrote before
// formulas, is passed over, for nothing is fetched and nothing declared.
package xmlread

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"sanad/internal/format/content"
)

const (
	tagMost   = 1 << 20  // bytes of one tag, comment or CDATA section
	textMost  = 16 << 20 // bytes of text between two tags
	attrsMost = 512      // attributes of one element
	wholeMore = 4        // an XML part may have so many times text_bytes
)

// ErrDTD: the file makes declarations of its own, which no office program
// writes and which attacks on XML readers need (entity bombs, external
// entities).
var ErrDTD = errors.New("it makes declarations of its own (DTD, entities), which are refused")

// Reader gives the elements and texts of one XML part.
type Reader struct {
	in     *meter
	dec    *xml.Decoder
	limits content.Limits
	depth  int64
	err    error
}

// New reads in, which is UTF-8, UTF-16 with a byte order mark, or names its
// encoding in the XML declaration.
func New(in io.Reader, limits content.Limits) *Reader {
	utf8 := transform.NewReader(in, unicode.BOMOverride(transform.Nop))
	r := &Reader{in: &meter{r: utf8, whole: wholeMore * limits.TextBytes}, limits: limits}
	r.dec = xml.NewDecoder(r.in)
	r.dec.CharsetReader = r.encoding
	return r
}

// encoding is asked by the decoder for a declared encoding that is not UTF-8.
func (r *Reader) encoding(label string, in io.Reader) (io.Reader, error) {
	if len(label) >= 5 && bytes.EqualFold([]byte(label[:5]), []byte("utf-1")) {
		return in, nil // the byte order mark decided
	}
	made, err := charset.NewReaderLabel(label, in)
	if err != nil {
		return nil, fmt.Errorf("its encoding %q is not known", label)
	}
	return &bytewise{r: made}, nil
}

// Next gives an xml.StartElement, xml.EndElement or xml.CharData, valid until
// the next call, and io.EOF after a document that ends well. Any other error
// stays. Comments and processing instructions are passed over.
func (r *Reader) Next() (xml.Token, error) {
	for r.err == nil {
		r.in.begin()
		token, err := r.dec.Token()
		if err != nil {
			r.err = r.plain(err)
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			if r.depth++; r.depth > r.limits.Depth {
				r.err = fmt.Errorf("the XML nests too deep: %w", &content.Limited{Limit: "depth", Max: r.limits.Depth})
			} else if len(t.Attr) > attrsMost {
				r.err = fmt.Errorf("element %s has over %d attributes", t.Name.Local, attrsMost)
			} else {
				return t, nil
			}
		case xml.EndElement:
			r.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			if !bytes.HasPrefix(t, []byte("DOCTYPE")) || bytes.ContainsAny(t, "[<") {
				r.err = ErrDTD
			}
		}
	}
	return nil, r.err
}

// Depth is how many elements stand open: 1 inside the outermost.
func (r *Reader) Depth() int64 { return r.depth }

// plain puts the decoder's error into words for readers of the archive.
func (r *Reader) plain(err error) error {
	syntax := (*xml.SyntaxError)(nil)
	switch {
	case r.in.err != nil:
		return r.in.err
	case errors.Is(err, io.EOF) && r.depth == 0:
		return io.EOF
	case errors.Is(err, io.EOF):
		return errors.New("the XML is cut off")
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return errors.New("the XML is cut off")
	case errors.As(err, &syntax):
		return fmt.Errorf("the XML is broken at line %d: %s", syntax.Line, strings.ToValidUTF8(syntax.Msg, "\uFFFD"))
	}
	return err
}

// Skip passes over the rest of the element that Next gave last.
func (r *Reader) Skip() error {
	for open := r.depth; r.depth >= open; {
		if _, err := r.Next(); err != nil {
			return err
		}
	}
	return nil
}

// Text gathers all text inside the element that Next gave last, up to most
// bytes; what is beyond is passed over.
func (r *Reader) Text(most int) (string, error) {
	var out []byte
	for open := r.depth; r.depth >= open; {
		token, err := r.Next()
		if err != nil {
			return string(out), err
		}
		if t, ok := token.(xml.CharData); ok && len(out) < most {
			out = append(out, t[:min(len(t), most-len(out))]...)
		}
	}
	return string(bytes.ToValidUTF8(out, nil)), nil
}

// Attr gives the value of an attribute by its name without prefix, "" if the
// element has none.
func Attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// Each calls visit for every element that begins. visit may read on in r. It
// stops at the first error; the end of the document is none.
func Each(r *Reader, visit func(*Reader, xml.StartElement) error) error {
	for {
		token, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := visit(r, e); err != nil {
				return err
			}
		}
	}
}
