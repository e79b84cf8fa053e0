package pdfium

import (
	"strings"

	"sanad/internal/format/content"
)

// Kinds of annotations (FPDF_ANNOT_* of fpdf_annot.h).
const (
	annotLink   = 2
	annotPopup  = 16
	annotFile   = 17
	annotWidget = 20
)

// Kinds of form fields (FPDF_FORMFIELD_* of fpdf_formfill.h).
const (
	fieldCheckBox = 2
	fieldRadio    = 3
	fieldPassword = 1 << 13 // flag of a text field
)

// Names of what stands on a page besides its text.
const (
	noteField = "field" // a form field's name and value
	noteSaid  = "note"  // what someone wrote on the page
)

// note is a form field's value or an annotation.
type note struct {
	kind, text string
	box        content.Box
}

// notes gives the page's form fields and annotations, in the file's order, and
// hands over files that are pinned to the page.
func (p *page) notes(form uint64, limits content.Limits, out content.Sink, part string) ([]note, error) {
	var all []note
	count := min(p.integer("FPDFPage_GetAnnotCount", p.handle), maxNotes)
	for i := 0; i < count && p.err == nil; i++ {
		annot := p.call("FPDFPage_GetAnnot", p.handle, uint64(i))
		if annot == 0 {
			continue
		}
		kind := p.integer("FPDFAnnot_GetSubtype", annot)
		if kind == annotFile {
			if err := p.attachment(p.call("FPDFAnnot_GetFileAttachment", annot), part, limits, out); err != nil {
				return nil, err
			}
		}
		// Each button of a group tells the value of the whole group.
		if n, ok := p.note(form, annot, kind); ok && !(len(all) > 0 && n.kind == noteField && n.text == all[len(all)-1].text) {
			all = append(all, n)
		}
		p.call("FPDFPage_CloseAnnot", annot)
	}
	return all, nil
}

// maxNotes is how many annotations of one page are looked at.
const maxNotes = 10_000

func (p *page) note(form, annot uint64, kind int) (note, bool) {
	n := note{kind: noteSaid}
	switch kind {
	case annotLink, annotPopup: // a popup repeats the note it opens
		return n, false
	case annotWidget:
		n.kind, n.text = noteField, p.field(form, annot)
	default:
		n.text = p.said(annot)
	}
	if n.text == "" {
		return n, false
	}
	s := uint64(p.scratch)
	p.call("FPDFAnnot_GetRect", annot, s)
	n.box = p.shown.box(p.float(0), p.float(3), p.float(2), p.float(1))
	return n, true
}

// said is who wrote a note and what.
func (p *page) said(annot uint64) string {
	text := p.value(annot, "Contents")
	if text == "" {
		return ""
	}
	if who := p.value(annot, "T"); who != "" {
		return who + ": " + text
	}
	return text
}

func (p *page) value(annot uint64, name string) string {
	key := p.put(name)
	defer p.free(key)
	return clean(p.wide("FPDFAnnot_GetStringValue", annot, uint64(key)))
}

// field is a form field's name and what was filled in; "" where nothing was.
func (p *page) field(form, annot uint64) string {
	if form == 0 {
		return ""
	}
	value := clean(p.wide("FPDFAnnot_GetFormFieldValue", form, annot))
	switch p.integer("FPDFAnnot_GetFormFieldType", form, annot) {
	case fieldCheckBox, fieldRadio:
		if value == "Off" {
			return ""
		}
	default:
		if p.integer("FPDFAnnot_GetFormFieldFlags", form, annot)&fieldPassword != 0 {
			return ""
		}
	}
	if value == "" {
		return ""
	}
	name := clean(p.wide("FPDFAnnot_GetFormFieldAlternateName", form, annot))
	if name == "" {
		name = clean(p.wide("FPDFAnnot_GetFormFieldName", form, annot))
	}
	return strings.TrimPrefix(name+": "+value, ": ")
}

// openForm makes the fields of a form readable; 0 where there is none. The
// structure it is given has no callbacks, so that nothing of the document acts.
func (d *document) openForm() uint64 {
	if d.integer("FPDF_GetFormType", d.handle) == 0 {
		return 0
	}
	const room = 256 // more than sizeof(FPDF_FORMFILLINFO) on 32 bits
	info := d.alloc(room)
	if info == 0 {
		return 0
	}
	d.at(info, room)[0] = 1 // version
	return d.call("FPDFDOC_InitFormFillEnvironment", d.handle, uint64(info))
}

// withNotes appends to a page's text its form fields and notes, each on lines
// of its own that begin with what it is: they are not in the flow of the text,
// and a reader of the text shall see that.
func withNotes(page content.Page, notes []note) content.Page {
	var b strings.Builder
	b.WriteString(page.Text)
	for _, n := range notes {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("[" + n.kind + "] ")
		from := b.Len()
		b.WriteString(n.text)
		box := n.box
		page.Spans = append(page.Spans, content.Span{From: from, To: b.Len(), Box: &box})
	}
	page.Text = b.String()
	return page
}
