package desk

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// concluded makes a finding of two claims, one against the other, by dana.
func (w *world) concluded(b *browser) string {
	to := b.posted("/findings", url.Values{"case": {"main"}, "claim": {w.name, w.rival}, "side_" + w.name: {"for"}, "side_" + w.rival: {"against"},
		"conclusion": {"He died that autumn."}, "standard": {"reasonable grounds to believe"}, "reasons": {"one hand"}, "about": {w.entity}})
	target, _, _ := strings.Cut(to, "?")
	return target
}

func TestAFindingIsMadeFromMarkedClaimsAndConfirmedByAnother(t *testing.T) {
	w := newWorld(t, "")
	dana, kian := w.as("dana"), w.as("kian")
	if boxes := dana.page("/entities/" + w.entity).find("form[action=/findings/new] input[name=claim]"); len(boxes) < 3 {
		t.Errorf("%d claims can be marked", len(boxes))
	}
	if boxes := w.as("rana").page("/claims").find("input[name=claim]"); len(boxes) != 0 {
		t.Error("a reader is offered to make findings")
	}
	form := dana.page("/findings/new?claim=" + w.name + "&claim=" + w.rival)
	if n := len(form.find("select")); n < 4 {
		t.Errorf("%d choices in the form", n)
	}
	target := w.concluded(dana)
	page := dana.page(target)
	for _, want := range []string{"He died that autumn.", "reasonable grounds to believe", "1 stand, 1 are needed", "Another person must weigh it"} {
		if !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(page.text), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if r := dana.post(target+"/confirm", url.Values{"reason": {"mine"}}); r.Code != http.StatusForbidden || !strings.Contains(r.Body.String(), "can&#39;t confirm it") {
		t.Errorf("the author confirms: status %d", r.Code)
	}
	page = kian.page(kian.posted(target+"/confirm", url.Values{"reason": {"weighed"}}))
	if len(page.find("p.tags .tag.confirmed")) != 1 || !strings.Contains(page.text, "weighed") {
		t.Error("the finding is not shown as confirmed")
	}
	if lines := kian.page("/findings").find("tbody tr"); len(lines) != 2 {
		t.Errorf("%d findings are listed", len(lines))
	}
	for _, from := range []string{"/claims/" + w.name, "/entities/" + w.entity} {
		if links := kian.page(from).find("a[href=" + target + "]"); len(links) != 1 {
			t.Errorf("%s does not lead to the finding", from)
		}
	}
	page = dana.page(dana.posted(target+"/withdraw", url.Values{"reason": {"a newer letter"}}))
	if len(page.find("p.tags .tag.withdrawn")) != 1 || !strings.Contains(page.text, "a newer letter") {
		t.Error("the finding is not shown as withdrawn")
	}
}

func TestAFindingThatLostItsSupportSaysSo(t *testing.T) {
	w := newWorld(t, "")
	dana := w.as("dana")
	target := w.concluded(dana)
	must(t, flow.TurnClaim(t.Context(), w.archive, actor("kian"), w.name, claim.TakenBack, "forged"))
	if page := dana.page(target); len(page.find(".note.bad")) != 1 {
		t.Error("the page does not say that support was lost")
	}
	if page := dana.page("/findings"); len(page.find("tbody tr .tag.failed")) != 1 {
		t.Error("the list does not say that support was lost")
	}
	if r := w.as("kian").post(target+"/confirm", url.Values{}); r.Code != http.StatusForbidden {
		t.Errorf("confirming what lost its support: status %d", r.Code)
	}
}

func TestAFindingOnSealedClaimsIsNotThere(t *testing.T) {
	w := newWorld(t, "")
	kian := w.as("kian")
	to := kian.posted("/findings", url.Values{"case": {"main"}, "claim": {w.sealedClaim}, "side_" + w.sealedClaim: {"for"}, "conclusion": {"It was winter."}, "standard": {"reasonable suspicion"}})
	target, _, _ := strings.Cut(to, "?")
	for _, who := range []string{"rana", "dana"} {
		b := w.as(who)
		none, hidden := b.get("/findings/n-none"), b.get(target)
		if hidden.Code != http.StatusNotFound || hidden.Body.String() != none.Body.String() {
			t.Errorf("%s can tell that there is a finding on sealed claims", who)
		}
		if strings.Contains(b.get("/findings").Body.String(), "winter") || strings.Contains(b.get("/entities/"+w.entity).Body.String(), "winter") {
			t.Errorf("%s sees the finding in a list", who)
		}
	}
	if r := w.as("dana").get("/findings/new?claim=" + w.sealedClaim); r.Code != http.StatusNotFound {
		t.Errorf("a sealed claim in the form: status %d", r.Code)
	}
}

func TestWhatAFindingLacksIsSaidAboveTheForm(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	r := b.post("/findings", url.Values{"case": {"main"}, "claim": {w.name}, "side_" + w.name: {"against"}, "conclusion": {"kept words"}, "standard": {"reasonable suspicion"}})
	page := parse(t, r.Body.String())
	if r.Code != http.StatusBadRequest || len(page.find(".note.bad")) != 1 || !strings.Contains(page.find("#conclusion")[0].text, "kept words") {
		t.Errorf("status %d", r.Code)
	}
	if r := b.get("/findings/new"); r.Code != http.StatusBadRequest {
		t.Errorf("a finding of nothing: status %d", r.Code)
	}
}

func TestTheHistoryOfAThingCanBeCompared(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("kian")
	page := b.page("/entities/" + w.entity + "/history")
	steps := page.find("tbody tr")
	if len(steps) < 6 {
		t.Fatalf("%d steps", len(steps))
	}
	last, first := page.find("input[name=to]")[0].attrs["value"], page.find("input[name=from]")[len(steps)-1].attrs["value"]
	page = b.page("/entities/" + w.entity + "/history?from=" + first + "&to=" + last)
	if !strings.Contains(page.text, "not recorded yet") {
		t.Error("the comparison does not tell what was not there before")
	}
	if r := b.get("/entities/" + w.entity + "/history?from=" + last + "&to=" + first); r.Code != http.StatusBadRequest {
		t.Errorf("comparing backwards: status %d", r.Code)
	}
}

func TestAListIsDescribed(t *testing.T) {
	w := newWorld(t, "")
	id := ""
	must(t, w.book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		all, err := s.Lists(ctx, "main")
		id = all[0].List
		return err
	}))
	b := w.as("dana")
	if r := b.post("/lists/"+id+"/describe", url.Values{"made_by": {"the families"}}); r.Code != http.StatusBadRequest {
		t.Errorf("a description that rests on nothing: status %d", r.Code)
	}
	page := b.page(b.posted("/lists/"+id+"/describe", url.Values{"made_by": {"the families"}, "copies": {"one list\n\nanother list"}, "repeats": {"1"}, "reason": {"its first page"}}))
	for _, want := range []string{"the families", "one list", "another list"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
