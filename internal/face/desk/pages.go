package desk

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	syntax "text/template/parse"

	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/flow"
)

//go:embed pages/*.html
var pageFiles embed.FS

// pages are all pages in one language and as one reader likes it. They are one set
// of templates, so that the parts they share are there once: a set for each page
// took a hundred megabytes in three languages. What a page defines for itself has
// the page's name before its own.
type pages struct{ set *template.Template }

// execute writes a page.
func (p pages) execute(w io.Writer, name string, data any) error {
	return p.set.ExecuteTemplate(w, own(name, "layout"), data)
}

// own names what a page has for itself.
func own(page, part string) string { return page + ":" + part }

// shared lists the files that hold parts of several pages and no page.
func shared() []string {
	return []string{"pages/layout.html", "pages/parts.html", "pages/pair_parts.html", "pages/leaving_parts.html", "pages/estimate_parts.html", "pages/pictures.html"}
}

// parsePages reads every template for one table: the words are part of the
// template, so that none can be asked for without a table.
func parsePages(table *words.Table, terms *flow.Glossary) (pages, error) {
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return pages{}, err
	}
	empty := func(name string) *template.Template {
		return template.New(name).Funcs(table.Funcs()).Funcs(funcs(table)).Funcs(termFuncs(table, terms))
	}
	set, err := empty("layout").ParseFS(pageFiles, shared()...)
	if err == nil {
		set, err = set.ParseFS(charts.Templates, "*.html")
	}
	if err != nil {
		return pages{}, err
	}
	layout := set.Lookup("layout").Tree
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if slices.Contains(shared(), file) {
			continue
		}
		page, err := empty(name+".html").ParseFS(pageFiles, file)
		if err == nil {
			err = addPage(set, name, layout, page)
		}
		if err != nil {
			return pages{}, fmt.Errorf("page %s: %w", name, err)
		}
	}
	return pages{set}, nil
}

// addPage adds to the set a layout of the page's own and what the page defines.
func addPage(set *template.Template, name string, layout *syntax.Tree, page *template.Template) error {
	trees := map[string]*syntax.Tree{"layout": layout.Copy()}
	for _, t := range page.Templates() {
		if t.Tree != nil && t.Name() != name+".html" { // beside definitions a file holds nothing
			trees[t.Name()] = t.Tree
		}
	}
	for part, tree := range trees {
		rename(tree.Root, func(called string) string {
			if _, ok := trees[called]; ok {
				return own(name, called)
			}
			return called
		})
		if _, err := set.AddParseTree(own(name, part), tree); err != nil {
			return err
		}
	}
	return nil
}

// rename gives the templates that are called below a node other names.
func rename(n syntax.Node, to func(string) string) {
	branch := func(b *syntax.BranchNode) {
		rename(b.List, to)
		if b.ElseList != nil {
			rename(b.ElseList, to)
		}
	}
	switch n := n.(type) {
	case *syntax.ListNode:
		for _, below := range n.Nodes {
			rename(below, to)
		}
	case *syntax.IfNode:
		branch(&n.BranchNode)
	case *syntax.RangeNode:
		branch(&n.BranchNode)
	case *syntax.WithNode:
		branch(&n.BranchNode)
	case *syntax.TemplateNode:
		n.Name = to(n.Name)
	}
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
	pages pages
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
	var out bytes.Buffer
	if err := v.pages.execute(&out, name, page); err != nil {
		return fmt.Errorf("writing the page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.words.Lang))
	w.WriteHeader(status)
	_, err := w.Write(out.Bytes())
	return err
}
