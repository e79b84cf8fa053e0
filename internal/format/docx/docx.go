// Package docx knows the text of WordprocessingML documents (.docx, .docm,
// .dotx, .dotm; ISO/IEC 29500-1 section 17) as a person would read it, and
// what such a person would not see: deletions, hidden text, comments. It must
// never mix the second into the first.
//
// Pages are parted where the document says so: at page breaks, and where Word
// noted that a page ended when it last showed the document. Headers and
// footers stand beside the first page, a note, comment, deletion or link beside
// the page that refers to it.
package docx

import (
	"encoding/xml"
	"fmt"

	"sanad/internal/format/content"
	"sanad/internal/format/opc"
	"sanad/internal/format/pagetext"
	"sanad/internal/format/sticky"
	"sanad/internal/format/xmlread"
)

// document is a document being read.
type document struct {
	pkg   *opc.Package
	out   *sticky.Sink
	w     *pagetext.Writer
	notes map[string]*note // by kind and id: "footnote 2"
	order []string         // of notes
	count map[string]int   // notes referred to so far, of each kind
	over  bool             // a limit of the writer was told
}

// note is a footnote, endnote or comment.
type note struct {
	what, text string
	shown      bool
}

// Read implements the contract of package content.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	d := &document{out: sticky.New(out), notes: map[string]*note{}, count: map[string]int{}}
	pkg, err := opc.Open(src, opt.Limits, d.out)
	if err != nil {
		return fmt.Errorf("reading the Word document: %w", err)
	}
	d.pkg, d.w = pkg, pagetext.New(d.out)
	pkg.Properties(d.out)
	err = d.body()
	pkg.Members(d.out)
	if d.out.Err != nil {
		return d.out.Err
	}
	return err
}

// body reads the main part and what stands beside it. It returns an error if
// there is no text to be had at all.
func (d *document) body() error {
	main, err := d.pkg.Main("word/document.xml")
	if err != nil {
		return fmt.Errorf("reading the Word document: %w", err)
	}
	rels, err := d.pkg.Rels(main)
	d.out.Tell("part "+main+", its relations", err)
	opc.External(d.out, rels)
	for _, settings := range rels.Of("settings") {
		more, err := d.pkg.Rels(settings)
		d.out.Tell("part "+settings+", its relations", err)
		opc.External(d.out, more)
	}
	d.beside(rels)
	empty := d.w.Empty()
	err = d.flowOf(main)
	if err != nil && empty && d.w.Empty() && d.w.Err() == nil {
		return fmt.Errorf("reading the Word document: part %s: %w", main, err)
	}
	d.tell(main, err)
	d.leftOver()
	d.tell(main, d.w.Close())
	return nil
}

// tell tells of a part that could not be read, and but once that the writer is
// over a limit.
func (d *document) tell(part string, err error) {
	if err == nil || d.over {
		return
	}
	d.over = d.w.Err() != nil
	d.out.Tell("part "+part, err)
}

// beside reads the parts that the text refers to, and those shown on each page.
func (d *document) beside(rels opc.Rels) {
	for _, kind := range []string{"footnote", "endnote", "comment"} {
		for _, part := range rels.Of(kind + "s") {
			d.tell(part, d.readNotes(part, kind))
		}
	}
	said := map[string]bool{}
	for _, kind := range []string{"header", "footer"} {
		for _, part := range rels.Of(kind) {
			d.w.Push()
			err := d.flowOf(part)
			if text := d.w.Pop(); !said[kind+text] {
				said[kind+text] = true
				d.w.Aside(kind, text)
			}
			d.tell(part, err)
		}
	}
}

// flowOf reads a part as one flow of text.
func (d *document) flowOf(part string) error {
	r, err := d.pkg.XML(part)
	if err != nil {
		return err
	}
	rels, err := d.pkg.Rels(part)
	d.out.Tell("part "+part+", its relations", err)
	f := &flow{d: d, r: r, rels: rels}
	return f.read(0)
}

// readNotes gathers the notes of a part.
func (d *document) readNotes(part, kind string) error {
	rels, err := d.pkg.Rels(part)
	d.out.Tell("part "+part+", its relations", err)
	return d.pkg.Each(part, func(r *xmlread.Reader, e xml.StartElement) error {
		if e.Name.Local != kind {
			return nil
		}
		if as := xmlread.Attr(e, "type"); as == "separator" || as == "continuationSeparator" || as == "continuationNotice" {
			return r.Skip()
		}
		n := &note{what: kind}
		if kind == "comment" {
			n.what = said("comment", e)
		}
		d.w.Push()
		f := &flow{d: d, r: r, rels: rels}
		err := f.read(r.Depth())
		n.text = d.w.Pop()
		id := kind + " " + xmlread.Attr(e, "id")
		if d.notes[id] == nil {
			d.order = append(d.order, id)
		}
		d.notes[id] = n
		return err
	})
}

// said gives "comment by X, 2024-05-01T10:00:00Z" from the attributes of an
// annotation (ISO/IEC 29500-1 section 17.13).
func said(what string, e xml.StartElement) string {
	if author := xmlread.Attr(e, "author"); author != "" {
		what += " by " + author
	}
	if date := xmlread.Attr(e, "date"); date != "" {
		what += ", " + date
	}
	return what
}

// refer shows a note where the text refers to it.
func (d *document) refer(kind, id string) {
	n := d.notes[kind+" "+id]
	if n == nil || n.shown {
		return
	}
	n.shown = true
	if kind == "comment" {
		d.w.Aside(n.what, n.text)
		return
	}
	d.count[kind]++
	mark := fmt.Sprintf("%s %d", kind, d.count[kind])
	d.w.Text("[" + mark + "]")
	d.w.Aside(mark, n.text)
}

// leftOver shows the notes that nothing refers to.
func (d *document) leftOver() {
	for _, id := range d.order {
		if n := d.notes[id]; !n.shown {
			n.shown = true
			d.w.Aside(n.what+", referred to nowhere", n.text)
		}
	}
}
