package desk

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

func TestAPassageIsChosenByLinksAlone(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	at := b.page("/items/" + w.letter.String()).find("a[class=button]")
	href := ""
	for _, a := range at {
		if strings.Contains(a.attrs["href"], "/words?") {
			href = a.attrs["href"]
		}
	}
	follow := func(text string) {
		t.Helper()
		for _, a := range b.page(href).find("#choose a") {
			if strings.Contains(a.text, text) {
				href = a.attrs["href"]
				return
			}
		}
		t.Fatalf("no link says %q", text)
	}
	follow("پدرش")  // the line
	follow("مهران") // the first word
	follow("گفت")   // the last one
	page := b.page(href)
	if got := page.find("#choose blockquote")[0].text; got != "مهران گفت:" {
		t.Fatalf("the passage is %q", got)
	}
	form := url.Values{}
	for _, in := range page.find("#choose form input") {
		form.Set(in.attrs["name"], in.attrs["value"])
	}
	to := b.posted(page.find("#choose form")[0].attrs["action"], form)
	cited := b.page(strings.TrimSuffix(to, "#asked"))
	if got := cited.find("blockquote.big"); len(got) != 1 || got[0].text != "مهران گفت:" {
		t.Errorf("the item's page shows another passage after %s", to)
	}
	if r := w.as("rana").get(href); r.Code != 403 {
		t.Errorf("a reader may choose words to cite: status %d", r.Code)
	}
}

func TestOfTwoPlacesWithTheSameWordsTheChosenOneIsCited(t *testing.T) {
	w := newWorld(t, "")
	item, took := w.take(w.openID, "twice.txt", "text/plain", "one two. one two.")
	w.append("kian", took)
	w.append("kian", w.pages(item, "one two. one two."))
	s, err := w.book.state()
	must(t, err)
	all, err := s.Renditions(t.Context(), item)
	must(t, err)
	cited, err := flow.CiteAt(t.Context(), w.archive, actor("dana"), flow.CitePlace{Item: item, Rendition: all[0].Sum, Page: 1, From: 9, To: 12})
	must(t, err)
	if p := cited.Passage; p.Quote != "one" || p.Selector.Bytes == nil || p.Selector.Bytes.Start != 9 || p.Selector.Bytes.End != 12 {
		t.Errorf("cited %+v", cited.Passage)
	}
	for name, at := range map[string]flow.CitePlace{
		"beyond the page":   {Item: item, Rendition: all[0].Sum, Page: 1, From: 9, To: 99},
		"nothing":           {Item: item, Rendition: all[0].Sum, Page: 1, From: 9, To: 9},
		"no page":           {Item: item, Rendition: all[0].Sum, Page: 7, From: 0, To: 3},
		"another's reading": {Item: w.letter, Rendition: all[0].Sum, Page: 1, From: 0, To: 3},
		"a sealed item":     {Item: w.secret, Rendition: all[0].Sum, Page: 1, From: 0, To: 3},
	} {
		if _, err := flow.CiteAt(t.Context(), w.archive, actor("dana"), at); err == nil {
			t.Errorf("%s is cited", name)
		}
	}
}

func TestTwoReadingsAreComparedWordByWord(t *testing.T) {
	w := newWorld(t, "")
	item, took := w.take(w.openID, "ocr.txt", "text/plain", "anything")
	w.append("kian", took)
	w.append("kian", w.pages(item, "Navid was taken in the autumn of that year"), w.pages(item, "Navid was token in autumn of that same year"))
	page := w.as("rana").page("/items/" + item.String() + "/compare")
	texts := func(selector string) (out []string) {
		for _, n := range page.find(selector) {
			out = append(out, strings.TrimSpace(n.text))
		}
		return out
	}
	if del, ins := texts("del"), texts("ins"); !slices.Equal(del, []string{"taken", "the"}) || !slices.Equal(ins, []string{"token", "same"}) {
		t.Errorf("struck %q, marked %q", del, ins)
	}
	if both := texts(".astext"); len(both) != 2 || both[0] != "Navid was taken in the autumn of that year" || both[1] != "Navid was token in autumn of that same year" {
		t.Errorf("the readings are shown as %q", both)
	}
	if one := w.as("rana").page("/items/" + w.letter.String() + "/compare"); !strings.Contains(one.text, "no two readings") {
		t.Error("an item with one reading is compared with itself")
	}
}

