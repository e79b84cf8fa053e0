package browser

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// theSite builds a site of the fictional case once.
var theSite = sync.OnceValues(func() (string, error) {
	dir, err := theCase()
	if err != nil {
		return "", err
	}
	sanad, err := program()
	if err != nil {
		return "", err
	}
	run := func(args ...string) ([]byte, error) {
		return exec.Command(sanad, append([]string{"--archive", dir, "--json"}, args...)...).Output()
	}
	out, err := run("release", "new", "--title", "In memory", "--audience", "everybody", "--shape", "site")
	if err != nil {
		return "", err
	}
	var asked struct{ Release string }
	if err := json.Unmarshal(out, &asked); err != nil {
		return "", err
	}
	site := filepath.Join(scratch, "site")
	if _, err := run("--as", "reviewer", "release", "approve", asked.Release); err != nil {
		return "", err
	}
	_, err = run("release", "build", asked.Release, "--out", site)
	return site, err
})

// sitePages gives one page of every kind: of records the one with most on it.
func sitePages(t *testing.T, site string) []string {
	t.Helper()
	pages := []string{"/index.html", "/people/index.html", "/events/index.html", "/places/index.html", "/records/index.html", "/documents/index.html", "/findings/index.html", "/lists/index.html", "/tags/index.html", "/about.html", "/method.html", "/check.html", "/corrections.html"}
	for _, pattern := range []string{"people/*-*.html", "people/y-*.html", "events/*.html", "places/*.html", "records/*.html", "documents/*.html", "tags/*-1.html", "findings/*.html"} {
		found, err := filepath.Glob(filepath.Join(site, "en", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		largest, size := "", int64(0)
		for _, file := range found {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			list := strings.Contains(file, "people"+string(filepath.Separator)+"in-") || filepath.Base(file) == "index.html"
			if !list && info.Size() > size {
				largest, size = file, info.Size()
			}
		}
		if largest != "" {
			rel, err := filepath.Rel(filepath.Join(site, "en"), largest)
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, "/"+filepath.ToSlash(rel))
		}
	}
	return pages
}

// Every kind of page of a public site can be used by everybody: from the keyboard, on
// a phone, in both directions, with scripts off, and with the letters that come with
// it. A block of data is no script to a browser: nothing breaks the page's policy.
func TestEveryPageOfASiteCanBeUsedByEverybody(t *testing.T) {
	site, err := theSite()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(site)))
	t.Cleanup(server.Close)
	pages := sitePages(t, site)
	if len(pages) < 19 {
		t.Fatalf("only %d kinds of pages: %v", len(pages), pages)
	}
	for _, l := range []look{{"en", false, true}, {"fa", true, true}, {"ar", true, false}} {
		t.Run(l.String(), func(t *testing.T) {
			w := open(t, server.URL, l)
			for _, path := range pages {
				w.visit("/" + l.lang + path)
				w.checkShape(path)
				if l.scripts {
					w.checkAccess(path)
				}
				w.picture("/site" + path)
			}
			w.visit("/" + l.lang + pages[0])
			letters := "Garamond"
			if l.lang != "en" {
				letters = "Naskh"
			}
			if !l.scripts {
				return
			}
			loaded, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`document.fonts.ready.then(() => [...document.fonts].some(f => f.family.includes("`+letters+`") && f.status === "loaded"))`, chromedp.EvalAwaitPromise))
			if err != nil || !loaded {
				t.Errorf("the letters of %s are not those that come with the site: %v", letters, err)
			}
		})
	}
}
