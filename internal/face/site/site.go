package site

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/look"
	"sanad/internal/flow"
)

//go:embed pages/*.html
var pageFiles embed.FS

// Pages draws the pages of a release in every language; it implements flow.Pages.
func Pages(ctx context.Context, b flow.Bundle, put func(path string, data []byte) error) error {
	return In(words.Langs()...)(ctx, b, put)
}

// In draws them in some languages, in the order of all.
func In(langs ...words.Lang) flow.Pages {
	return func(ctx context.Context, b flow.Bundle, put func(path string, data []byte) error) error {
		return drawPages(ctx, b, langs, put)
	}
}

func drawPages(ctx context.Context, b flow.Bundle, langs []words.Lang, put func(path string, data []byte) error) error {
	w, err := newWriter(b, langs, put)
	if err != nil {
		return fmt.Errorf("preparing the pages: %w", err)
	}
	steps := []func(context.Context) error{w.place, w.subjects, w.documents, w.people, w.findings, w.posts, w.timeline, w.figures, w.exhibits, w.names, w.glossary, w.printed, w.fronts}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return put("style.css", look.Style())
}

// writer draws one bundle. Subjects are drawn first and forgotten; what stays
// is one line for each page of them, and a bounded number of claims for each
// document.
type writer struct {
	flow.Bundle
	put       func(path string, data []byte) error
	langs     []words.Lang
	tables    map[words.Lang]*words.Table
	templates map[words.Lang]*template.Template
	docs      map[custody.Sum]*document
	pages     []subjectsPage // without their subjects
	waiting   map[string][]subject
	claims    int64
	subjectsN int64
	places    map[string]string // where a thing is shown, from a language's folder
	called    []called          // the index
	exhibit   map[custody.Sum]*flow.BundledExhibit
	copied    map[custody.Sum]*flow.BundledCopy
}

func newWriter(b flow.Bundle, langs []words.Lang, put func(string, []byte) error) (*writer, error) {
	w := &writer{Bundle: b, put: put, langs: inOrder(langs), places: map[string]string{}, exhibit: map[custody.Sum]*flow.BundledExhibit{}, copied: map[custody.Sum]*flow.BundledCopy{}, templates: map[words.Lang]*template.Template{}, docs: map[custody.Sum]*document{}, waiting: map[string][]subject{}}
	var err error
	if w.tables, err = words.Load(); err != nil {
		return nil, err
	}
	for lang, table := range w.tables {
		set, err := template.New("site").Funcs(table.Funcs()).Funcs(funcs(table)).ParseFS(pageFiles, "pages/*.html")
		if err == nil {
			set, err = set.ParseFS(charts.Templates, "*.html")
		}
		if err != nil {
			return nil, err
		}
		w.templates[lang] = set
	}
	if w.Names == nil {
		w.Names = map[string]string{}
	}
	for i := range b.Exhibits {
		if !b.Exhibits[i].Item.IsZero() {
			w.exhibit[b.Exhibits[i].Item] = &b.Exhibits[i]
		}
	}
	for i := range b.Copies {
		if !b.Copies[i].Hidden {
			w.copied[b.Copies[i].Item] = &b.Copies[i]
		}
	}
	for i := range b.Documents {
		d := newDocument(&b.Documents[i], i+1)
		w.docs[d.Item.Sum] = d
	}
	return w, nil
}

// frame is what every page has around its own matter.
type frame struct {
	Lang  words.Lang
	Dir   string
	Up    string // the way to the folder that holds all, such as "../../"
	Path  string // of the page under its language, such as "documents/x.html"
	Title string // of the release
	Langs []words.Lang
	w     *writer
}

func (f *frame) framed() *frame { return f }

type page interface{ framed() *frame }

// drawer is a page with pictures or an order that are others in each language.
type drawer interface{ draw(t *words.Table) }

// inOrder gives languages in the order of all, each once; all, if none is named.
func inOrder(some []words.Lang) []words.Lang {
	out := slices.DeleteFunc(words.Langs(), func(l words.Lang) bool { return !slices.Contains(some, l) })
	if len(out) == 0 {
		return words.Langs()
	}
	return out
}

// each draws a page in every language under the same path.
func (w *writer) each(path, up, name string, p page) error {
	for _, lang := range w.langs {
		f := p.framed()
		*f = frame{Lang: lang, Dir: words.Dir(lang), Up: up, Path: path, Title: w.Release.Title, Langs: w.langs, w: w}
		if d, ok := p.(drawer); ok { // pictures turn round with the language
			d.draw(w.tables[lang])
		}
		var out bytes.Buffer
		if err := w.templates[lang].ExecuteTemplate(&out, name, p); err != nil {
			return fmt.Errorf("drawing %s in %s: %w", path, lang, err)
		}
		if err := w.put(string(lang)+"/"+path, out.Bytes()); err != nil {
			return fmt.Errorf("writing %s/%s: %w", lang, path, err)
		}
	}
	return nil
}
