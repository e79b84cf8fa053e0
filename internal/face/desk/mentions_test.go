package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
)

// named takes in a letter in which a known name stands, as it is known and in
// another script.
func (w *world) namesake() custody.Sum {
	sum, taken := w.take(w.openID, "told.txt", "text/plain", "told")
	w.append("kian", taken, w.pages(sum, "نوید کاردان was there. So was Omid Barani."))
	return sum
}

func nameForms(page *node) (forms []*node) {
	for _, f := range page.find("form") {
		if strings.HasSuffix(f.attrs["action"], "/mentions") {
			forms = append(forms, f)
		}
	}
	return forms
}

func fieldsOf(form *node, verdict string) url.Values {
	out := url.Values{"verdict": {verdict}}
	for _, input := range form.find("input") {
		if input.attrs["name"] != "token" {
			out.Set(input.attrs["name"], input.attrs["value"])
		}
	}
	return out
}

func TestAKnownNameIsAcceptedOrDeclined(t *testing.T) {
	w := newWorld(t, "")
	sum := w.namesake()
	target := "/items/" + sum.String() + "/mentions"
	for _, lang := range words.Langs() {
		b := w.as("dana")
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, target, lang, b.page(target))
		checkPage(t, target, lang, b.page("/items/"+sum.String()))
	}
	b := w.as("dana")
	if onItem, own := len(nameForms(b.page("/items/"+sum.String()))), len(nameForms(b.page(target))); onItem == 0 || own < onItem {
		t.Fatalf("%d forms on the item's page, %d on the page of names", onItem, own)
	}
	before := len(nameForms(b.page(target)))
	form := nameForms(b.page(target))[0]
	to := b.posted(form.attrs["action"], fieldsOf(form, "accepted"))
	page := b.page(to)
	if len(page.find(".note[role=status]")) != 1 || len(nameForms(page)) >= before {
		t.Error("what was accepted is proposed again, or nothing tells that it was accepted")
	}
	if item := b.page("/items/" + sum.String()); len(item.find(".astext mark")) == 0 {
		t.Error("the accepted passage is not cited")
	}
	if r := b.post(form.attrs["action"], fieldsOf(form, "declined")); r.Code != http.StatusConflict {
		t.Errorf("judging what was judged: status %d", r.Code)
	}
	for range before {
		forms := nameForms(b.page(target))
		if len(forms) == 0 {
			return
		}
		b.posted(forms[len(forms)-1].attrs["action"], fieldsOf(forms[len(forms)-1], "declined"))
	}
	t.Error("there is no end of what is proposed")
}

func TestOnlyThoseWhoMayClaimJudgeANameAndOnlyFromHere(t *testing.T) {
	w := newWorld(t, "")
	sum := w.namesake()
	target := "/items/" + sum.String() + "/mentions"
	form := fieldsOf(nameForms(w.as("dana").page(target))[0], "accepted")
	events := len(w.book.events)
	if page := w.as("rana").page(target); len(nameForms(page)) != 0 || len(page.find(".card")) == 0 {
		t.Error("a reader is offered to judge, or is not shown the names")
	}
	for _, handle := range []string{"rana", "pia", "amin", "adel"} {
		if r := w.as(handle).post(target, form); r.Code != http.StatusForbidden {
			t.Errorf("%s judges a name: status %d", handle, r.Code)
		}
	}
	b := w.as("dana")
	if r := b.do(http.MethodPost, target, url.Values{"token": {"other"}, "verdict": {"accepted"}}); r.Code != http.StatusForbidden {
		t.Errorf("a form of no session: status %d", r.Code)
	}
	b.headers = map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
	if r := b.post(target, form); r.Code != http.StatusForbidden {
		t.Errorf("a form of another site: status %d", r.Code)
	}
	b = w.as("dana")
	wrong := url.Values{"passage": form["passage"], "entity": {"e-0000000000000000"}, "verdict": {"accepted"}}
	for verdict, want := range map[string]int{"perhaps": http.StatusBadRequest, "accepted": http.StatusConflict} {
		wrong.Set("verdict", verdict)
		if r := b.post(target, wrong); r.Code != want {
			t.Errorf("%s of a stranger: status %d, want %d", verdict, r.Code, want)
		}
	}
	if len(w.book.events) != events {
		t.Errorf("%d entries were made", len(w.book.events)-events)
	}
}

func TestANameOnlySealedThingsKnowIsNotProposed(t *testing.T) {
	w := newWorld(t, "")
	sum, taken := w.take(w.openID, "told.txt", "text/plain", "told")
	w.append("kian", taken, w.pages(sum, "Seen was Hidden Person, by the gate."))
	target := "/items/" + sum.String() + "/mentions"
	if cards := w.as("kian").page(target).find("li.card"); len(cards) == 0 {
		t.Fatal("a custodian is not told of the name: the test looks at nothing")
	}
	if cards := w.as("rana").page(target).find("li.card"); len(cards) != 0 {
		t.Errorf("a reader is told of %q", cards[0].text)
	}
}

func TestANameInAnotherScriptIsMarkedAsWeak(t *testing.T) {
	w := newWorld(t, "")
	sum, taken := w.take(w.openID, "told.txt", "text/plain", "told")
	w.append("kian", taken, w.pages(sum, "Sara Baghban came with نوید کاردان."))
	weak := map[string]bool{}
	for _, card := range w.as("rana").page("/items/" + sum.String() + "/mentions").find("li.card") {
		weak[card.find("a")[0].text] = len(card.find(".tag.weak")) == 1
	}
	if is, ok := weak["Sara Baghban"]; !is || !ok {
		t.Errorf("a name in another script is told as %v", weak)
	}
	if is, ok := weak["نوید کاردان"]; is || !ok {
		t.Errorf("a name as it is known is told as %v", weak)
	}
}
