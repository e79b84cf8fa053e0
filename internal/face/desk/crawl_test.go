package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sanad/internal/face/words"
	"sanad/schema"
)

// hostile is what somebody could hand in to take over an analyst's browser.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)> ' onmouseover='x' {{.}} javascript:alert(1)`

// shape makes addresses one whose pages differ only in a word: the form of a
// claim is the same for every passage and for properties of one type.
func shape(href string) string {
	at, err := url.Parse(href)
	if err != nil {
		return href
	}
	asked := at.Query()
	switch {
	case at.Path == "/claims/new" && asked.Has("property"):
		p, _ := schema.Find(asked.Get("kind"), asked.Get("property"))
		kind, _, _ := strings.Cut(p.Type, "/")
		return "a claim on " + kind
	case at.Path == "/claims/new":
		return "a claim on a " + asked.Get("kind")
	case strings.HasSuffix(at.Path, "/history") && asked.Has("property"):
		return "the history of a property"
	case at.Path == "/people/clusters" && asked.Has("of"):
		return "whose row it is, " + asked.Get("level")
	case at.Path == "/count/people":
		return "who is counted"
	case strings.HasSuffix(at.Path, "/words") && asked.Has("from"):
		return "the last words of a passage"
	case strings.HasSuffix(at.Path, "/words") && asked.Has("line"):
		return "the words of a line"
	case at.Path == "/audit" && asked.Has("kind"):
		return "an audit of one kind"
	case at.Path == "/map" && asked.Has("z"):
		return "a map at " + asked.Get("z")
	case at.Path == "/people/pair" && asked.Has("left"):
		return "a pair"
	}
	return href
}

// crawl follows every link of the site from its first page, and calls look
// with each page that is not a download.
func (b *browser) crawl(look func(target string, page *node)) int {
	seen := map[string]bool{"/": true}
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		target := queue[0]
		w := b.get(target)
		if w.Code == http.StatusSeeOther { // the id of a row leads to its person
			target = w.Header().Get("Location")
			w = b.get(target)
		}
		if w.Code != http.StatusOK {
			b.t.Errorf("GET %s: status %d", target, w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			checkHeaders(b.t, target, w.Header(), false)
			continue
		}
		page := parse(b.t, w.Body.String())
		checkHeaders(b.t, target, w.Header(), len(page.find("script")) > 0)
		look(target, page)
		for _, a := range page.find("a") {
			href, _, _ := strings.Cut(a.attrs["href"], "#")
			if href == "" || strings.HasPrefix(href, "?") || seen[shape(href)] {
				continue
			}
			seen[shape(href)] = true
			queue = append(queue, href)
		}
	}
	return len(seen)
}

func checkHeaders(t *testing.T, target string, h http.Header, runs bool) {
	t.Helper()
	policy := "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	file := func(area string, ends ...string) bool {
		path, _, _ := strings.Cut(target, "?")
		return strings.HasPrefix(path, area) && slices.ContainsFunc(ends, func(end string) bool { return strings.Contains(path, end) })
	}
	if file("/items/", "/original", "/pictures/") || file("/estimates/", "/table.csv", "/report.json") || file("/petitions/", "/tally/") {
		policy = "default-src 'none'; sandbox"
	}
	if runs {
		policy += "; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
	}
	for name, want := range map[string]string{
		"Content-Security-Policy":    policy,
		"Referrer-Policy":            "no-referrer",
		"X-Content-Type-Options":     "nosniff",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Cache-Control":              "no-store",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s is %q, want %q", target, name, got, want)
		}
	}
}

// checkPage holds what is true of every page of the desk.
func checkPage(t *testing.T, target string, lang words.Lang, page *node) {
	t.Helper()
	if err := page.safe(); err != nil {
		t.Errorf("%s in %s: %v", target, lang, err)
	}
	html := page.find("html")[0]
	if html.attrs["lang"] != string(lang) || html.attrs["dir"] != words.Dir(lang) {
		t.Errorf("%s: lang %q, dir %q, want %s", target, html.attrs["lang"], html.attrs["dir"], lang)
	}
	if len(page.find("main")) != 1 || len(page.find("h1")) != 1 || page.find("a.skip")[0].attrs["href"] != "#main" {
		t.Errorf("%s: want one main part, one heading, and a link that skips to it", target)
	}
	for _, form := range page.find("form") {
		if form.attrs["method"] == "get" { // asks, and changes nothing
			if len(form.find("input[name=token]")) != 0 || !asks(form.attrs["action"]) {
				t.Errorf("%s in %s: a form that asks %s", target, lang, form.attrs["action"])
			}
			continue
		}
		if form.attrs["method"] != "post" || len(form.find("input[name=token]")) != 1 || form.find("input[name=token]")[0].attrs["value"] == "" {
			t.Errorf("%s in %s: a form to %s has no token", target, lang, form.attrs["action"])
		}
	}
	level := 0
	for _, n := range page.below() {
		if len(n.name) != 2 || n.name[0] != 'h' || n.name[1] < '1' || n.name[1] > '6' {
			continue
		}
		if now := int(n.name[1] - '0'); now > level+1 {
			t.Errorf("%s in %s: the heading %q skips a level", target, lang, n.text)
		} else {
			level = now
		}
	}
	ids := map[string]bool{}
	for _, n := range page.below() {
		if id := n.attrs["id"]; id != "" && ids[id] {
			t.Errorf("%s: the id %s is there twice", target, id)
		} else {
			ids[id] = true
		}
	}
	for _, label := range page.find("label[for]") {
		if !ids[label.attrs["for"]] {
			t.Errorf("%s: the label %q is of nothing", target, label.text)
		}
	}
}

// asks reports whether a form that only asks may be sent there.
func asks(action string) bool {
	return slices.Contains([]string{"/search", "/items", "/timeline", "/map", "/audit", "/posts", "/claims/new", "/findings/new", "/people/pair", "/count"}, action) ||
		strings.HasPrefix(action, "/items/") && (strings.HasSuffix(action, "/compare") || strings.HasSuffix(action, "/redact")) || strings.HasPrefix(action, "/entities/") && strings.HasSuffix(action, "/history")
}

func TestEveryPageIsSoundInEveryLanguageForEveryone(t *testing.T) {
	w := newWorld(t, "")
	crawl := func(handle string, lang words.Lang) int {
		b := w.as(handle)
		b.cookies["sanad-lang"] = string(lang)
		return b.crawl(func(target string, page *node) { checkPage(t, target, lang, page) })
	}
	for _, lang := range words.Langs() {
		if n := crawl("kian", lang); n < 100 { // who may see everything
			t.Errorf("the crawl found only %d pages", n)
		}
	}
	for handle := range roles {
		crawl(handle, words.Persian)
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	w := newWorld(t, hostile)
	shown := false
	w.as("kian").crawl(func(target string, page *node) {
		checkPage(t, target, words.English, page)
		shown = shown || strings.Contains(page.text, "<script>alert(1)</script>")
	})
	if !shown {
		t.Error("no page shows the hostile words: the test looked at nothing")
	}
}

func TestAnEmptyArchiveHasEveryPage(t *testing.T) {
	w := emptyWorld(t)
	for handle := range roles {
		for _, lang := range words.Langs() {
			b := w.as(handle)
			b.cookies["sanad-lang"] = string(lang)
			b.crawl(func(target string, page *node) { checkPage(t, target, lang, page) })
		}
	}
}
