package door

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"sanad/internal/face/words"
	"sanad/internal/ground/calendar"
)

//go:embed pages/*.html
var pageFiles embed.FS

// The files that hold what all pages share.
const (
	layoutFile = "pages/layout.html"
	partsFile  = "pages/parts.html"
)

// parsePages reads every page's template in one language.
func parsePages(table *words.Table) (map[string]*template.Template, error) {
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return nil, err
	}
	base, err := template.New("layout").Funcs(table.Funcs()).Funcs(funcs(table)).ParseFS(pageFiles, layoutFile, partsFile)
	if err != nil {
		return nil, err
	}
	all := map[string]*template.Template{}
	for _, file := range names {
		if file == layoutFile || file == partsFile {
			continue
		}
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(pageFiles, file)
		}
		if err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(path.Base(file), ".html")] = page
	}
	return all, nil
}

// funcs is what templates call besides words:
//
//	day TIME       the day of a moment, as readers of the language write it
//	inc NUMBER     the number after it
//	paras TEXT     the paragraphs of a text
//	pair PAGE FIELD   a page with one of its fields
func funcs(table *words.Table) template.FuncMap {
	return template.FuncMap{
		"day":   func(at time.Time) string { return dayOf(table, at) },
		"inc":   func(n int) int { return n + 1 },
		"paras": paragraphs,
		"pair":  func(page, field any) map[string]any { return map[string]any{"Page": page, "Field": field} },
	}
}

// dayOf writes a day for readers of a language: in Persian by the Solar calendar,
// with the Gregorian one beside it, by which the receipt's checkpoint is kept.
func dayOf(table *words.Table, at time.Time) string {
	at = at.UTC()
	day, err := calendar.Gregorian.Day(calendar.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()})
	if err != nil {
		return table.Digits(at.Format(time.DateOnly))
	}
	gregorian := calendar.Format(day, calendar.Gregorian, string(table.Lang))
	if table.Lang != words.Persian {
		return table.Digits(gregorian)
	}
	return table.Digits(calendar.Format(day, calendar.Solar, string(table.Lang)) + " (" + gregorian + ")")
}

// paragraphs parts a text at its empty lines.
func paragraphs(text string) (out []string) {
	for _, p := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// frame is what every page has around its own matter.
type frame struct {
	Lang    words.Lang
	Dir     string
	Up      string // what all addresses begin with
	Here    string // this page's address below its language; "" if it can't be had in another
	Archive string
	Leave   string
	Langs   []langLine
}

type langLine struct {
	Lang words.Lang
	Own  string
	Here bool
}

func (f *frame) framed() *frame { return f }

// view is a page's struct: it embeds frame.
type view interface{ framed() *frame }

func (v *visit) fill(f *frame) {
	f.Lang, f.Dir, f.Up, f.Archive, f.Leave = v.lang, words.Dir(v.lang), v.Prefix, v.Archive, v.Leave
	for _, l := range words.Langs() {
		f.Langs = append(f.Langs, langLine{l, l.Own(), l == v.lang})
	}
}

// render writes a page whole or not at all.
func (v *visit) render(status int, name string, page view) error {
	v.fill(page.framed())
	var out bytes.Buffer
	if err := v.pages(name).ExecuteTemplate(&out, "layout", page); err != nil {
		return fmt.Errorf("writing the page %s: %w", name, err)
	}
	pad(&out)
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(v.lang))
	h.Set("Content-Length", fmt.Sprint(out.Len()))
	v.w.WriteHeader(status)
	v.w.Write(out.Bytes()) // an error means the reader went away
	return nil
}

func (v *visit) pages(name string) *template.Template { return v.door.pages[v.lang][name] }

// padTo is what the size of every page is a multiple of, in bytes: who watches
// the line learns from sizes at most how many of these a page has.
const padTo = 4096

// pad fills a page up by a comment.
func pad(out *bytes.Buffer) {
	const begin, end = "<!--", "-->\n"
	missing := padTo - (out.Len()+len(begin)+len(end))%padTo
	out.WriteString(begin)
	out.WriteString(strings.Repeat(" ", missing))
	out.WriteString(end)
}

// choosePage offers the languages.
type choosePage struct {
	frame
	Greetings []greeting
}

type greeting struct {
	Lang  words.Lang
	Dir   string
	Own   string
	Hello string
	Go    string
}

// choose offers the languages, first the one the browser likes; nothing of that
// is kept.
func (d *door) choose(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Language")
	liked := words.Choose("", r.Header.Get("Accept-Language"))
	d.serve(liked, route{"GET /", func(v *visit) error {
		page := &choosePage{}
		for _, l := range words.Langs() {
			hello, err := v.tables[l].Say("door.what")
			if err != nil {
				return err
			}
			enter, err := v.tables[l].Say("door.go")
			if err != nil {
				return err
			}
			g := greeting{l, words.Dir(l), l.Own(), hello, enter}
			if l == liked {
				page.Greetings = append([]greeting{g}, page.Greetings...)
			} else {
				page.Greetings = append(page.Greetings, g)
			}
		}
		return v.render(http.StatusOK, "choose", page)
	}})(w, r)
}

// toldPage tells what went otherwise.
type toldPage struct {
	frame
	Key string
}
