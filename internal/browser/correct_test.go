package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// anEntry is a reference of the right form; the door knows of none whether it is
// there.
const anEntry = "e-0123456789abcdef"

// corrects fills in the short form from an address as published pages give it, and
// gives the words of the receipt.
func (w *window) corrects(what string, files ...string) (words []string) {
	w.t.Helper()
	lang := w.look.lang
	look := func(page string) {
		w.t.Helper()
		w.checkShape(page)
		if w.look.scripts { // axe is a script
			w.checkAccess(page)
		}
		w.picture(page)
	}
	w.visit("/" + lang + "/correct/families/no-reference")
	look("/correct/unread")
	w.visit("/" + lang + "/correct/families/" + anEntry)
	look("/correct")
	w.write("#wrong", what)
	w.write("#right", "1362")
	w.tick(`input[name=uses][value=archive]`)
	if len(files) > 0 {
		w.hand("#files", files...)
	}
	w.strike(`main form button:not(.link)`)
	look("/corrected")
	words = ask[[]string](w, `[...document.querySelectorAll("ol.words b")].map(b => b.textContent)`)
	if len(words) != 9 {
		w.t.Fatalf("the receipt has the words %q: %s", words, ask[string](w, `document.querySelector("main").innerText`))
	}
	return words
}

func TestWithoutScriptsAReaderCorrectsAnEntryAndReadsTheAnswer(t *testing.T) {
	base, run := threshold(t)
	w := open(t, base, look{"fa", true, false})
	file := filepath.Join(t.TempDir(), "سنگ.txt")
	if err := os.WriteFile(file, []byte("a stone"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.visit("/fa/")
	w.strike(`main a[href="/fa/correct/families"]`)
	w.checkShape("/correct")
	if asked := ask[bool](w, `document.querySelector("#entry") !== null`); !asked {
		t.Error("without a reference nobody is asked which entry is meant")
	}
	words := w.corrects("سال تولد درست نیست.", file)
	var listed struct {
		Submission string
		Files      int
	}
	if err := json.Unmarshal(run("", "door", "inbox"), &listed); err != nil || listed.Files != 1 {
		t.Fatalf("the inbox lists %+v, %v", listed, err)
	}
	run("درست شد.", "door", "answer", listed.Submission)
	w.visit("/fa/return")
	w.write("#code", strings.Join(words, "\n"))
	w.strike("main form button")
	if said := ask[string](w, `document.querySelector("li.ours")?.innerText ?? ""`); !strings.Contains(said, "درست شد.") {
		t.Errorf("the answer is not there: %s", ask[string](w, `document.querySelector("main").innerText`))
	}
	if cookies := ask[string](w, `document.cookie`); cookies != "" {
		t.Errorf("the door set %q", cookies)
	}
}

func TestTheFormOfCorrectionsCanBeUsedByEverybodyInThreeLanguages(t *testing.T) {
	base, _ := threshold(t)
	for _, l := range []look{{"en", true, true}, {"fa", true, true}, {"ar", false, true}} {
		t.Run(l.String(), func(t *testing.T) {
			w := open(t, base, l)
			w.corrects("The year is wrong.")
		})
	}
}
