package memorial

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"runtime"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
)

// frame is what every page has around its own matter.
type frame struct {
	Lang  words.Lang
	Dir   string
	Up    string // the way to the folder that holds all, such as "../../"
	Path  string // of the page under its language
	Twin  string // of the page that other languages lead to
	Site  string // the title of all
	Head  string // the title of this page
	Sum   string // a sentence on it
	Area  string // of the menu
	Home  string // where the site stands, "" if that is not known
	Langs []words.Lang
	Feed  string      // of this page, from its language's folder
	LD    template.JS // JSON-LD
	Menu  template.HTML
	Foot  template.HTML
	Meta  [][2]string // names and contents for programs that cite
}

func (f *frame) framed() *frame { return f }

// Here is the page's own address, or "".
func (f *frame) Here() string {
	if f.Home == "" {
		return ""
	}
	return f.Home + string(f.Lang) + "/" + f.Path
}

type page interface{ framed() *frame }

// sheet is a page to be drawn in every language.
type sheet struct {
	path  string // under each language
	name  string // of the template
	build func(v *voice) (page, error)
	drawn [][]byte
	err   error
}

// paths gives where a page stands, in each language.
func paths(path string) []string {
	var out []string
	for _, lang := range words.Langs() {
		out = append(out, string(lang)+"/"+path)
	}
	return out
}

// most sheets wait to be drawn together.
const batch = 64

// page draws a page unless the site before has it from the same inputs.
func (w *writer) page(ctx context.Context, path, name string, inputs custody.Sum, build func(v *voice) (page, error)) error {
	w.sites = append(w.sites, path)
	if same, err := w.press.Unchanged(path, inputs, paths(path)...); err != nil || same {
		return err
	}
	return w.draw(ctx, path, name, build)
}

// draw draws a page once enough of them wait.
func (w *writer) draw(ctx context.Context, path, name string, build func(v *voice) (page, error)) error {
	w.waiting = append(w.waiting, sheet{path: path, name: name, build: build})
	if len(w.waiting) < batch {
		return nil
	}
	return w.flush(ctx)
}

// flush draws what waits on all processors and hands it over in order.
func (w *writer) flush(ctx context.Context) error {
	sheets := w.waiting
	w.waiting = nil
	var hands sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), max(1, len(sheets))) {
		hands.Go(func() {
			for i := range next {
				sheets[i].drawn, sheets[i].err = w.render(&sheets[i])
			}
		})
	}
	for i := range sheets {
		next <- i
	}
	close(next)
	hands.Wait()
	for _, s := range sheets {
		if s.err != nil {
			return s.err
		}
		for i, path := range paths(s.path) {
			if err := w.press.Put(path, s.drawn[i]); err != nil {
				return fmt.Errorf("writing %s: %w", path, err)
			}
		}
	}
	return ctx.Err()
}

// render draws a page in every language.
func (w *writer) render(s *sheet) (drawn [][]byte, err error) {
	for _, v := range w.voices {
		p, err := s.build(v)
		if err != nil {
			return nil, fmt.Errorf("drawing %s in %s: %w", s.path, v.Lang, err)
		}
		if err := w.frame(v, s.path, p.framed()); err != nil {
			return nil, err
		}
		var out bytes.Buffer
		if err := v.pages.ExecuteTemplate(&out, s.name, p); err != nil {
			return nil, fmt.Errorf("drawing %s in %s: %w", s.path, v.Lang, err)
		}
		drawn = append(drawn, out.Bytes())
	}
	return drawn, nil
}

// frame fills in what is the same on every page.
func (w *writer) frame(v *voice, path string, f *frame) (err error) {
	f.Lang, f.Dir, f.Path, f.Site, f.Home, f.Langs = v.Lang, words.Dir(v.Lang), path, w.Title, w.Address, words.Langs()
	if f.Twin == "" {
		f.Twin = path
	}
	f.Up = "../"
	for _, r := range path {
		if r == '/' {
			f.Up += "../"
		}
	}
	if f.Menu, err = v.part("menu", f); err == nil {
		f.Foot, err = v.part("foot", f)
	}
	return err
}

// drawnParts are parts of pages that many have alike: each is drawn once.
type drawnParts struct {
	mu    sync.Mutex
	drawn map[string]template.HTML
}

// part draws a part of a page that follows from its area and its depth alone.
func (v *voice) part(name string, f *frame) (template.HTML, error) {
	key := name + "\x00" + f.Area + "\x00" + f.Up
	v.parts.mu.Lock()
	defer v.parts.mu.Unlock()
	if done, ok := v.parts.drawn[key]; ok {
		return done, nil
	}
	var out bytes.Buffer
	if err := v.pages.ExecuteTemplate(&out, name, f); err != nil {
		return "", err
	}
	if v.parts.drawn == nil {
		v.parts.drawn = map[string]template.HTML{}
	}
	v.parts.drawn[key] = template.HTML(out.String()) // what a template escaped is not escaped again
	return v.parts.drawn[key], nil
}
