package svg

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/dataurl"
	"sanad/internal/format/xmltext"
)

// Looks reports whether a file that begins with head is a drawing of this kind.
func Looks(head []byte) bool {
	at := bytes.Index(head, []byte("<svg"))
	if at < 0 {
		at = bytes.Index(head, []byte("<svg:svg"))
	}
	return at >= 0 && bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<")) && !bytes.Contains(bytes.ToLower(head[:at]), []byte("<html"))
}

// Read reads a drawing as one page, a line a text.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	d, err := xmltext.NewDecoder(src.Stream(), opt.Limits)
	if err != nil {
		return err
	}
	w := &walker{out: out}
	for {
		var token xml.Token
		if token, err = d.Token(); err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = w.start(t)
		case xml.EndElement:
			w.end(t.Name.Local)
		case xml.CharData:
			w.words(string(t))
		}
		if err != nil {
			return err
		}
	}
	if err := w.finish(); err != nil {
		return err
	}
	if err := d.Describe(out); err != nil {
		return err
	}
	return d.Problem(err, w.elements > 0, out)
}

// walker gathers the words of a drawing.
type walker struct {
	out      content.Sink
	open     []string
	elements int
	text     strings.Builder
	run      strings.Builder
	title    strings.Builder
	about    strings.Builder
	embeds   int
	bytes    int
}

// mostText bounds the text of a drawing in memory.
const mostText = 4 << 20

func (w *walker) start(t xml.StartElement) error {
	w.elements++
	w.open = append(w.open, t.Name.Local)
	if w.elements == 1 {
		if err := w.size(t.Attr); err != nil {
			return err
		}
	}
	for _, a := range t.Attr {
		if !dataurl.Is([]byte(a.Value)) {
			continue
		}
		w.embeds++
		part := fmt.Sprintf("data address %d", w.embeds)
		m, r, err := dataurl.Open([]byte(a.Value), part)
		if err != nil {
			if err := w.out.Problem(content.Problem{Part: part, Reason: err.Error()}); err != nil {
				return err
			}
			continue
		}
		if err := w.out.Member(m, r); err != nil {
			return err
		}
	}
	return nil
}

// size tells width and height as they are written: "100", "100mm", "50%".
func (w *walker) size(attrs []xml.Attr) error {
	for _, a := range attrs {
		if a.Name.Space == "" && (a.Name.Local == "width" || a.Name.Local == "height") {
			if err := w.out.Field(content.Field{Name: a.Name.Local, Value: clean(a.Value)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// words adds text to what it belongs to; text of other elements is none.
func (w *walker) words(s string) {
	if w.bytes += len(s); w.bytes > mostText {
		return
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		switch w.open[i] {
		case "script", "style", "metadata":
			return
		case "title":
			w.title.WriteString(s)
			return
		case "desc":
			w.about.WriteString(s)
			return
		case "text", "foreignObject", "flowRoot":
			w.run.WriteString(s)
			return
		}
	}
}

// end closes an element. A text, and a line inside it, is a line.
func (w *walker) end(name string) {
	switch name {
	case "text", "foreignObject", "flowRoot", "tspan", "flowPara", "p", "div", "li":
		w.settle()
	case "title":
		w.title.WriteByte(' ')
	}
	if n := len(w.open); n > 0 {
		w.open = w.open[:n-1]
	}
}

func (w *walker) settle() {
	line := clean(w.run.String())
	w.run.Reset()
	if line == "" {
		return
	}
	if w.text.Len() > 0 {
		w.text.WriteByte('\n')
	}
	w.text.WriteString(line)
}

// finish hands over the page and what the drawing says of itself.
func (w *walker) finish() error {
	w.settle()
	if w.text.Len() > 0 {
		if err := w.out.Page(content.Page{Number: 1, Text: w.text.String()}); err != nil {
			return err
		}
	}
	if err := w.out.Field(content.Field{Name: "title", Value: clean(w.title.String())}); err != nil {
		return err
	}
	if err := w.out.Field(content.Field{Name: "description", Value: clean(w.about.String())}); err != nil {
		return err
	}
	if w.bytes <= mostText {
		return nil
	}
	return w.out.Problem(content.Problem{Part: "text", Limit: "text_bytes", Reason: (&content.Limited{Limit: "text_bytes", Max: mostText}).Error()})
}

// clean makes white space one space, as SVG shows it.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}
