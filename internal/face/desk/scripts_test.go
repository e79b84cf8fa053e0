package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/account"
)

// A page may run the scripts it names and no page more: where there is none, the
// browser is told to run nothing at all.
func TestAPageRunsTheScriptsOfTheDeskThatItNeedsAndNoOthers(t *testing.T) {
	w := newWorld(t, "")
	for target, want := range map[string]string{
		"/": "", "/account": "", "/help": "", "/count": "", "/claims/" + w.name: "", "/ledger": "",
		"/items": "keys", "/claims": "keys", "/people/pair": "keys", "/search?q=Navid": "keys", "/items/" + w.letter.String(): "keys quote", "/items/" + w.letter.String() + "/mentions": "keys",
	} {
		for _, without := range []bool{false, true} {
			w.accounts.likes["dana"] = account.Preferences{NoKeys: without}
			named := strings.Fields(want)
			if without && want != "" {
				named = named[1:]
			}
			r := w.as("dana").get(target)
			page := parse(t, r.Body.String())
			var runs []string
			for _, s := range page.find("script") {
				runs = append(runs, strings.TrimSuffix(strings.TrimPrefix(s.attrs["src"], "/"), ".js"))
			}
			if strings.Join(runs, " ") != strings.Join(named, " ") || page.safe() != nil || len(page.find("dialog")) != min(1, len(strings.Fields(want)))*b2i(!without) {
				t.Errorf("%s runs %q, want %q", target, runs, named)
			}
			if got := r.Header().Get("Content-Security-Policy"); strings.Contains(got, "script-src 'self'") != (len(named) > 0) || strings.Contains(got, "unsafe") || strings.Contains(got, "connect-src") {
				t.Errorf("%s may do %q", target, got)
			}
		}
	}
	if r := w.as("rana").page("/items/" + w.letter.String()); len(r.find("script[src=/quote.js]")) != 0 {
		t.Error("who may cite nothing runs the script for it")
	}
}

// Who reads a script before they allow it reads little, and no sink by which text
// of a document could become a part of a page.
func TestScriptsAreSmallAndWriteTextAlone(t *testing.T) {
	w := newWorld(t, "")
	for _, name := range scripts() {
		r := w.browser().get("/" + name + ".js")
		if r.Code != http.StatusOK || !strings.HasPrefix(r.Header().Get("Content-Type"), "text/javascript") {
			t.Errorf("%s.js: status %d", name, r.Code)
		}
		body := r.Body.String()
		if lines := strings.Count(body, "\n"); lines >= 100 {
			t.Errorf("%s.js has %d lines", name, lines)
		}
		for _, sink := range []string{"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "import", "http:", "https:", "localStorage", "cookie"} {
			if strings.Contains(body, sink) {
				t.Errorf("%s.js uses %s", name, sink)
			}
		}
	}
}

func TestSingleKeysAreTurnedOffInThePreferences(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	b.posted("/account/likes", url.Values{"nokeys": {"yes"}})
	if !w.accounts.likes["rana"].NoKeys || len(b.page("/account").find("input[name=nokeys][checked]")) != 1 {
		t.Errorf("the account likes %+v", w.accounts.likes["rana"])
	}
}
