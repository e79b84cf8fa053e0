package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"

	"sanad/internal/face/words"
	"sanad/internal/flow"
)

//go:embed pages/*.html
var pageFiles embed.FS

// pages holds every page's template by its name, in one language and as one
// reader likes it. A page is read when it is first asked for: few readers see
// all of them, and each holds a copy of what pages share.
type pages struct {
	parts *template.Template // what pages share; never executed, for then it could not be copied
	mu    sync.Mutex
	read  map[string]*template.Template
}

// shared lists the files that hold parts of several pages and no page.
func shared() []string {
	return []string{"pages/layout.html", "pages/parts.html", "pages/pair_parts.html", "pages/estimate_parts.html", "pages/pictures.html"}
}

// parsePages reads what pages share for one table: the words are part of the
// templates, so that none can be asked for without a table.
func parsePages(table *words.Table, terms *flow.Glossary) (*pages, error) {
	parts, err := template.New("layout").Funcs(table.Funcs()).Funcs(funcs(table)).Funcs(termFuncs(table, terms)).ParseFS(pageFiles, shared()...)
	if err != nil {
		return nil, err
	}
	return &pages{parts: parts, read: map[string]*template.Template{}}, nil
}

// page gives the template of a page.
func (p *pages) page(name string) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if page, ok := p.read[name]; ok {
		return page, nil
	}
	page, err := p.parts.Clone()
	if err == nil {
		page, err = page.ParseFS(pageFiles, "pages/"+name+".html")
	}
	if err != nil {
		return nil, fmt.Errorf("reading the page %s: %w", name, err)
	}
	p.read[name] = page
	return page, nil
}

// pageNames lists all pages.
func pageNames() ([]string, error) {
	files, err := fs.Glob(pageFiles, "pages/*.html")
	var names []string
	for _, file := range files {
		if !slices.Contains(shared(), file) {
			names = append(names, strings.TrimSuffix(path.Base(file), ".html"))
		}
	}
	return names, err
}

// taste is a language with what a reader likes in it. There are few, for each
// of its parts has few choices: all that were asked for are kept.
type taste struct {
	lang             words.Lang
	calendar, digits string
}

// tasted is what pages of a taste are made of.
type tasted struct {
	words *words.Table
	pages *pages
}

// tastes keeps them.
type tastes struct {
	mu   sync.Mutex
	kept map[taste]tasted
}

// in gives what the pages of a taste are made of, which is read when it is
// first asked for.
func (d *desk) in(t taste) (tasted, error) {
	d.tastes.mu.Lock()
	defer d.tastes.mu.Unlock()
	if got, ok := d.tastes.kept[t]; ok {
		return got, nil
	}
	table := d.tables[t.lang].As(t.calendar, t.digits)
	all, err := parsePages(table, &d.terms)
	if err != nil {
		return tasted{}, err
	}
	d.tastes.kept[t] = tasted{table, all}
	return d.tastes.kept[t], nil
}

// render writes a page whole or not at all: an error half-way must become a
// page of its own and not half of one.
func (v *visit) render(w http.ResponseWriter, status int, name string, page view) error {
	v.fill(page.framed())
	page.framed().Scripts = v.scriptsOf(name, page)
	w.Header().Set("Content-Security-Policy", policyOf(page.framed().Scripts))
	return v.write(w, status, name, page)
}

func (v *visit) write(w http.ResponseWriter, status int, name string, page view) error {
	made, err := v.pages.page(name)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := made.ExecuteTemplate(&out, "layout", page); err != nil {
		return fmt.Errorf("writing the page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.words.Lang))
	w.WriteHeader(status)
	_, err = w.Write(out.Bytes())
	return err
}
