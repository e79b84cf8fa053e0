package door

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"sanad/internal/core/intake"
)

const (
	correctPath = "/en/correct/sorkhdasht"
	anEntity    = "e-0123456789abcdef"
)

func TestACorrectionArrivesWithTheEntryItIsAboutAndIsSealedAsOneStory(t *testing.T) {
	h := open(t)
	page := h.get(correctPath + "/" + anEntity)
	if page.Code != http.StatusOK || !strings.Contains(page.says("main code"), anEntity) || len(page.page.find("#entry")) != 0 {
		t.Fatalf("%d: %s", page.Code, page.says("main"))
	}
	form := page.page.find("main form")[0]
	if form.attrs["action"] != correctPath || strings.Contains(form.attrs["action"], anEntity) {
		t.Errorf("the form goes to %s: what is corrected stands in an address", form.attrs["action"])
	}
	got := h.send(correctPath, page.parts(part{field: "wrong", text: "the year"}, part{field: "right", text: "<1362>"}, part{field: "seen", text: "on the stone"},
		part{field: "uses", text: "archive"}, part{field: "name", text: "not asked"}, part{"files", "stone.jpg", "pixels"})...)
	if got.Code != http.StatusOK || len(h.box.letters) != 1 || len(got.page.find("ol.words li")) != 9 {
		t.Fatalf("%d: %s", got.Code, got.says("main"))
	}
	l := h.box.letters[0]
	want := intake.Story{Language: "en", Form: intake.FormCorrection, About: &intake.Reference{On: intake.AboutEntity, ID: anEntity},
		Fields:  []intake.Field{{Name: "wrong", Value: "the year"}, {Name: "right", Value: "<1362>"}, {Name: "seen", Value: "on the stone"}},
		Consent: intake.Consent{Uses: []intake.Use{intake.ToKeep}, Words: consentWords}}
	if !reflect.DeepEqual(l.story, want) || l.to != "sorkhdasht" || len(l.files) != 1 {
		t.Errorf("it arrives at %s with %v as\n%+v, want\n%+v", l.to, l.files, l.story, want)
	}
	if err := l.story.Check(); err != nil {
		t.Error(err)
	}
}

// Whoever asks learns nothing of the archive: a reference that is one gets the
// same page whatever it names, and one that is none is no reason to turn anybody
// away.
func TestEveryReferenceGetsTheSamePageAndWhatIsNoneIsToldGently(t *testing.T) {
	h := open(t)
	sum := strings.Repeat("ab", 32)
	first := h.get(correctPath + "/" + anEntity)
	for _, ref := range []string{"e-zzzzzzzzzzzzzzzz", "m-0123456789abcdef", "c-0123456789abcdef", "n-0123456789abcdef", "r-0123456789abcdef.P-017", sum} {
		got := h.get(correctPath + "/" + ref)
		if got.Code != http.StatusOK || strings.ReplaceAll(got.says("main"), ref, anEntity) != first.says("main") || len(got.text) != len(first.text) {
			t.Errorf("%s: %d, %d bytes: %s", ref, got.Code, len(got.text), got.says("main"))
		}
	}
	for _, ref := range []string{"E-0123456789ABCDEF", "e-0123456789abcde", "e-0123456789abcdeu", "x-0123456789abcdef", "r-0123456789abcdef.P-", "r-0123456789abcdef.P-0000001", strings.ToUpper(sum), "e-0123456789abcdef/x", "%3Cb%3Ecanary", "%00", "../../etc"} {
		got := h.get(correctPath + "/" + ref)
		if got.Code == http.StatusTemporaryRedirect || got.Code == http.StatusMovedPermanently { // the address is cleaned first
			continue
		}
		if got.Code != http.StatusOK || len(got.page.find("#entry")) != 1 || !strings.Contains(got.says("main .note"), "in your own words") || strings.Contains(got.text, "canary") {
			t.Errorf("%s: %d %s", ref, got.Code, got.says("main"))
		}
	}
	if got := h.get("/en/correct/nowhere/" + anEntity); got.Code != http.StatusNotFound {
		t.Errorf("a door that is none: %d", got.Code)
	}
}

func TestWithoutAReferenceTheEntryIsToldInWordsAndAForgedOneLosesNothing(t *testing.T) {
	h := open(t)
	page := h.get(correctPath)
	got := h.send(correctPath, page.parts(part{field: "about", text: "no reference"}, part{field: "wrong", text: "kept <words>"})...)
	if got.Code != http.StatusBadRequest || got.field("wrong") != "kept <words>" || len(h.box.letters) != 0 || len(got.page.find("#entry")) != 1 {
		t.Fatalf("%d: %s", got.Code, got.says("main"))
	}
	got = h.send(correctPath, got.parts(part{field: "entry", text: "the page of Aram Navid"}, part{field: "wrong", text: "kept <words>"})...)
	if got.Code != http.StatusOK || len(h.box.letters) != 1 {
		t.Fatalf("%d: %s", got.Code, got.says("main"))
	}
	if s := h.box.letters[0].story; s.About != nil || s.Form != intake.FormCorrection || s.Fields[0].Name != "entry" {
		t.Errorf("it arrives as %+v", s)
	}
	page = h.get(correctPath + "/" + anEntity)
	if got := h.send(correctPath, page.parts()...); got.Code != http.StatusBadRequest || got.says("main [role=alert]") != "Write something, or choose a file." || len(got.page.find("input[name=about][value="+anEntity+"]")) != 1 {
		t.Errorf("an empty correction: %d %s", got.Code, got.says("main"))
	}
}

func TestACorrectionGoesOnInAnotherLanguageWithEveryWord(t *testing.T) {
	h := open(t)
	got := h.post("/fa/correct/sorkhdasht", url.Values{"token": {h.token(correctPath)}, "about": {anEntity}, "wrong": {"kept"}, "uses": {"un"}})
	if got.Code != http.StatusOK || got.field("wrong") != "kept" || len(got.page.find("input[name=about][value="+anEntity+"]")) != 1 || len(got.page.find("input[value=un][checked=checked]")) != 1 {
		t.Errorf("%d: %s", got.Code, got.says("main"))
	}
	if len(got.page.find("header .langs a")) != 0 || len(got.page.find("button[formaction=/ar/correct/sorkhdasht]")) != 1 {
		t.Error("what was written would be lost by a change of language")
	}
	for _, lang := range []string{"en", "fa", "ar"} {
		page := h.get("/" + lang + "/correct/sorkhdasht/" + anEntity)
		if err := page.page.safe(); err != nil || len(page.text)%padTo != 0 {
			t.Errorf("%s: %v, %d bytes", lang, err, len(page.text))
		}
	}
}

func TestACorrectionIsRecordedOnce(t *testing.T) {
	h := open(t)
	page := h.get(correctPath + "/" + anEntity)
	for _, want := range []int{http.StatusOK, http.StatusConflict} {
		if got := h.send(correctPath, page.parts(part{field: "wrong", text: "x"})...); got.Code != want {
			t.Errorf("%d, want %d", got.Code, want)
		}
	}
	if len(h.box.letters) != 1 {
		t.Errorf("%d letters", len(h.box.letters))
	}
}
