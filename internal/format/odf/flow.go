package odf

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"sanad/internal/format/xmlread"
)

// aside is what is being gathered apart: a note, a comment, a deletion.
type aside struct {
	what         string
	author, date string
	id           string // of a deletion
	text         int    // flow.text of what it stands in
	nested       bool   // a paragraph of a shape inside a paragraph
}

// flow reads one XML part.
type flow struct {
	f    *file
	r    *xmlread.Reader
	text int // open elements whose characters are text

	asides  []aside
	deleted map[string]string // text by the id of the change, with who and when
	said    []string          // ids in order
	style   string            // being read, or the id of a change
	mark    string            // of the note being read
	spans   []bool            // open spans and sections: whether they are hidden
	styles  bool              // the part holds but styles: only headers and footers are text
	sheet   *table            // the spreadsheet's table being read
	inSheet bool              // the body is a spreadsheet's
	slides  bool              // the body is a presentation's or drawing's
}

// flow reads r to its end as one part; styles says that it holds but styles.
func (f *file) flow(r *xmlread.Reader, styles bool) error {
	x := &flow{f: f, r: r, styles: styles, deleted: map[string]string{}}
	err := x.read()
	for len(x.asides) > 0 {
		x.endAside()
	}
	for _, id := range x.said {
		x.tellDeleted(id)
	}
	return err
}

func (x *flow) read() error {
	for {
		token, err := x.r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = x.start(t)
		case xml.EndElement:
			err = x.end(t.Name.Local)
		case xml.CharData:
			if x.text > 0 {
				x.f.w.Text(collapsed(string(t)))
			}
		}
		if err != nil {
			return err
		}
		if err := x.f.w.Err(); err != nil {
			return err
		}
	}
}

