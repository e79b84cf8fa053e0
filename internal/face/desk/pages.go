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

	"sanad/internal/face/words"
	"sanad/internal/flow"
)

//go:embed pages/*.html
var pageFiles embed.FS

// pages holds every page's template in every language, by language and name.
type pages map[words.Lang]map[string]*template.Template

// shared lists the files that hold parts of several pages and no page.
func shared() []string {
	return []string{"pages/layout.html", "pages/parts.html", "pages/pair_parts.html", "pages/pictures.html"}
}

// parsePages reads every template once a language: the words are part of the
// template, so that none can be asked for without a table.
func parsePages(tables map[words.Lang]*words.Table, terms *flow.Glossary) (pages, error) {
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	all := pages{}
	for lang, table := range tables {
		base, err := template.New("layout").Funcs(table.Funcs()).Funcs(funcs(table)).Funcs(termFuncs(table, terms)).ParseFS(pageFiles, shared()...)
		if err != nil {
			return nil, err
		}
		all[lang] = map[string]*template.Template{}
		for _, file := range names {
			name := strings.TrimSuffix(path.Base(file), ".html")
			if slices.Contains(shared(), file) {
				continue
			}
			page, err := base.Clone()
			if err == nil {
				page, err = page.ParseFS(pageFiles, file)
			}
			if err != nil {
				return nil, fmt.Errorf("page %s: %w", name, err)
			}
			all[lang][name] = page
		}
	}
	return all, nil
}

// render writes a page whole or not at all: an error half-way must become a
// page of its own and not half of one.
func (v *visit) render(w http.ResponseWriter, status int, name string, page view) error {
	v.fill(page.framed())
	return v.write(w, status, name, page)
}

func (v *visit) write(w http.ResponseWriter, status int, name string, page view) error {
	var out bytes.Buffer
	if err := v.pages[v.words.Lang][name].ExecuteTemplate(&out, "layout", page); err != nil {
		return fmt.Errorf("writing the page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.words.Lang))
	w.WriteHeader(status)
	_, err := w.Write(out.Bytes())
	return err
}
