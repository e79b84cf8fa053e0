package desk

import (
	"testing"

	"sanad/internal/face/words/look"
)

// TestPagesAreSmall holds that pages, with their one style sheet, cross a thin
// line: nobody waits for half a megabyte in a village.
func TestPagesAreSmall(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	w.sites()
	for _, target := range []string{"/", "/map", "/map?z=0&lat=0&lon=0", "/timeline", "/audit", "/entities/" + w.entity + "/dossier", "/entities/e-nadia/dossier",
		unitOn("e-unit", "1982"), "/items/" + w.letter.String(), "/items/" + w.letter.String() + "/words", "/help"} {
		who := "kian"
		if target == "/audit" {
			who = "adel"
		}
		r := w.as(who).get(target)
		if n := r.Body.Len() + len(look.Style()); r.Code != 200 || n > 100_000 {
			t.Errorf("%s: status %d, %d bytes with its style", target, r.Code, n)
		}
	}
}

// The heaviest page puts pairs side by side, with what each thing in common counts.
func TestPairsToJudgeAreASmallPageInEveryLanguage(t *testing.T) {
	w := linkable(t)
	w.link(w.as("dana"))
	b := w.as("dana")
	for _, lang := range []string{"en", "fa", "ar"} {
		b.cookies["sanad-lang"] = lang
		r := b.get("/people")
		// rows of full lists have a fifth as much again to compare
		if n := r.Body.Len()*6/5 + len(look.Style()); r.Code != 200 || n > 100_000 {
			t.Errorf("%s: status %d, %d bytes with its style", lang, r.Code, n)
		}
	}
}