// collapsed makes one space of a run of white space, as part 3 section 6.1.2
// has it; a space that counts is an element.
func collapsed(s string) string {
	if !strings.ContainsAny(s, "\t\r\n") && !strings.Contains(s, "  ") {
		return s
	}
	var out strings.Builder
	space := false
	for _, c := range s {
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			if !space {
				out.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		out.WriteRune(c)
	}
	return out.String()
}

func (x *flow) start(e xml.StartElement) error {
	if done, err := x.startSkipped(e); done || err != nil {
		return err
	}
	w := x.f.w
	switch e.Name.Local {
	case "p", "h":
		if x.text > 0 {
			x.begin(aside{what: "box", nested: true})
		}
		x.text++
	case "s":
		n, _ := strconv.Atoi(xmlread.Attr(e, "c"))
		w.Text(strings.Repeat(" ", min(max(n, 1), 1000)))
	case "tab":
		w.Text("\t")
	case "line-break":
		w.Line()
	case "soft-page-break":
		w.SoftBreak()
	case "a":
		if to := xmlread.Attr(e, "href"); !strings.HasPrefix(to, "#") {
			w.Once("link", to)
		}
	case "note-body":
		x.begin(aside{what: strings.TrimSpace("note " + x.mark)})
	case "span", "section":
		x.beginSpan(e)
	case "annotation":
		x.begin(aside{what: "comment"})
	case "deletion":
		x.begin(aside{what: "deleted"})
	case "changed-region":
		x.style = xmlread.Attr(e, "id")
	case "change":
		x.tellDeleted(xmlread.Attr(e, "change-id"))
	case "text-box":
		x.begin(aside{what: "box"})
	case "header", "header-left", "header-first", "footer", "footer-left", "footer-first":
		what, _, _ := strings.Cut(e.Name.Local, "-")
		x.begin(aside{what: what})
	case "hidden-text", "hidden-paragraph":
		w.Once("hidden text", xmlread.Attr(e, "string-value"))
	case "notes":
		x.begin(aside{what: "notes"})
	default:
		return x.startTable(e)
	}
	return nil
}

// startSkipped handles elements that are read as a whole or not at all.
func (x *flow) startSkipped(e xml.StartElement) (done bool, err error) {
	space := e.Name.Space
	if x.styles && len(x.asides) == 0 && (strings.Contains(space, ":drawing:") || strings.Contains(space, ":presentation:")) {
		return true, x.r.Skip()
	}
	switch e.Name.Local {
	case "binary-data", "settings", "scripts", "font-face-decls", "forms", "page-number", "event-listeners":
		return true, x.r.Skip()
	case "title", "desc":
		if !strings.Contains(space, ":svg-compatible:") {
			return false, nil
		}
		text, err := x.r.Text(64 << 10)
		x.f.w.Once("picture described as", text)
		return true, err
	case "note-citation":
		x.mark, err = x.r.Text(100)
		x.f.w.Text("[" + strings.TrimSpace("note "+x.mark) + "]")
		return true, err
	case "meta":
		if strings.Contains(space, ":office:") {
			return true, x.f.meta(x.r)
		}
	case "creator", "date":
		if len(x.asides) == 0 || !strings.HasPrefix(space, "http://purl.org/dc/") {
			return false, nil
		}
		text, err := x.r.Text(1000)
		if a := &x.asides[len(x.asides)-1]; e.Name.Local == "creator" {
			a.author = text
		} else {
			a.date = text
		}
		return true, err
	case "creator-initials", "meta-creator-initials", "sender-initials":
		return len(x.asides) > 0, x.skipIf(len(x.asides) > 0)
	}
	return false, nil
}

func (x *flow) skipIf(yes bool) error {
	if yes {
		return x.r.Skip()
	}
	return nil
}

// beginSpan gathers hidden text apart.
func (x *flow) beginSpan(e xml.StartElement) {
	hidden := x.f.hidden[xmlread.Attr(e, "style-name")] || e.Name.Local == "section" && xmlread.Attr(e, "display") == "none"
	x.spans = append(x.spans, hidden)
	if hidden {
		text := x.text
		x.begin(aside{what: "hidden text"})
		x.text = text
	}
}

func (x *flow) endSpan() {
	if n := len(x.spans); n > 0 {
		if x.spans[n-1] && len(x.asides) > 0 {
			x.endAside()
		}
		x.spans = x.spans[:n-1]
	}
}

// begin gathers what follows apart from the flow.
func (x *flow) begin(a aside) {
	a.id, a.text, x.text = x.style, x.text, 0
	x.asides = append(x.asides, a)
	x.f.w.Push()
}

// endAside tells what was gathered, where its kind has its place.
func (x *flow) endAside() {
	a := x.asides[len(x.asides)-1]
	x.asides = x.asides[:len(x.asides)-1]
	x.text = a.text
	text := x.f.w.Pop()
	what := a.what
	if a.author != "" {
		what += " by " + a.author
	}
	if a.date != "" {
		what += ", " + a.date
	}
	switch {
	case a.what == "box":
		x.f.w.Box(text)
	case a.what == "deleted":
		x.said = append(x.said, a.id)
		x.deleted[a.id] += "[" + what + "] " + text
	case a.what == "comment" && x.sheet != nil:
		x.sheet.comment(what, text)
	case a.what == "header" || a.what == "footer":
		x.f.w.Once(what, text)
	default:
		x.f.w.Aside(what, text)
	}
}

// tellDeleted puts a deletion beside the page it was made on.
func (x *flow) tellDeleted(id string) {
	if what, text, ok := strings.Cut(strings.TrimPrefix(x.deleted[id], "["), "] "); ok {
		x.f.w.Aside(what, text)
	}
	delete(x.deleted, id)
}

func (x *flow) end(name string) error {
	w := x.f.w
	switch name {
	case "p", "h":
		x.text = max(x.text-1, 0)
		if x.sheet == nil || len(x.asides) > 0 {
			w.Line()
		} else {
			w.Text("\n")
		}
		if n := len(x.asides); n > 0 && x.text == 0 && x.asides[n-1].nested {
			x.endAside()
		}
	case "note-body", "annotation", "deletion", "text-box", "notes",
		"header", "header-left", "header-first", "footer", "footer-left", "footer-first":
		if len(x.asides) > 0 {
			x.endAside()
		}
	case "span", "section":
		x.endSpan()
	case "changed-region":
		x.style = ""
	default:
		return x.endTable(name)
	}
	return nil
}