func TestWhatIsGraphicIsNotSentUntilItIsAskedFor(t *testing.T) {
	w := newWorld(t, "")
	must(t, flow.FlagClaim(t.Context(), w.archive, actor("dana"), w.rival, claim.FlagGraphic, false, "wounds"))
	b := w.as("rana")
	quote, value := "در پاییز آن سال", "پاییز"
	for _, target := range []string{"/items/" + w.letter.String(), "/items/" + w.letter.String() + "/compare", "/items/" + w.letter.String() + "/mentions", "/claims/" + w.rival} {
		page := b.page(target)
		if strings.Contains(page.find("main")[0].text, quote) || len(page.find("main [role=note]")) != 1 {
			t.Errorf("%s shows what is graphic, or no warning", target)
		}
		shown := b.page(page.find("[role=note] a")[0].attrs["href"])
		if len(shown.find("main [role=note]")) != 0 {
			t.Errorf("%s still hides what was asked for", target)
		}
	}
	if page := b.page("/items/" + w.letter.String() + "?graphic=show"); !strings.Contains(page.text, quote) {
		t.Error("the text that was asked for is not shown")
	}
	for _, target := range []string{"/entities/" + w.entity, "/entities/" + w.entity + "/dossier", "/claims"} {
		for _, shown := range b.page(target).find("main a[href=/claims/" + w.rival + "]") {
			if strings.Contains(shown.text, value) {
				t.Errorf("%s shows the value", target)
			}
		}
	}
	found := b.page("/search?q=" + url.QueryEscape(value))
	if len(found.find(".hits li")) < 2 || strings.Contains(found.find(".hits")[0].text, value) || len(found.find("[role=note]")) != 1 {
		t.Error("a search shows words of what is graphic, or does not say that it hides them")
	}
	if shown := b.page(found.find("[role=note] a")[0].attrs["href"]); !strings.Contains(shown.find(".hits")[0].text, value) {
		t.Error("a search does not show the words that were asked for")
	}
	original := "/items/" + w.letter.String() + "/original"
	if r := b.get(original); r.Code != 303 || r.Header().Get("Location") != "/items/"+w.letter.String()+"#text" {
		t.Errorf("the original is sent unasked: status %d", r.Code)
	}
	if r := b.get(original + "?graphic=show"); r.Code != 200 {
		t.Errorf("the original that was asked for is not sent: status %d", r.Code)
	}
	if r := b.get("/items/" + w.letter.String() + "/pictures/1"); r.Code != 403 || r.Header().Get("Content-Type") == "image/png" {
		t.Errorf("the picture of a page is sent unasked: status %d", r.Code)
	}
	must(t, flow.FlagClaim(t.Context(), w.archive, actor("dana"), w.rival, claim.FlagGraphic, true, "looked again"))
	if page := b.page("/items/" + w.letter.String()); len(page.find("main [role=note]")) != 0 {
		t.Error("a flag that was lifted still hides the item")
	}
}

func TestACitedPassageLeadsToItsClaims(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("rana")
	links := b.page("/items/" + w.letter.String()).find("mark a")
	if len(links) == 0 {
		t.Fatal("no mark is a link")
	}
	page := b.page(links[0].attrs["href"])
	if rows := page.find("tbody tr"); len(rows) == 0 || len(page.find("p.note a")) != 1 {
		t.Errorf("%s shows %d claims", links[0].attrs["href"], len(rows))
	}
	if r := b.get("/claims?passage=" + w.sealedCited); r.Code != 404 {
		t.Errorf("a sealed passage: status %d", r.Code)
	}
}
