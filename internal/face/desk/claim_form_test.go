package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/claim"
)

// claimOn gives the fields every claim of these tests is posted with.
func (w *world) claimOn(property string, more url.Values) url.Values {
	form := url.Values{"passage": {w.cited}, "case": {"main"}, "kind": {"Person"}, "property": {property}, "entity": {w.entity}}
	for name, values := range more {
		form[name] = values
	}
	return form
}

func TestAClaimIsStatedInThreeSteps(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	about := b.page("/claims/new?passage=" + w.cited + "&about=" + url.QueryEscape("نوید کاردان"))
	if n := len(about.find(".kinds a")); n != 19 {
		t.Errorf("%d kinds are offered, want all 19", n)
	}
	found := false
	for _, a := range about.find("#found a") {
		found = found || strings.HasSuffix(a.attrs["href"], "entity="+w.entity)
	}
	if !found {
		t.Error("the person is not found by the name")
	}
	properties := b.page("/claims/new?passage=" + w.cited + "&entity=" + w.entity)
	if n := len(properties.find("tbody tr")); n < 40 {
		t.Errorf("%d properties of a person are offered", n)
	}
	if form := b.page("/claims/new?passage=" + w.cited + "&kind=Person&property=death_manner"); len(form.find("#term option")) < 20 {
		t.Error("the terms of the vocabulary are not offered")
	}
	for _, bad := range []string{"", "&kind=Dragon", "&kind=Person&property=wings"} {
		target := "/claims/new?passage=" + w.cited + bad
		if bad == "" {
			target = "/claims/new"
		}
		if r := b.get(target); r.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", target, r.Code)
		}
	}
}

func TestADateIsReadBeforeItIsRecorded(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	before := len(w.book.events)
	form := w.claimOn("arrest_date", url.Values{"value": {"پاییز ۱۳۶۷"}, "lang": {"fa"}})
	r := b.post("/claims/preview", form)
	page := parse(t, r.Body.String())
	if r.Code != http.StatusOK || !strings.Contains(page.text, "1988-09-23/1988-12-21") {
		t.Fatalf("status %d, and the page does not say how the date is read", r.Code)
	}
	for _, want := range []string{"23 September 1988", "1 Mehr 1367", "30 Azar 1367", "Safar 1409"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the bounds do not say %q", want)
		}
	}
	if len(w.book.events) != before {
		t.Error("seeing how it is read recorded something")
	}
	if got := page.find("#value")[0].attrs["value"]; got != "پاییز ۱۳۶۷" {
		t.Errorf("the form holds %q", got)
	}
	shown := b.page(b.posted("/claims", form))
	if !strings.Contains(shown.text, "1988-09-23/1988-12-21") || !strings.Contains(shown.text, "نوید کاردان") {
		t.Error("the claim's page does not show the date and what was written")
	}
	r = b.post("/claims/preview", w.claimOn("arrest_date", url.Values{"value": {"the day the swallows left"}}))
	if page := parse(t, r.Body.String()); r.Code != http.StatusOK || len(page.find(".read .note.warn")) != 1 {
		t.Error("it is not told that a date was not read")
	}
}

func TestWhatCannotBeRecordedKeepsWhatWasTyped(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	for name, form := range map[string]url.Values{
		"numbers the wrong way round": w.claimOn("children", url.Values{"low": {"9"}, "high": {"۳"}, "note": {"kept words"}}),
		"duress without grounds":      w.claimOn("status", url.Values{"flag": {"duress"}, "note": {"kept words"}}),
		"a record that is not there":  w.claimOn("burial_place", url.Values{"record": {"nowhere at all"}, "note": {"kept words"}}),
		"a grade that is none":        w.claimOn("status", url.Values{"source_grade": {"Q"}, "note": {"kept words"}}),
		"a valid time that is none":   w.claimOn("status", url.Values{"valid_from": {"long ago"}, "note": {"kept words"}}),
		"a day that is none":          w.claimOn("arrest_date", url.Values{"value": {"friday"}, "reference": {"soon"}, "note": {"kept words"}}),
	} {
		before := len(w.book.events)
		r := b.post("/claims", form)
		page := parse(t, r.Body.String())
		if r.Code != http.StatusBadRequest || len(page.find(".note.bad")) != 1 || !strings.Contains(page.find("#note")[0].text, "kept words") {
			t.Errorf("%s: status %d, %d warnings", name, r.Code, len(page.find(".note.bad")))
		}
		if len(w.book.events) != before {
			t.Errorf("%s was recorded", name)
		}
	}
}

