package desk

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// posts adds a unit under another, its warden's tenures, one of which rests on
// sealed material, and a person known only by the post.
func (w *world) posts() {
	w.t.Helper()
	var open, sealed text.Passage
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) (err error) {
		if open, err = s.Passage(ctx, w.cited); err == nil {
			sealed, err = s.Passage(ctx, w.sealedCited)
		}
		return err
	}))
	var facts []ledger.Fact
	made := func(id, schema, entity, property, value, valueEntity, day string, p text.Passage) {
		m := claim.Made{Claim: "c-" + id, Case: "main", Entity: entity, Schema: schema, Property: property, Value: value + w.spice, ValueEntity: valueEntity, Original: p.Quote, Passages: []text.Passage{p}}
		switch {
		case property == "holds":
			m.Valid = &claim.Valid{AsOf: day}
		case day != "":
			m.Date = &claim.Date{EDTF: day, Calendar: "gregorian"}
		}
		facts = append(facts, m)
	}
	tenure := func(id, holder, entity, from, to string, p text.Passage) {
		made(id+"h", "Tenure", id, "holder", holder, entity, "", p)
		made(id+"p", "Tenure", id, "post", "warden", "e-post", "", p)
		made(id+"f", "Tenure", id, "from", from, "", from, p)
		made(id+"t", "Tenure", id, "to", to, "", to, p)
	}
	made("un", "Organisation", "e-unit", "name", "Harbour Prison", "", "", open)
	made("uo", "Organisation", "e-unit", "part_of", "the office", "e-office", "", open)
	made("on", "Organisation", "e-office", "name", "Prisons Office", "", "", open)
	made("pu", "Post", "e-post", "unit", "the prison", "e-unit", "", open)
	made("pn", "Post", "e-post", "name", "Warden", "", "", open)
	made("nn", "Person", "e-nadia", "name", "Nadia Azar", "", "", open)
	made("wh", "Person", "e-who", "holds", "the warden", "e-post", "1981-01-01", open)
	made("sn", "Person", "e-hidden", "name", "Hidden Warden "+secretWords, "", "", sealed)
	tenure("e-t1", "N. Azar", "e-nadia", "1980-01-01", "1983-03-01", open)
	tenure("e-t2", "Hidden Warden", "e-hidden", "1984-01-01", "1986-01-01", sealed)
	tenure("e-t3", "A. Third", "", "1988-01-01", "1987-01-01", open)
	w.append("kian", append(facts, person.Judge("e-who", "e-nadia", person.Same, "she signed it"+w.spice, ""), person.Judge("e-who", "e-hidden", person.Different, "not "+secretWords, ""))...)
}

func unitOn(unit, on string) string {
	return "/posts?" + url.Values{"unit": {unit}, "on": {on}}.Encode()
}

func TestWhoHeldAPostIsShownInEveryLanguageWithTheChainAbove(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	for _, lang := range words.Langs() {
		b := w.as("kian")
		b.cookies["sanad-lang"] = string(lang)
		for _, target := range []string{"/posts", unitOn("e-unit", ""), unitOn("e-unit", "1981-05-05"), unitOn("harbour prison", "۱۵ اردیبهشت ۱۳۶۰"), unitOn("e-office", "1981"),
			"/posts?holder=e-nadia", "/posts?holder=e-nadia&on=1981", unitOn("Nowhere", ""), unitOn("e-unit", "someday"), unitOn("e-nadia", ""), "/entities/e-unit", "/entities/e-nadia", "/entities/e-who"} {
			r := b.get(target)
			if r.Code != 200 {
				t.Errorf("%s in %s: status %d", target, lang, r.Code)
				continue
			}
			checkPage(t, target, lang, parse(t, r.Body.String()))
		}
	}
	b := w.as("kian")
	b.cookies["sanad-lang"] = "en"
	page := b.page(unitOn("harbour prison", "۱۵ اردیبهشت ۱۳۶۰"))
	for _, want := range []string{"Nadia Azar", "certain", "5 May 1981", "Prisons Office", "Warden", "part of", "c-e-t1h", "c-uo"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page of a day does not say %q:\n%s", want, page.text)
		}
	}
	page = b.page(unitOn("e-unit", ""))
	for _, want := range []string{"Nobody is known from", "2 March 1983", "ends before it begins", "A. Third"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page without a day does not say %q", want)
		}
	}
	if page := b.page("/entities/e-nadia"); !strings.Contains(page.text, "Judged the same as") || !strings.Contains(page.text, "she signed it") {
		t.Error("the person's page does not tell of the judgement")
	}
}

func TestPostsTellNothingThatIsSealed(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	for handle, knows := range map[string]bool{"rana": false, "kian": true} {
		b := w.as(handle)
		b.cookies["sanad-lang"] = "en"
		shown := ""
		for _, target := range []string{unitOn("e-unit", ""), unitOn("e-unit", "1985-01-01"), "/posts?holder=e-hidden", "/posts?holder=e-who", "/entities/e-who", "/ledger"} {
			if r := b.get(target); r.Code == 200 {
				shown += parse(t, r.Body.String()).text
			}
		}
		for _, sealed := range []string{"Hidden Warden", secretWords, "not " + secretWords, "c-e-t2h"} {
			if got := strings.Contains(shown, sealed); got != knows {
				t.Errorf("%s is shown %q: %v", handle, sealed, got)
			}
		}
	}
	b := w.as("rana")
	b.cookies["sanad-lang"] = "en"
	hidden, none := b.page("/posts?holder=e-hidden"), b.page("/posts?holder=e-nobody")
	if strings.ReplaceAll(hidden.text, "e-hidden", "") != strings.ReplaceAll(none.text, "e-nobody", "") {
		t.Error("a person who must not be known is told apart from one who is not there")
	}
}

func TestHostileNamesOfPostsStayWords(t *testing.T) {
	w := newWorld(t, hostile)
	w.posts()
	b := w.as("kian")
	shown := false
	for _, target := range []string{unitOn("e-unit", "1981-05-05"), unitOn("e-unit", ""), unitOn(hostile, hostile), "/posts?" + url.Values{"holder": {hostile}}.Encode(), "/entities/e-who"} {
		page := b.page(target)
		checkPage(t, target, words.English, page)
		shown = shown || strings.Contains(page.text, "<script>alert(1)</script>")
	}
	if !shown {
		t.Error("no page shows the hostile words: the test looked at nothing")
	}
}
