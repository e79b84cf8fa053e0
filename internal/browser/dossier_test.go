package browser

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// dossier serves the folder of the fictional dossier as plain files and gives its
// address: as files alone a browser gives each an origin of its own.
func dossier(t *testing.T) string {
	dir, err := theCase()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "demo", "dossier"))))
	t.Cleanup(s.Close)
	return s.URL
}

// The pages of a dossier are usable in three languages, on a desk and on a phone,
// with scripts off, from the keyboard and with a screen reader, as far as a machine
// can tell.
func TestEveryPageOfADossierCanBeUsedByEverybody(t *testing.T) {
	base := dossier(t)
	for _, l := range []look{{"en", false, true}, {"fa", true, true}, {"ar", true, false}} {
		t.Run(l.String(), func(t *testing.T) {
			w := open(t, base, l)
			in := "/" + l.lang + "/"
			pages := []string{}
			for _, name := range []string{"findings", "people", "people/1", "posts", "command", "timeline", "figures", "exhibits", "names-1", "withheld", "glossary", "about", "subjects/1"} {
				pages = append(pages, in+name+".html")
			}
			w.visit(in + "index.html")
			for _, href := range ask[[]string](w, `[...document.querySelectorAll("main a[href]")].map(a => a.pathname)`) {
				if strings.Contains(href, "/documents/") {
					pages = append(pages, href)
					break
				}
			}
			for _, path := range append([]string{in + "index.html"}, pages...) {
				w.visit(path)
				w.checkShape(path)
				if l.scripts { // axe is a script
					w.checkAccess(path)
				}
				w.picture(strings.ReplaceAll(strings.TrimSuffix(path, ".html"), in, "/dossier-"))
			}
		})
	}
}
