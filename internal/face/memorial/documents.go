package memorial

import (
	"context"
	"html/template"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/face/words/marks"
	"sanad/internal/flow"
)

// documentPage is the page of an original that is here.
type documentPage struct {
	frame
	flow.SiteDocument
	Name    string
	List    string // of the list that was read from it
	Machine string // the engine that read the letters from a picture
	Text    []shownText
	Further []text.Passage // cited beyond the text shown
	Records []listed
	More    int64
	Picture bool
	Cite    citation
}

type shownText struct {
	Number int
	Pieces []marks.Piece
}

// What a page of a document shows at most.
const (
	recordsOfDocument = 200
	passagesShown     = 300
)

// documentsPage lists them.
type documentsPage struct {
	frame
	Documents []documentLine
	Copies    []copyLine
}

// copyLine is what leaves of an original that does not leave as it is.
type copyLine struct{ Path, MediaType, Reason string }

type documentLine struct {
	Name, Href, MediaType, List string
	Bytes                       int64
	Records                     int64
}

// kindOfFile gives a media type without its parameters, which tell a reader nothing.
func kindOfFile(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	return kind
}

// documents draws a page for each original that is here, and the list of them.
func (w *writer) documents(ctx context.Context) error {
	var lines []documentLine
	for i, d := range w.Documents {
		page := flow.DocumentPage(d.Item)
		lines = append(lines, documentLine{Href: "documents/" + page + ".html", MediaType: kindOfFile(d.MediaType), List: w.ofList[page], Bytes: d.Bytes, Records: int64(len(w.resting[page]))})
		if err := w.document(ctx, i); err != nil {
			return err
		}
	}
	var copies []copyLine
	for _, c := range w.Copies {
		if c.Path != "" {
			copies = append(copies, copyLine{c.Path, c.MediaType, c.Reason})
		}
	}
	inputs, err := w.inputs(lines, copies)
	if err != nil {
		return err
	}
	return w.page(ctx, "documents/index.html", "documents", inputs, func(v *voice) (page, error) {
		p := &documentsPage{Documents: append([]documentLine{}, lines...), Copies: copies}
		for i := range p.Documents {
			p.Documents[i].Name = documentName(v, w.Documents[i])
			if p.Documents[i].List != "" {
				p.Documents[i].Name = p.Documents[i].List
			}
		}
		p.Head, p.Area = v.Term("memorialword", "documents"), "documents"
		return p, nil
	})
}

func (w *writer) document(ctx context.Context, at int) error {
	d := w.Documents[at]
	id := flow.DocumentPage(d.Item)
	path := "documents/" + id + ".html"
	resting := w.resting[id]
	var sums []custody.Sum // of all records on it: a passage more is a record that changed
	for _, r := range resting {
		sums = append(sums, w.Cards[r].Sum)
	}
	some := resting[:min(len(resting), recordsOfDocument)]
	inputs, err := w.inputs(d, w.ofList[id], sums, w.nears(some))
	if err != nil {
		return err
	}
	w.sites = append(w.sites, path)
	if same, err := w.press.Unchanged(path, inputs, paths(path)...); err != nil || same {
		return err
	}
	read, err := w.Document(ctx, at)
	if err != nil {
		return err
	}
	return w.draw(ctx, path, "document", func(v *voice) (page, error) {
		p := &documentPage{SiteDocument: d, Name: documentName(v, d), List: w.ofList[id], Picture: picture(d.MediaType), More: int64(len(resting) - len(some))}
		if p.List != "" {
			p.Name = p.List
		}
		if read.Reading.Step == text.StepOCR {
			p.Machine = read.Reading.Engine + " " + read.Reading.Version
		}
		p.show(read)
		for _, r := range some {
			p.Records = append(p.Records, w.listed(v, r))
		}
		p.Head, p.Area = p.Name, "documents"
		p.Cite = w.cite(v, "document-"+id, p.Name, v.Term("kind", "Document"), path)
		p.Meta = p.Cite.meta()
		p.LD = template.JS(ld(map[string]any{"@type": "CreativeWork", "name": p.Name, "identifier": "sha256:" + d.Item.String(), "encodingFormat": d.MediaType}))
		return p, nil
	})
}

func picture(mediaType string) bool {
	switch mediaType {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return true
	}
	return false
}

// show lays the cited passages over the text of pages. Of a table the records say
// which cells they rest on; the table itself is one click away.
func (p *documentPage) show(read flow.BundledDocument) {
	found := map[string]bool{}
	var ours []text.Passage
	for _, passage := range read.Passages {
		if passage.Rendition == read.Reading.Sum {
			ours = append(ours, passage)
		}
	}
	for _, page := range read.Pages {
		pieces := marks.Pieces(page.Text, marks.OnPage(page, ours))
		for _, piece := range pieces {
			for _, id := range piece.First {
				found[id] = true
			}
		}
		p.Text = append(p.Text, shownText{page.Number, pieces})
	}
	for _, passage := range read.Passages {
		if !found[passage.ID()] && len(p.Further) < passagesShown && passage.Selector.Cell == "" {
			p.Further = append(p.Further, passage)
		}
	}
}
