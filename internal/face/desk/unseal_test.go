package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/seal"
	"sanad/internal/face/words"
)

func TestKeyHoldersAreShownWithWhatIsInDanger(t *testing.T) {
	w := newWorld(t, "")
	for _, lang := range words.Langs() {
		b := w.as("kian")
		b.cookies["sanad-lang"] = string(lang)
		page := b.page("/keys")
		checkPage(t, "/keys", lang, page)
		if rows := page.find("tbody tr"); len(rows) != 3 {
			t.Errorf("%s: %d holders are shown, want two and who was removed", lang, len(rows))
		}
		if dangers := page.find("li.note.warn"); len(dangers) != 1 {
			t.Errorf("%s: %d dangers are shown", lang, len(dangers))
		}
	}
	for _, handle := range others() {
		page := w.as(handle).page("/keys")
		if rows := page.find("tbody tr"); len(rows) != 2 || len(page.find("li.note.warn")) != 0 || strings.Contains(page.text, "holder-three") {
			t.Errorf("%s is told of %d holders, and that something is sealed: %s", handle, len(rows), page.text)
		}
	}
}

func TestARequestIsAskedApprovedAndRefusedAtTheDesk(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("kian")
	to := b.posted("/unseal", url.Values{"record": {"d-1"}, "reason": {"to warn her"}, "recipient": {"age1pq1kian"}, "minutes": {"30"}})
	at, _, _ := strings.Cut(to, "?")
	id := strings.TrimPrefix(at, "/unseal/")
	page := b.page(to)
	for _, want := range []string{"to warn her", "the Quiet Heron", "0 approvals of 2 needed", "holder-one", "removed"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	out, err := seal.ReadSlip(page.find("pre")[len(page.find("pre"))-1].text)
	if err != nil || out.Request != id || len(out.Shares) != 3 || out.Recipient != "age1pq1kian" {
		t.Fatalf("the slip on the page is %+v, %v", out, err)
	}
	slip := func(request, holder string) url.Values {
		text, err := seal.Slip{Request: request, Shares: []seal.Held{{Holder: holder, Sealed: []byte("x")}}}.Text()
		must(t, err)
		return url.Values{"slip": {text}}
	}
	before := len(w.book.events)
	for what, c := range map[string]struct {
		form url.Values
		want int
	}{
		"no slip": {url.Values{"slip": {"yes"}}, http.StatusBadRequest}, "the slip of another request": {slip("u-WAITING", "holder-one"), http.StatusBadRequest},
		"a stranger": {slip(id, "stranger"), http.StatusForbidden}, "who was removed": {slip(id, "holder-three"), http.StatusForbidden},
	} {
		if r := b.post(at+"/approve", c.form); r.Code != c.want {
			t.Errorf("%s: status %d, want %d", what, r.Code, c.want)
		}
	}
	if r := b.post(at+"/refuse", url.Values{"reason": {" "}}); r.Code != http.StatusBadRequest {
		t.Errorf("refused without a reason: status %d", r.Code)
	}
	if n := len(w.book.events); n != before {
		t.Errorf("%d events were recorded of what was refused", n-before)
	}
	b.posted(at+"/approve", slip(id, "holder-one"))
	page = b.page(b.posted(at+"/approve", slip(id, "holder-two")))
	if !strings.Contains(page.text, "can be opened") || !strings.Contains(page.text, "sanad unseal open "+id) {
		t.Errorf("two have approved, and the page says %s", page.text)
	}
	page = b.page(b.posted(at+"/refuse", url.Values{"reason": {"nobody called me"}}))
	if !strings.Contains(page.text, "nobody called me") || len(page.find("form[action="+at+"/approve]")) != 0 {
		t.Error("it is refused, and can be approved still")
	}
	if r := b.post(at+"/approve", slip(id, "holder-one")); r.Code != http.StatusForbidden {
		t.Errorf("approved after it was refused: status %d", r.Code)
	}
}

func TestWhoOpenedWhatAndWhyIsListed(t *testing.T) {
	w := newWorld(t, "")
	for _, lang := range words.Langs() {
		b := w.as("kian")
		b.cookies["sanad-lang"] = string(lang)
		for _, target := range []string{"/unseal", "/unseal/u-OPENED", "/unseal/u-WAITING"} {
			checkPage(t, target, lang, b.page(target))
		}
		list := b.page("/unseal")
		if rows := list.find("tbody tr"); len(rows) != 2 || !strings.Contains(rows[1].text, "the court asks") || !strings.Contains(rows[1].text, "kian") {
			t.Errorf("%s: %d requests are listed: %s", lang, len(rows), list.text)
		}
	}
	for what, form := range map[string]url.Values{
		"no reason": {"record": {"d-1"}, "recipient": {"age1pq1x"}}, "no key": {"record": {"d-1"}, "reason": {"x"}},
		"a key of another kind": {"record": {"d-1"}, "reason": {"x"}, "recipient": {"age1classic"}}, "too long": {"record": {"d-1"}, "reason": {"x"}, "recipient": {"age1pq1x"}, "minutes": {"20000"}},
	} {
		if r := w.as("kian").post("/unseal", form); r.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", what, r.Code)
		}
	}
	for _, handle := range others() {
		if r := w.as(handle).get("/unseal"); r.Code != http.StatusForbidden {
			t.Errorf("%s lists requests: status %d", handle, r.Code)
		}
	}
}
