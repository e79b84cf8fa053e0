package xmltext

import (
	"encoding/xml"
	"strings"

	"sanad/internal/format/content"
)

// pageBytes is the size at which a text is parted.
const pageBytes = 128 << 10

// Read reads a file of XML. Text is a line "name: words" for every text inside
// an element, and "name@attribute: value" for every attribute that says
// something.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	d, err := NewDecoder(src.Stream(), opt.Limits)
	if err != nil {
		return err
	}
	w := &writer{out: out}
	elements := 0
	for {
		var token xml.Token
		if token, err = d.Token(); err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			elements++
			err = w.start(t)
		case xml.EndElement:
			err = w.end()
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
	return d.Problem(err, elements > 0, out)
}

// writer puts lines on pages.
type writer struct {
	out   content.Sink
	names []string // of the open elements
	run   strings.Builder
	text  strings.Builder
	pages int
}

func (w *writer) start(t xml.StartElement) error {
	if err := w.settle(); err != nil {
		return err
	}
	w.names = append(w.names, clean(t.Name.Local))
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		if err := w.line(w.name()+"@"+clean(a.Name.Local), clean(a.Value)); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) end() error {
	err := w.settle()
	if n := len(w.names); n > 0 {
		w.names = w.names[:n-1]
	}
	return err
}

func (w *writer) words(s string) {
	if len(w.names) > 0 {
		w.run.WriteString(clean(s))
	}
}

func (w *writer) name() string { return w.names[len(w.names)-1] }

// settle writes the words since the last tag.
func (w *writer) settle() error {
	words := w.run.String()
	w.run.Reset()
	if strings.TrimSpace(words) == "" {
		return nil
	}
	return w.line(w.name(), words)
}

// line writes a value behind its name. White space around it is the file's
// layout; that within stays.
func (w *writer) line(name, value string) error {
	if value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n")); value == "" {
		return nil
	}
	if w.text.Len() > 0 {
		w.text.WriteByte('\n')
	}
	w.text.WriteString(name + ": " + value)
	if w.text.Len() >= pageBytes {
		return w.flush()
	}
	return nil
}

func (w *writer) flush() error {
	if w.text.Len() == 0 {
		return nil
	}
	w.pages++
	text := w.text.String()
	w.text.Reset()
	return w.out.Page(content.Page{Number: w.pages, Text: text})
}

func (w *writer) finish() error {
	if err := w.settle(); err != nil {
		return err
	}
	return w.flush()
}

// clean keeps text to UTF-8 without zero bytes.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
