package pptx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"sanad/internal/format/opc"
	"sanad/internal/format/xmlread"
)

// wordsMost is the text of one chart, diagram or comment in bytes.
const wordsMost = 256 << 10

// flow reads one slide or notes page: DrawingML text (ISO/IEC 29500-1 section
// 21.1.2) in shapes.
type flow struct {
	p      *presentation
	r      *xmlread.Reader
	rels   opc.Rels
	text   int // open elements that hold text
	title  string
	hidden bool
	role   string // of the shape being read: its placeholder's type
	titled strings.Builder
}

func (f *flow) read() error {
	for {
		token, err := f.r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = f.start(t)
		case xml.EndElement:
			f.end(t.Name.Local)
		case xml.CharData:
			f.chars(string(t))
		}
		if err != nil {
			return err
		}
		if err := f.p.w.Err(); err != nil {
			return err
		}
	}
}

func (f *flow) chars(s string) {
	if f.text == 0 {
		return
	}
	f.p.w.Text(s)
	if f.isTitle() && f.titled.Len() < 1000 {
		f.titled.WriteString(s)
	}
}

func (f *flow) isTitle() bool { return f.role == "title" || f.role == "ctrTitle" }

func (f *flow) start(e xml.StartElement) error {
	w := f.p.w
	switch e.Name.Local {
	case "sld":
		show := xmlread.Attr(e, "show")
		f.hidden = show == "0" || show == "false"
	case "sp", "graphicFrame", "pic", "cxnSp":
		f.role = ""
	case "ph":
		f.role = xmlread.Attr(e, "type")
	case "txBody":
		if f.role == "sldNum" {
			return f.r.Skip()
		}
	case "t":
		f.text++
	case "br":
		w.Line()
		f.titled.WriteByte(' ')
	case "tbl":
		w.Table()
	case "tblPr", "tblGrid", "tcPr", "Fallback":
		return f.r.Skip()
	case "cNvPr":
		w.Once("picture described as", xmlread.Attr(e, "descr"))
	case "hlinkClick", "hlinkHover":
		if rel := f.rels.ByID(opc.Ref(e, "id")); rel.Outside {
			w.Once("link", rel.Target)
		}
	case "chart":
		f.words("chart", opc.Ref(e, "id"))
	case "relIds":
		f.words("diagram", opc.Ref(e, "dm"))
	}
	return nil
}

func (f *flow) end(name string) {
	w := f.p.w
	switch name {
	case "t":
		f.text = max(f.text-1, 0)
	case "p":
		w.Line()
	case "sp":
		if f.isTitle() && f.title == "" {
			f.title = strings.Join(strings.Fields(strings.ToValidUTF8(f.titled.String(), "")), " ")
		}
		f.titled.Reset()
		f.role = ""
	case "tc":
		w.Cell()
	case "tr":
		w.Row()
	case "tbl":
		w.EndTable()
	}
}

// words puts the text of a chart or diagram beside the slide.
func (f *flow) words(what, id string) {
	if rel := f.rels.ByID(id); rel.Target != "" && !rel.Outside && f.p.pkg.First(rel.Target) {
		text, err := f.p.pkg.Words(rel.Target, wordsMost)
		f.p.w.Once(what, text)
		f.p.tell(rel.Target, err)
	}
}
