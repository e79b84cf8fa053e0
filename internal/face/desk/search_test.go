package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/core/search"
	"sanad/internal/face/words"
	"sanad/internal/ground/fail"
)

func ask(pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Add(pairs[i], pairs[i+1])
	}
	return "/search?" + query.Encode()
}

func TestAHitLeadsToItsPlaceInEveryLanguage(t *testing.T) {
	w := newWorld(t, "")
	for _, lang := range words.Langs() {
		b := w.as("rana")
		b.cookies["sanad-lang"] = string(lang)
		page := b.page(ask("q", "امروز نامه"))
		checkPage(t, "/search", lang, page)
		hits := page.find("li.hit")
		if len(hits) != 1 || len(hits[0].find("blockquote.snippet[dir=auto] mark")) == 0 || !strings.Contains(hits[0].find("blockquote")[0].text, "نیامده است") {
			t.Fatalf("%s: %d hits: %s", lang, len(hits), page.text)
		}
		place, anchor, _ := strings.Cut(hits[0].find("a")[0].attrs["href"], "#")
		item := b.page(place)
		checkPage(t, place, lang, item)
		if marked := item.find("mark.asked"); len(marked) == 0 || len(item.find("a[id="+anchor+"]")) != 1 || !strings.Contains(marked[0].text, "امروز") {
			t.Errorf("%s: %s does not mark what was found", lang, place)
		}
	}
	row := w.as("rana").page(ask("q", "باغبان", "type", "table")).find("li.hit a")
	for _, a := range row {
		place, _, _ := strings.Cut(a.attrs["href"], "#")
		if marked := w.as("rana").page(place).find("table.sheet mark.asked"); len(marked) != 1 || marked[0].text != "باغبان" {
			t.Errorf("%s marks %d cells", place, len(marked))
		}
	}
	if len(row) != 2 {
		t.Errorf("%d rows hold the name, want 2", len(row))
	}
}

func TestWhatOnlySoundsAlikeIsMarkedAndCanBeLeftOut(t *testing.T) {
	b := newWorld(t, "").as("rana")
	wide, exact := b.page(ask("q", "navid")), b.page(ask("q", "navid", "exact", "1"))
	if sounds := len(wide.find(".hit .tag.sound")); sounds == 0 || len(wide.find(".hit")) <= sounds {
		t.Errorf("%d of %d hits sound alike", sounds, len(wide.find(".hit")))
	}
	if len(exact.find(".tag.sound")) != 0 || len(exact.find(".hit")) == 0 || len(exact.find("input[name=exact][checked]")) != 1 {
		t.Error("what only sounds alike is there still")
	}
}

func TestEntitiesAndClaimsAreFoundWhereTheyAre(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	for kind, want := range map[string]string{"person": "/entities/" + w.entity, "claim": "/claims/" + w.name} {
		found := false
		for _, a := range b.page(ask("q", "نوید کاردان", "kind", kind)).find(".hit a") {
			found = found || a.attrs["href"] == want
			b.page(a.attrs["href"])
		}
		if !found {
			t.Errorf("no hit of kind %s leads to %s", kind, want)
		}
	}
}

func TestFacetsNarrowAndAreTakenBack(t *testing.T) {
	b := newWorld(t, "").as("rana")
	all := b.page(ask("q", "کاردان", "exact", "1"))
	count := len(all.find(".hit"))
	links := all.find(".facets a")
	if len(links) < 3 {
		t.Fatalf("only %d links narrow", len(links))
	}
	for _, a := range links {
		narrowed := b.page(a.attrs["href"])
		if n := len(narrowed.find(".hit")); n == 0 || n >= count || !strings.HasSuffix(a.text, " "+itoa(int64(n))) {
			t.Errorf("%q leads to %d hits of %d", a.text, n, count)
		}
		back := narrowed.find("a.chip")
		if len(back) == 0 {
			t.Fatalf("%s can't be taken back", a.text)
		}
		for len(back) > 0 { // a year is taken back as its two ends
			narrowed = b.page(back[0].attrs["href"])
			back = narrowed.find("a.chip")
		}
		if n := len(narrowed.find(".hit")); n != count {
			t.Errorf("taking back %q leads to %d hits of %d", a.text, n, count)
		}
	}
}

func TestAnAnswerIsPaged(t *testing.T) {
	w := manyWorld(t, 65).indexed()
	hits := w.as("kian").walk(ask("q", "person*", "type", "table"), ".hit blockquote")
	if len(hits) != 65+1 { // and a row that hides a person
		t.Errorf("the walk over the answer finds %d hits", len(hits))
	}
}

