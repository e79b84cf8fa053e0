package memorial

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/canon"
)

//go:embed pages/*.html
var pageFiles embed.FS

// edition is raised whenever pages are drawn otherwise from the same templates and
// words, so that no page of the site before is kept.
const edition = "1"

// Pages draws the pages of a site; it implements flow.SitePages.
func Pages(ctx context.Context, s *flow.Site, press flow.Press) error {
	w, err := newWriter(s, press)
	if err != nil {
		return fmt.Errorf("preparing the pages: %w", err)
	}
	for _, step := range []func(context.Context) error{w.records, w.documents, w.findings, w.people, w.tags, w.others, w.gone, w.fronts, w.feeds, w.fixed, w.sitemap} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return w.flush(ctx)
}

// voice is one language in which pages are drawn.
type voice struct {
	*words.Table
	pages *template.Template
	parts drawnParts
}

// writer draws one site. What stays in memory is the cards, and who names whom.
type writer struct {
	*flow.Site
	press   flow.Press
	voices  []*voice
	base    custody.Sum         // what every page is drawn from
	at      map[string]int      // of an ID or another address: the card
	refs    map[int][]reference // of a card: the cards that name it
	docs    map[string]int      // of the name of a document's page: the document
	resting map[string][]int    // of the name of a document's page: the cards that rest on it
	copies  map[string]string   // of the name an original's page would have: where a copy of it is
	ofList  map[string]string   // of the name of a document's page: the list that was read from it
	about   map[int][]int       // of a card: the findings about it
	sites   []string            // addresses of pages below a language, for the map of the site
	waiting []sheet
}

// reference says that a card names another one.
type reference struct {
	From     int
	Property string
}

func newWriter(s *flow.Site, press flow.Press) (*writer, error) {
	w := &writer{Site: s, press: press, at: map[string]int{}, refs: map[int][]reference{}, docs: map[string]int{}, resting: map[string][]int{}, ofList: map[string]string{}, copies: map[string]string{}, about: map[int][]int{}}
	tables, err := words.Load()
	if err != nil {
		return nil, err
	}
	parts := [][]byte{[]byte(edition), []byte(s.Title), []byte(s.Address), []byte(s.Door.String()), []byte(s.Origin)}
	for _, lang := range words.Langs() {
		v := &voice{Table: tables[lang]}
		if v.pages, err = template.New("memorial").Funcs(v.Funcs()).Funcs(funcs(v)).ParseFS(pageFiles, "pages/*.html"); err != nil {
			return nil, err
		}
		w.voices = append(w.voices, v)
		for _, key := range v.Keys() {
			parts = append(parts, []byte(key), []byte(v.Raw(key)))
		}
	}
	files, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		data, err := pageFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		parts = append(parts, data)
	}
	w.base = canon.Hash("sanad/memorial/base", parts...)
	w.index()
	return w, nil
}

// index finds what leads from one record to another.
func (w *writer) index() {
	for i, c := range w.Cards {
		w.at[c.ID] = i
		for _, also := range c.Also {
			w.at[also] = i
		}
		for _, doc := range c.Rests {
			w.resting[doc] = append(w.resting[doc], i)
		}
	}
	for i, c := range w.Cards {
		for _, l := range c.Links {
			if to, ok := w.at[l.To]; ok && to != i {
				w.refs[to] = append(w.refs[to], reference{i, l.Property})
			}
		}
	}
	for i, d := range w.Documents {
		w.docs[flow.DocumentPage(d.Item)] = i
	}
	for _, c := range w.Copies {
		if c.Path != "" && !c.Hidden {
			w.copies[flow.DocumentPage(c.Item)] = c.Path
		}
	}
	for _, l := range w.Lists {
		w.ofList[flow.DocumentPage(l.Item)] = l.Name
	}
	for i, f := range w.Findings {
		for _, id := range f.About {
			if at, ok := w.at[id]; ok && !slices.Contains(w.about[at], i) {
				w.about[at] = append(w.about[at], i)
			}
		}
	}
}

// inputs names what a page is drawn from, beside what all are.
func (w *writer) inputs(parts ...any) (custody.Sum, error) {
	raw := [][]byte{w.base[:]}
	for _, p := range parts {
		data, err := json.Marshal(p)
		if err != nil {
			return custody.Sum{}, err
		}
		raw = append(raw, data)
	}
	return canon.Hash("sanad/memorial/page", raw...), nil
}
