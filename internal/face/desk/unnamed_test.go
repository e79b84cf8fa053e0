package desk

import (
	"context"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

func TestAThingWithoutANameIsToldByWhatItLinks(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	for handle, knows := range map[string]bool{"rana": false, "kian": true} {
		b := w.as(handle)
		b.cookies["sanad-lang"] = "en"
		if h1 := texts(b.page("/entities/e-t1").find("h1")); len(h1) != 1 || !strings.Contains(h1[0], "tenure") && !strings.Contains(h1[0], "Tenure") || !strings.Contains(h1[0], "N. Azar") || !strings.Contains(h1[0], "warden") {
			t.Errorf("%s: the page of a tenure is headed %q", handle, h1)
		}
		list := b.page("/entities?kind=Tenure").text
		if !strings.Contains(list, "N. Azar") {
			t.Errorf("%s: the list of tenures does not say whose one is:\n%s", handle, list)
		}
		if got := strings.Contains(list, "Hidden Warden"); got != knows {
			t.Errorf("%s is shown the holder of a sealed tenure: %v", handle, got)
		}
	}
}

func TestUnitsAreOfferedOnlyToThoseWhoMayKnowThem(t *testing.T) {
	w := newWorld(t, "")
	w.posts()
	var sealed text.Passage
	must(t, w.book.Look(t.Context(), func(ctx context.Context, s flow.State) (err error) {
		sealed, err = s.Passage(ctx, w.sealedCited)
		return err
	}))
	w.append("kian", claim.Made{Claim: "c-hu", Case: "main", Entity: "e-hu", Schema: "Organisation", Property: "name", Value: "Hidden Office", Original: sealed.Quote, Passages: []text.Passage{sealed}})
	for handle, want := range map[string]int{"rana": 2, "kian": 3} {
		page := w.as(handle).page("/posts")
		if options, links := page.find("option"), page.find("main .choices a"); len(options) != want || len(links) != want {
			t.Errorf("%s is offered %d and %d units, want %d", handle, len(options), len(links), want)
		}
		if got := strings.Contains(page.text, "Hidden Office"); got != (handle == "kian") {
			t.Errorf("%s is offered a sealed unit: %v", handle, got)
		}
	}
}

func TestAFlagSetLaterIsShownWithItsReason(t *testing.T) {
	w := newWorld(t, "")
	must(t, flow.FlagClaim(t.Context(), w.archive, actor("kian"), w.name, "duress", false, "the guard stood behind her"))
	page := w.as("rana").page("/claims/" + w.name)
	if got := texts(page.find("dl.facts dd")); !strings.Contains(strings.Join(got, "\n"), "the guard stood behind her") {
		t.Errorf("the facts of the claim do not tell why it is flagged: %q", got)
	}
}

func TestNoPageAsksForAnIconThatIsNotThere(t *testing.T) {
	w := newWorld(t, "")
	if r := w.as("rana").get("/favicon.ico"); r.Code != 204 || r.Body.Len() != 0 {
		t.Errorf("the icon is answered with %d", r.Code)
	}
}