func TestATypedClaimIsShownWithItsChain(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	to := b.posted("/claims", w.claimOn("children", url.Values{"low": {"۳"}, "comparator": {"at least"}, "scope": {"by the first marriage"},
		"who": {"an officer", "a guard", "", "", "a lawyer"}, "verb": {"said", "said", "", "", "wrote"}, "medium": {"conversation", "", "", "", "letter"},
		"occasion": {"at the gate", "", "", "", ""}, "said_on": {"", "", "", "", "1361/7/1"}, "teller": {"", "", "", "", w.entity},
		"flag": {"hearsay"}, "ground_hearsay": {"none of them was there"}, "valid_as_of": {"1361"}, "note": {"two hands"}}))
	page := b.page(to)
	for _, want := range []string{"at least 3", "by the first marriage", "none of them was there", "two hands", "hearsay of hearsay", "at the gate"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if deepest := page.find(".told .told .told"); len(deepest) != 1 || !strings.Contains(deepest[0].text, "an officer") {
		t.Errorf("the chain is not nested from the document to who is quoted: %d", len(deepest))
	}
	if links := page.find(".told a"); len(links) != 1 || links[0].attrs["href"] != "/entities/"+w.entity {
		t.Error("the teller does not lead to their record")
	}
}

func TestAClaimIsCorrectedByAFormThatHoldsIt(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	old, _, _ := strings.Cut(b.posted("/claims", w.claimOn("arrest_date", url.Values{"value": {"21 Mehr 1361"}, "who": {"a guard"}, "verb": {"said"}, "note": {"a slip"}})), "?")
	page := b.page(old + "/correct")
	if got := page.find("#value")[0].attrs["value"]; got != "1982-10-13" {
		t.Errorf("the form holds the date %q", got)
	}
	if page.find("#who1")[0].attrs["value"] != "a guard" {
		t.Error("the form lost the teller")
	}
	fixed := b.posted(old+"/correct", w.claimOn("arrest_date", url.Values{"value": {"22 Mehr 1361"}, "reason": {"misread"}, "who": {"a guard"}, "verb": {"said"}}))
	page = b.page(fixed)
	if !strings.Contains(page.text, "1982-10-14") || strings.Contains(page.text, "a slip") {
		t.Error("the correction does not say just what the form said")
	}
	page = b.page(old)
	if len(page.find("p.tags .tag.withdrawn")) != 1 || len(page.find(".note.warn a")) != 1 {
		t.Error("the old claim does not lead to the one in its place")
	}
	if r := b.get(old + "/correct"); r.Code != http.StatusConflict {
		t.Errorf("correcting a withdrawn claim: status %d", r.Code)
	}
}

func TestASecondReaderAcceptsGradesAndFlags(t *testing.T) {
	w := newWorld(t, "")
	kian, dana := w.as("kian"), w.as("dana")
	target := "/claims/" + w.name
	if r := kian.post(target+"/accept", url.Values{"reason": {"x"}}); r.Code != http.StatusForbidden {
		t.Errorf("who recorded a claim accepts it: status %d", r.Code)
	}
	if len(kian.page(target).find("button[formaction="+target+"/accept]")) != 0 || len(dana.page(target).find("button[formaction="+target+"/accept]")) != 1 {
		t.Error("accepting is offered to the wrong person")
	}
	page := dana.page(dana.posted(target+"/accept", url.Values{"reason": {"it says so"}}))
	if len(page.find("p.tags .tag.accepted")) != 1 {
		t.Error("the claim is not shown as accepted")
	}
	dana.posted(target+"/dispute", url.Values{"reason": {"another hand"}})
	dana.posted(target+"/grade", url.Values{"source_grade": {"D"}, "info_grade": {"5"}, "reason": {"seen the original"}})
	dana.posted(target+"/flag", url.Values{"flag": {"hearsay"}, "do": {"lift"}, "reason": {"she was there"}})
	page = dana.page(target)
	for _, want := range []string{"disputed", "D5", "another hand", "seen the original", "she was there"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, c := range []struct {
		target string
		form   url.Values
		want   int
	}{
		{target + "/flag", url.Values{"flag": {"hearsay"}, "do": {"lift"}, "reason": {"x"}}, http.StatusConflict},
		{target + "/flag", url.Values{"flag": {"hearsay"}, "do": {"wave"}, "reason": {"x"}}, http.StatusBadRequest},
		{target + "/grade", url.Values{"source_grade": {"Q"}, "reason": {"x"}}, http.StatusBadRequest},
		{target + "/forget", url.Values{"reason": {"x"}}, http.StatusNotFound},
	} {
		if r := dana.post(c.target, c.form); r.Code != c.want {
			t.Errorf("%s %v: status %d, want %d", c.target, c.form, r.Code, c.want)
		}
	}
}

// A chapter is folded, and characters that turn the direction of what is shown
// are told and kept inside their own element.
func TestLongAndTurnedTextsAreShownSafely(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	long := strings.Repeat("کلمه ", 12_000)
	to := b.posted("/claims", w.claimOn("description", url.Values{"value": {long}, "note": {hostile}}))
	for _, target := range []string{to, "/entities/" + w.entity, "/claims"} {
		page := b.page(target)
		if err := page.safe(); err != nil {
			t.Errorf("%s: %v", target, err)
		}
		for _, n := range page.find("bdi") {
			if len(n.text) > 10_000 {
				t.Errorf("%s: a text of %d bytes is not folded", target, len(n.text))
			}
		}
	}
	if folded := b.page(to).find("details.long div"); len(folded) == 0 || len(folded[0].text) < 60_000 {
		t.Error("the whole of the text can't be opened")
	}
	turned := b.page(b.posted("/claims", w.claimOn("nickname", url.Values{"value": {"\u202eنامه"}})))
	if !strings.Contains(turned.text, "invisible characters") {
		t.Error("it is not told that the text turns its direction")
	}
	if s := (claim.Made{Value: "x"}); len(remarksOf(s)) != 0 {
		t.Error("a plain claim has remarks")
	}
}

// However many claims there are on one property, its page stays readable and
// leads to the others.
func TestManyClaimsOnOnePropertyAreShownInPart(t *testing.T) {
	w := newWorld(t, "")
	for i := range propertyClaims + 3 {
		w.claim(w.entity, "activity", "deed "+string(rune('a'+i)), w.cited)
	}
	b := w.as("dana")
	more := "/claims?entity=" + w.entity + "&property=activity"
	if links := b.page("/entities/" + w.entity).find("a[href=" + more + "]"); len(links) != 1 || !strings.Contains(links[0].text, "3") {
		t.Fatalf("%d links to the claims that are left out", len(links))
	}
	if rows := b.page(more).find("tbody tr"); len(rows) != propertyClaims+3 {
		t.Errorf("%d claims behind the link", len(rows))
	}
}
