package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"sanad/internal/format/opc"
	"sanad/internal/format/xmlread"
)

// wordsMost is the text of one chart or diagram in bytes.
const wordsMost = 256 << 10

// flow reads one stretch of WordprocessingML.
type flow struct {
	d    *document
	r    *xmlread.Reader
	rels opc.Rels

	inside
	around  []inside // what the text boxes being read stand in
	hidden  strings.Builder
	instr   strings.Builder // the field instruction being read
	inInstr bool
}

// inside is what the text being read stands in.
type inside struct {
	text    int      // open elements that hold text
	deleted []string // what the open deletions are called
	hides   bool     // the run being read is hidden
}

// read reads until the element that was open at depth ends; 0 for all.
func (f *flow) read(depth int64) error {
	defer f.settle()
	for depth == 0 || f.r.Depth() >= depth {
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
		if err := f.d.w.Err(); err != nil {
			return err
		}
	}
	return nil
}

// settle ends what a cut-off part left open.
func (f *flow) settle() {
	for len(f.around) > 0 {
		f.endBox()
	}
	f.endInside()
	f.tellHidden()
}

// endInside ends the hidden run and the deletions that are open.
func (f *flow) endInside() {
	if f.hides {
		f.endRun()
	}
	for len(f.deleted) > 0 {
		f.endDeleted()
	}
}

func (f *flow) endBox() {
	if len(f.around) == 0 {
		return
	}
	f.endInside()
	f.d.w.Box(f.d.w.Pop())
	f.inside = f.around[len(f.around)-1]
	f.around = f.around[:len(f.around)-1]
}

func (f *flow) chars(s string) {
	switch {
	case f.inInstr && f.instr.Len() < 64<<10:
		f.instr.WriteString(s)
	case f.text > 0:
		f.d.w.Text(s)
	}
}

func (f *flow) start(e xml.StartElement) error {
	w := f.d.w
	switch e.Name.Local {
	case "t":
		f.text++
	case "delText":
		f.beginDeleted("deleted")
		f.text++
	case "del", "moveFrom":
		what := "deleted"
		if e.Name.Local == "moveFrom" {
			what = "moved from here"
		}
		f.beginDeleted(said(what, e))
	case "rPr":
		return f.runForm()
	case "pPr":
		return f.paragraphForm()
	case "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "ctrlPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "numbering", "Fallback", "delInstrText":
		return f.r.Skip()
	case "instrText":
		f.inInstr = true
	case "fldChar":
		f.fieldEnds()
	case "fldSimple":
		f.instr.WriteString(xmlread.Attr(e, "instr"))
		f.fieldEnds()
	case "tbl":
		w.Table()
	case "txbxContent":
		f.around = append(f.around, f.inside)
		f.inside = inside{}
		w.Push()
	default:
		f.startInline(e)
	}
	return nil
}

// startInline handles what stands inside a run or refers elsewhere.
func (f *flow) startInline(e xml.StartElement) {
	w := f.d.w
	switch e.Name.Local {
	case "tab", "ptab":
		w.Text("\t")
	case "br":
		if xmlread.Attr(e, "type") == "page" {
			w.Break()
		} else {
			w.Line()
		}
	case "cr":
		w.Line()
	case "lastRenderedPageBreak":
		w.SoftBreak()
	case "noBreakHyphen":
		w.Text("\u2011")
	case "softHyphen":
		w.Text("\u00AD")
	case "sym":
		if code, err := strconv.ParseUint(xmlread.Attr(e, "char"), 16, 16); err == nil && code >= ' ' && (code < 0xD800 || code > 0xDFFF) {
			w.Text(string(rune(code)))
		}
	case "footnoteReference", "endnoteReference", "commentReference":
		f.d.refer(strings.TrimSuffix(e.Name.Local, "Reference"), xmlread.Attr(e, "id"))
	case "hyperlink", "hlinkClick":
		if rel := f.rels.ByID(opc.Ref(e, "id")); rel.Outside {
			w.Once("link", rel.Target)
		}
	case "docPr":
		w.Once("picture described as", xmlread.Attr(e, "descr"))
	case "chart":
		f.words("chart", opc.Ref(e, "id"))
	case "relIds":
		f.words("diagram", opc.Ref(e, "dm"))
	}
}

func (f *flow) end(name string) {
	w := f.d.w
	switch name {
	case "t":
		f.text = max(f.text-1, 0)
	case "delText":
		f.text = max(f.text-1, 0)
		f.endDeleted()
	case "del", "moveFrom":
		f.endDeleted()
	case "instrText":
		f.inInstr = false
	case "r":
		f.endRun()
	case "p":
		f.tellHidden()
		w.Line()
	case "tc":
		w.Cell()
	case "tr":
		w.Row()
	case "tbl":
		w.EndTable()
	case "txbxContent":
		f.endBox()
	}
}

// beginDeleted gathers what follows apart from the flow. Inside a deletion that
// is already told, the outer one counts.
func (f *flow) beginDeleted(what string) {
	f.deleted = append(f.deleted, what)
	if len(f.deleted) == 1 {
		f.d.w.Push()
	}
}

func (f *flow) endDeleted() {
	if len(f.deleted) == 0 {
		return
	}
	what := f.deleted[0]
	if f.deleted = f.deleted[:len(f.deleted)-1]; len(f.deleted) == 0 {
		f.d.w.Aside(what, f.d.w.Pop())
	}
}

// runForm reads the properties of a run for the one that hides it.
func (f *flow) runForm() error {
	for open := f.r.Depth(); f.r.Depth() >= open; {
		token, err := f.r.Next()
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "vanish" && on(e) && !f.hides {
			f.hides = true
			f.d.w.Push()
		}
	}
	return nil
}

// endRun keeps the text of a hidden run until a run that is shown follows, as
// Word parts one sentence into many runs.
func (f *flow) endRun() {
	if f.hides {
		f.hides = false
		f.hidden.WriteString(f.d.w.Pop())
		return
	}
	f.tellHidden()
}

func (f *flow) tellHidden() {
	if f.hidden.Len() > 0 {
		f.d.w.Aside("hidden text", f.hidden.String())
		f.hidden.Reset()
	}
}

// paragraphForm reads the properties of a paragraph for a page break before it.
func (f *flow) paragraphForm() error {
	for open := f.r.Depth(); f.r.Depth() >= open; {
		token, err := f.r.Next()
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "pageBreakBefore" && on(e) {
			f.d.w.BreakBefore()
		}
	}
	return nil
}

// on reads a property that is on unless it says otherwise (section 17.17.4).
func on(e xml.StartElement) bool {
	switch xmlread.Attr(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// fieldEnds looks in a field's instruction for the target of a link.
func (f *flow) fieldEnds() {
	words := strings.Fields(f.instr.String())
	f.instr.Reset()
	if len(words) < 2 || !strings.EqualFold(words[0], "HYPERLINK") {
		return
	}
	for _, word := range words[1:] {
		if target := strings.Trim(word, `"`); !strings.HasPrefix(word, `\`) {
			f.d.w.Once("link", target)
			return
		}
		if word == `\l` {
			return // a place in the document itself
		}
	}
}

// words puts the text of a chart or diagram beside the page.
func (f *flow) words(what, id string) {
	if rel := f.rels.ByID(id); rel.Target != "" && !rel.Outside && f.d.pkg.First(rel.Target) {
		text, err := f.d.pkg.Words(rel.Target, wordsMost)
		f.d.w.Once(what, text)
		f.d.out.Tell("part "+rel.Target, err)
	}
}
