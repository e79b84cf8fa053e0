package browser

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axe finds what a reader with a screen reader, without colours or without a
// mouse can't use, as far as a machine can tell: axe-core, by its makers' rules
// for WCAG 2.2 at level AA.
//
//go:embed testdata/axe.min.js
var axe string

// mostBytes is how large the text of a page and its style are at most: a slow
// link takes some seconds for as much.
const mostBytes = 100_000

// Every kind of page is looked at in each language, on a desk and on a phone.
// SANAD_SCREENS names a folder that pictures of them are written to, in every
// language on both.
func TestEveryPageCanBeUsedByEverybody(t *testing.T) {
	base := demo(t)
	pages := kinds(t, base)
	if len(pages) < 30 {
		t.Fatalf("only %d kinds of pages were found: %v", len(pages), pages)
	}
	looks := []look{{"en", false, true}, {"fa", true, true}, {"ar", true, false}}
	if os.Getenv("SANAD_SCREENS") != "" {
		looks = append(looks, look{"fa", false, false}, look{"ar", false, false}, look{"en", true, false})
	}
	for _, l := range looks {
		t.Run(l.String(), func(t *testing.T) {
			w := open(t, base, l)
			w.signIn("founder")
			for _, path := range pages {
				w.visit(path)
				w.checkShape(path)
				if l.scripts { // axe is a script
					w.checkAccess(path)
				}
				w.picture(path)
			}
		})
	}
}

// kinds gives one address of every kind of page that can be reached from the
// first, by links.
func kinds(t *testing.T, base string) []string {
	w := open(t, base, look{"en", false, false})
	w.signIn("founder")
	var out []string
	seen := map[string]bool{}
	queue := []string{"/"}
	for len(queue) > 0 && len(out) < 120 {
		path := queue[0]
		queue = queue[1:]
		if kind := kindOf(path); kind == "" || seen[kind] {
			continue
		}
		seen[kindOf(path)] = true
		w.visit(path)
		out = append(out, path)
		queue = append(queue, ask[[]string](w, `[...document.querySelectorAll("main a[href], nav a[href]")].filter(a => a.origin === location.origin && !a.download).map(a => a.pathname + a.search)`)...)
	}
	return out
}

var (
	anID    = regexp.MustCompile(`^([0-9a-f]{64}|[a-z]{1,3}-[0-9a-z]{8,}|[0-9]+)$`)
	noPages = regexp.MustCompile(`/original$|/pictures/|/proof$|^/checkpoint$|^/api/|\.(csv|json|svg)$`)
)

// kindOf makes addresses one that lead to pages of one kind; "" for what is no
// page. What is asked in the address counts by its names alone.
func kindOf(path string) string {
	at, err := url.Parse(path)
	if err != nil || noPages.MatchString(at.Path) {
		return ""
	}
	parts := strings.Split(at.Path, "/")
	for i, p := range parts {
		if anID.MatchString(p) {
			parts[i] = "*"
		}
	}
	var names []string
	for name := range at.Query() {
		switch name {
		case "case", "lang", "after", "from", "q", "limit", "kind", "why", "level", "on", "to", "unit", "sort":
		default:
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		return strings.Join(parts, "/") + "?"
	}
	return strings.Join(parts, "/")
}

// checkShape wants a page that says what it is, in its language and direction,
// no larger than a slow link bears, and no wider than its window.
func (w *window) checkShape(path string) {
	w.t.Helper()
	type shape struct {
		Lang, Dir, Title, Main string
		Wide, Window           int
		Bytes                  int
		Widest                 string
	}
	got := ask[shape](w, `(() => {
		const page = document.scrollingElement, wide = [...document.querySelectorAll("main *")]
			.filter(e => { const box = e.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1 })
			.filter(e => !e.closest(".scroll, .wide, pre, table, figure"));
		return {
			Lang: document.documentElement.lang, Dir: document.documentElement.dir, Title: document.title,
			Main: document.querySelector("main")?.innerText ?? "", Wide: page.scrollWidth, Window: innerWidth,
			Bytes: new TextEncoder().encode(document.documentElement.outerHTML).length, Widest: wide[0]?.outerHTML.slice(0, 160) ?? "",
		};
	})()`)
	dir := "rtl"
	if w.look.lang == "en" {
		dir = "ltr"
	}
	if got.Lang != w.look.lang || got.Dir != dir || got.Title == "" || strings.TrimSpace(got.Main) == "" {
		w.t.Errorf("%s is in %q, written %q, with the title %q", path, got.Lang, got.Dir, got.Title)
	}
	if got.Wide > got.Window {
		w.t.Errorf("%s is %d wide in a window of %d: %s", path, got.Wide, got.Window, got.Widest)
	}
	if total := got.Bytes + w.styleBytes(); total > mostBytes {
		w.t.Errorf("%s has %d bytes with its style, more than %d", path, total, mostBytes)
	}
}

func (w *window) styleBytes() int {
	return ask[int](w, `[...document.styleSheets].reduce((n, s) => n + [...s.cssRules].reduce((n, r) => n + r.cssText.length, 0), 0)`)
}

// checkAccess lets axe look at the page.
func (w *window) checkAccess(path string) {
	w.t.Helper()
	if _, err := chromedp.Run(w.ctx, chromedp.Evaluate[json.RawMessage](axe+"; true")); err != nil {
		w.t.Fatal(err)
	}
	type fault struct{ Rule, Help, Where string }
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]fault](`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})
		.then(r => r.violations.flatMap(v => v.nodes.slice(0, 3).map(n => ({Rule: v.id, Help: v.help, Where: n.html.slice(0, 200) + " " + (n.any[0]?.message ?? "")}))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	for _, f := range found {
		w.t.Errorf("%s: %s (%s): %s", path, f.Help, f.Rule, f.Where)
	}
}

// picture keeps a picture of the page, if pictures are asked for.
func (w *window) picture(path string) {
	folder := os.Getenv("SANAD_SCREENS")
	if folder == "" {
		return
	}
	dir := filepath.Join(folder, w.look.String())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		w.t.Fatal(err)
	}
	shot, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, fileOf(path)), shot, 0o644)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

var notInNames = regexp.MustCompile(`[^a-z0-9]+`)

// fileOf names the picture of a page by its kind.
func fileOf(path string) string {
	name := strings.Trim(notInNames.ReplaceAllString(strings.NewReplacer("?", "-asked", "*", "one").Replace(kindOf(path)), "-"), "-")
	if name == "" {
		name = "home"
	}
	return fmt.Sprintf("%s.png", name)
}
