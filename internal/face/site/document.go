package site

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
	"sanad/internal/flow"
	"sanad/internal/ground/cellref"
)

// document is a released original and where its passages are shown.
type document struct {
	*flow.BundledDocument
	Number    int
	rendition custody.Sum // the one whose text is shown
	lastPage  int         // pages and rows up to these are shown
	lastRow   int
	claims    []docClaim
	moreCount int64
}

// docClaim is a claim that rests on a document, for the document's own page.
type docClaim struct {
	claim.Claim
	About string
	Href  string // of its subject, from the language's folder
}

// docClaims is how many claims a document's page shows; the subjects' pages
// show all.
const docClaims = 300

// Machine names the engine that read the text from a picture, "" for a text
// that the document itself holds.
func (d *document) Machine() string {
	if d.Reading.Step != text.StepOCR {
		return ""
	}
	return d.Reading.Engine + " " + d.Reading.Version
}

func newDocument(b *flow.BundledDocument, number int) *document {
	d := &document{BundledDocument: b, Number: number}
	if n := len(b.Pages); n > 0 {
		d.lastPage = b.Pages[n-1].Number
	}
	if n := len(b.Rows); n > 0 {
		d.lastRow = b.Rows[n-1].Number
	}
	if n := len(b.Passages); n > 0 { // the text shown is of the rendition cited last
		d.rendition = b.Passages[n-1].Rendition
	}
	return d
}

// ID names the document's pages: 64 bits of its SHA-256.
func (d *document) ID() string { return d.Item.Sum.String()[:16] }

// partRows and partPages are how much of a long text one further page covers.
const (
	partRows  = 500
	partPages = 50
)

// part tells which further page a passage stands on, 0 for the first page. It
// follows from the place alone, so that nothing need be remembered of the
// passages of a table with a million cells.
func (d *document) part(p text.Passage) int {
	row := marks.RowOf(p.Selector.Cell)
	switch {
	case row > d.lastRow:
		return 1 + (row-1)/partRows
	case p.Selector.Page > d.lastPage:
		return 1 + (p.Selector.Page-1)/partPages
	}
	return 0
}

// path gives the page a passage stands on, from the language's folder.
func (d *document) path(part int) string {
	if part == 0 {
		return "documents/" + d.ID() + ".html"
	}
	return fmt.Sprintf("documents/%s-%d.html", d.ID(), part)
}

// take keeps a claim for the page of a document it rests on.
func (d *document) take(c docClaim) {
	if len(d.claims) == docClaims {
		d.moreCount++
		return
	}
	d.claims = append(d.claims, c)
}

type documentPage struct {
	frame
	*document
	Exhibit *flow.BundledExhibit // nil: it has no numbers
	Custody []flow.CustodyStep
	Made    time.Time
	Text    []shownPage
	Columns []string
	Table   []shownRow
	Further []text.Passage // cited here, and not found in the text that is shown
	Parts   []int
	Claims  []docClaim
	More    int64
}

type shownPage struct {
	Number int
	Pieces []marks.Piece
}

type shownRow struct {
	Number int
	Cells  [][]marks.Piece
}

type partPage struct {
	frame
	*document
	Part     int
	Passages []text.Passage
}

// documents draws the pages of every document.
func (w *writer) documents(ctx context.Context) error {
	for i := range w.Documents {
		if err := ctx.Err(); err != nil {
			return err
		}
		d := w.docs[w.Documents[i].Item.Sum]
		if err := w.document(d); err != nil {
			return fmt.Errorf("the document %s: %w", d.Item.Sum, err)
		}
	}
	return nil
}

func (w *writer) document(d *document) error {
	p := &documentPage{document: d, Exhibit: w.exhibit[d.Item.Sum], Custody: w.Custody[d.Item.Sum], Made: w.Created, Claims: d.claims, More: d.moreCount}
	parts := map[int][]text.Passage{}
	var here []text.Passage
	for _, passage := range d.Passages {
		if part := d.part(passage); part > 0 {
			parts[part] = append(parts[part], passage)
		} else {
			here = append(here, passage)
		}
	}
	p.show(here)
	for part := range parts {
		p.Parts = append(p.Parts, part)
	}
	slices.Sort(p.Parts)
	for _, part := range p.Parts {
		if err := w.each(d.path(part), "../../", "part", &partPage{document: d, Part: part, Passages: parts[part]}); err != nil {
			return err
		}
	}
	return w.each(d.path(0), "../../", "document", p)
}

// show lays the passages over the text; those that are not found in it, or
// were cited in another reading, are listed below it.
func (p *documentPage) show(passages []text.Passage) {
	found := map[string]bool{}
	note := func(pieces []marks.Piece) []marks.Piece {
		for _, piece := range pieces {
			for _, id := range piece.First {
				found[id] = true
			}
		}
		return pieces
	}
	var ours []text.Passage
	for _, passage := range passages {
		if passage.Rendition == p.rendition {
			ours = append(ours, passage)
		}
	}
	for _, page := range p.Pages {
		p.Text = append(p.Text, shownPage{page.Number, note(marks.Pieces(page.Text, marks.OnPage(page, ours)))})
	}
	cells := marks.ByCell(ours)
	for _, row := range p.Rows {
		line := shownRow{Number: row.Number}
		for i, cell := range row.Cells {
			line.Cells = append(line.Cells, note(marks.Pieces(cell.Text, marks.InCell(cell.Text, cells[row.CellName(i)]))))
			if i >= len(p.Columns) {
				p.Columns = append(p.Columns, cellref.Column(i))
			}
		}
		p.Table = append(p.Table, line)
	}
	for _, passage := range passages {
		if !found[passage.ID()] {
			p.Further = append(p.Further, passage)
		}
	}
}
