package pdfium

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/pdf"
)

// maxBreaks is how often the engine may be started anew for one document,
// after a page that broke it.
const maxBreaks = 8

// Pages counts the pages of a file. Its errors are those of Read.
func (e *Engine) Pages(src content.Source, opt content.Options) (int, error) {
	d, err := e.open(src, opt.Password)
	if err != nil {
		return 0, err
	}
	n := d.pages()
	return n, d.err
}

// Read gives a file's fields, its pages and the files attached to it.
//
// A page's text is in the order of reading (see pdf.Layout), with a span for
// each word. What was filled into a form's fields, and notes that someone put on
// the page, follow the text on lines that begin with [field] or [note]. A
// page's Name is its label, where the file has labels.
//
// The fields text_health (the mean of pdf.Health over the pages) and text_doubt
// (a pdf.Doubt, one for each stretch of pages that should be read from their
// images as well) come last.
func (e *Engine) Read(src content.Source, opt content.Options, out content.Sink) error {
	d, err := e.open(src, opt.Password)
	if err != nil {
		return err
	}
	r := &reading{engine: e, document: d, src: src, opt: opt, out: out}
	count := d.pages()
	if d.err == nil && count == 0 {
		return errors.New("the PDF has no pages")
	}
	if err := r.part("fields", func() error { return r.fields(out) }); err != nil {
		return err
	}
	if err := r.part("outline", func() error { return r.outline(opt.Limits.Fields, out) }); err != nil {
		return err
	}
	if err := r.pages(count); err != nil {
		return err
	}
	if err := r.part("attachments", func() error { return r.attachments(opt.Limits, out) }); err != nil {
		return err
	}
	if r.read == 0 {
		return fmt.Errorf("none of the PDF's %d pages can be read", count)
	}
	return r.health()
}

// health tells how far the text can be trusted.
func (r *reading) health() error {
	told := []content.Field{{Name: "text_health", Value: strconv.Itoa(r.doubts.Mean())}}
	for _, d := range r.doubts.All() {
		told = append(told, content.Field{Name: "text_doubt", Value: d.String()})
	}
	return each(told, r.out)
}

// reading is one Read.
type reading struct {
	*document
	engine  *Engine
	src     content.Source
	opt     content.Options
	out     content.Sink
	form    uint64
	formed  bool
	breaks  int
	read    int // pages
	missing int // pages one after another, not yet told
	doubts  pdf.Doubts
}

// part reads a part of the document. If it breaks the engine, this is told as
// a problem of the part, and the rest is read in a new life of the engine.
func (r *reading) part(name string, read func() error) error {
	err := read()
	if err == nil {
		err = r.err
	}
	switch {
	case r.file.err != nil:
		return r.file.err
	case err == nil || !errors.Is(err, errBroken):
		return err
	}
	reason := strings.TrimPrefix(err.Error(), errBroken.Error()+": ")
	if err := r.out.Problem(content.Problem{Part: name, Reason: reason}); err != nil {
		return err
	}
	if r.breaks++; r.breaks > maxBreaks {
		return fmt.Errorf("%s: %w too often", name, errBroken)
	}
	d, err := r.engine.open(r.src, r.opt.Password)
	if err != nil {
		return err
	}
	r.document, r.form, r.formed = d, 0, false
	return nil
}

// maxMissing is how many pages may be missing one after another before the rest
// is taken to be: a damaged file can claim a million.
const maxMissing = 1000

// pages reads the pages. Those missing one after another are told together.
func (r *reading) pages(count int) error {
	for i := range count {
		before, part := r.missing, fmt.Sprintf("page %d", i+1)
		if err := r.part(part, func() error { return r.page(i, part) }); err != nil {
			return err
		}
		switch {
		case r.missing == maxMissing:
			return r.tellMissing(count)
		case r.missing == before:
			if err := r.tellMissing(i); err != nil {
				return err
			}
		}
	}
	return r.tellMissing(count)
}

// tellMissing tells of the missing pages of which the last has number to.
func (r *reading) tellMissing(to int) error {
	if r.missing == 0 {
		return nil
	}
	part := fmt.Sprintf("pages %d to %d", to-r.missing+1, to)
	switch r.missing {
	case 1:
		part = fmt.Sprintf("page %d", to)
	case maxMissing:
		part = fmt.Sprintf("more than %d pages up to page %d", maxMissing, to)
	}
	r.missing = 0
	return r.out.Problem(content.Problem{Part: part, Reason: "missing or broken"})
}

// page reads page i, counted from 0.
func (r *reading) page(i int, part string) error {
	if !r.formed {
		r.form, r.formed = r.openForm(), true
	}
	p, ok := r.openPage(i)
	if r.err != nil {
		return r.err
	}
	if !ok {
		r.missing++
		return nil
	}
	chars := p.chars()
	if r.err != nil {
		return r.err
	}
	if p.cut {
		reason := fmt.Sprintf("only the first %d characters of the page are taken", maxChars)
		if err := r.out.Problem(content.Problem{Part: part, Reason: reason, Limit: "text_bytes"}); err != nil {
			return err
		}
	}
	page := pdf.Layout(chars, p.width, p.height)
	page.Number, page.Name = i+1, clean(p.wide("FPDF_GetPageLabel", p.document.handle, uint64(i)))
	notes, err := p.notes(r.form, r.opt.Limits, r.out, part)
	if err != nil {
		return err
	}
	p.close()
	if r.err != nil {
		return r.err
	}
	r.read++
	r.doubts.Add(page.Number, page.Text, p.pictures)
	return r.out.Page(withNotes(page, notes))
}
