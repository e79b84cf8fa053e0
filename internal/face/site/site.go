package site

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
	"sanad/internal/face/words/look"
	"sanad/internal/flow"
)

//go:embed pages/*.html
var pageFiles embed.FS

// Pages draws the pages of a release; it implements flow.Pages.
func Pages(ctx context.Context, b flow.Bundle, put func(path string, data []byte) error) error {
	w, err := newWriter(b, put)
	if err != nil {
		return fmt.Errorf("preparing the pages: %w", err)
	}
	steps := []func(context.Context) error{w.subjects, w.documents, w.fronts}
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
	tables    map[words.Lang]*words.Table
	templates map[words.Lang]*template.Template
	docs      map[custody.Sum]*document
	pages     []subjectsPage // without their subjects
	waiting   map[string][]subject
	claims    int64
	subjectsN int64
}

func newWriter(b flow.Bundle, put func(string, []byte) error) (*writer, error) {
	w := &writer{Bundle: b, put: put, templates: map[words.Lang]*template.Template{}, docs: map[custody.Sum]*document{}, waiting: map[string][]subject{}}
	var err error
	if w.tables, err = words.Load(); err != nil {
		return nil, err
	}
	for lang, table := range w.tables {
		if w.templates[lang], err = template.New("site").Funcs(table.Funcs()).Funcs(funcs(table)).ParseFS(pageFiles, "pages/*.html"); err != nil {
			return nil, err
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
}

func (f *frame) framed() *frame { return f }

type page interface{ framed() *frame }

// each draws a page in every language under the same path.
func (w *writer) each(path, up, name string, p page) error {
	for _, lang := range words.Langs() {
		f := p.framed()
		*f = frame{Lang: lang, Dir: words.Dir(lang), Up: up, Path: path, Title: w.Release.Title, Langs: words.Langs()}
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