func TestAQuestionThatCantBeUnderstoodIsAnsweredInWords(t *testing.T) {
	w := newWorld(t, "")
	for _, c := range []struct{ field, value, key, beside string }{
		{"q", "a \"b", "quote", "q"}, {"q", "OR a", "or", "q"}, {"q", "a OR", "or", "q"}, {"q", "a -case:x", "field", "q"}, {"q", "a OR -b", "either", "q"},
		{"q", "name:!", "sign", "q"}, {"q", strings.Repeat("a ", 41), "words", "q"}, {"q", "a case:", "nothing", "q"}, {"q", "a kind:wings", "kind", "q"},
		{"q", "-a", "without", "q"}, {"q", "!", "empty", "q"}, {"q", strings.Repeat("a", 2001), "long", "q"}, {"q", "a\x00", "text", "q"},
		{"q", "a from:1200", "year", "q"}, {"from", "yesterday", "day", "from"}, {"to", "1200", "year", "to"}, {"kind", "wings", "kind", "kind"},
		{"type", "wings", "kind", "type"}, {"part", "x", "far", "q"},
	} {
		told := map[string]bool{}
		for _, lang := range words.Langs() {
			b := w.as("rana")
			b.cookies["sanad-lang"] = string(lang)
			query := []string{c.field, c.value}
			if c.field != "q" {
				query = append(query, "q", "a")
			}
			r := b.get(ask(query...))
			page := parse(t, r.Body.String())
			checkPage(t, c.value, lang, page)
			wrong := page.find("p.wrong")
			if r.Code != http.StatusBadRequest || len(wrong) != 1 {
				t.Fatalf("%s=%.20q in %s: status %d, %d times wrong", c.field, c.value, lang, r.Code, len(wrong))
			}
			want := w.words(lang).Term("wrong", c.key)
			if beside := wrong[0].parent.find("[name=" + c.beside + "]"); wrong[0].text != want || len(beside) != 1 {
				t.Errorf("%s=%.20q in %s: it says %q beside %d fields", c.field, c.value, lang, wrong[0].text, len(beside))
			}
			told[wrong[0].text] = true
		}
		if len(told) != 3 {
			t.Errorf("%s=%.20q is answered in %d languages", c.field, c.value, len(told))
		}
	}
}

func (w *world) words(lang words.Lang) *words.Table {
	tables, err := words.Load()
	must(w.t, err)
	return tables[lang]
}

func TestEveryRuleOfQuestionsHasItsWords(t *testing.T) {
	for _, query := range []string{"\"", "OR", "a OR", "x -lang:fa", "-a OR b", "\"!\"", strings.Repeat("w ", 50), "lang:", "type:x", "to:x", "to:1", "from:900", "", "-x", "\x00", strings.Repeat("x", 3000)} {
		_, err := search.Parse(query)
		if err == nil {
			t.Errorf("%.20q is understood", query)
		} else if key := wrongOf(err.(*fail.Error), asked{}).Key; key == "other" {
			t.Errorf("there are no words for %q", err)
		}
	}
}

func TestNothingSealedIsFoundByThoseWhoMayNotSeeIt(t *testing.T) {
	w := newWorld(t, "")
	open := []string{"Navid", "Kardan yard"} // are or are part of a name that anyone may know
	for _, query := range []string{"guard", "\"night shift\"", "hidden drawer", "Hidden Person", "Navid", "Witness", "winter", "Kardan yard", "name:drawer"} {
		target := ask("q", query)
		if !slices.Contains(open, query) && len(w.as("kian").page(target).find(".hit")) == 0 {
			t.Errorf("a custodian finds nothing for %s", query)
		}
		for _, handle := range []string{"rana", "dana", "pia"} {
			r := w.as(handle).get(target)
			body := r.Body.String()
			if r.Code != http.StatusOK || strings.Contains(body, w.secret.String()) || strings.Contains(body, w.listS.String()) {
				t.Errorf("%s finds something sealed by %q: status %d", handle, query, r.Code)
			}
			page := parse(t, body)
			for _, found := range append(page.find(".hit"), page.find(".facets")...) {
				for _, secret := range w.secrets() {
					if strings.Contains(found.text, secret) {
						t.Errorf("%s is shown %q by %q", handle, secret, query)
					}
				}
			}
			if !slices.Contains(open, query) && len(page.find(".hit")) != 0 {
				t.Errorf("%s finds %q by %q", handle, page.find(".hit")[0].text, query)
			}
		}
	}
}

func TestAnIndexThatIsBehindSaysSo(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	if len(b.page(ask("q", "کاردان")).find(".note.warn")) != 0 {
		t.Error("an index that is not behind says that it is")
	}
	w.claim(w.entity, "status", "freed", w.cited)
	if note := b.page(ask("q", "کاردان")).find(".note.warn"); len(note) != 1 || !strings.Contains(note[0].text, "one entry") {
		t.Errorf("the index is behind: %v", note)
	}
}

func TestTheSmallFormIsOnEveryPageButThatOfSearch(t *testing.T) {
	w := newWorld(t, "")
	for handle := range roles {
		want := b2i(actor(handle).May(guard.ToRead) == nil)
		if got := len(w.as(handle).page("/help").find("header form[role=search]")); got != want {
			t.Errorf("%s has %d small forms", handle, got)
		}
	}
	page := w.as("rana").page("/search")
	if len(page.find("header form[role=search]")) != 0 || len(page.find("main form[role=search]")) != 1 || len(page.find("main dl dt")) < 8 {
		t.Error("the page of search has one form, and tells how to ask")
	}
}

func TestAnIndexThatTellsTooMuchIsNotBelieved(t *testing.T) {
	w := newWorld(t, "")
	w.archive.Index.(*memoryIndex).leaks = true
	for _, query := range []string{"guard", "Witness", "winter"} {
		for _, hit := range w.as("rana").page(ask("q", query)).find("li.hit") {
			t.Errorf("a reader is shown %q", hit.text)
		}
	}
}
