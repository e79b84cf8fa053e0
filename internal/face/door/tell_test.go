package door

import (
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/intake"
)

// walk goes through all steps as a browser does, with what each page gives.
func walk(t *testing.T, h *house, answers map[string][]string) reply {
	t.Helper()
	at := h.get(tellPath)
	for i := range len(steps()) - 1 {
		form := url.Values{"to": {strconv.Itoa(i + 1)}}
		for _, n := range append(at.page.find("form input"), at.page.find("form textarea")...) {
			name := n.attrs["name"]
			switch {
			case n.attrs["type"] == "hidden":
				form.Add(name, n.attrs["value"])
			case n.attrs["type"] == "checkbox" || n.attrs["type"] == "radio":
				for _, want := range answers[name] {
					if want == n.attrs["value"] {
						form.Add(name, want)
					}
				}
			default:
				form.Add(name, strings.Join(answers[name], ""))
			}
		}
		if at = h.post(tellPath, form); at.Code != http.StatusOK {
			t.Fatalf("step %d: %d %s", i+1, at.Code, at.says("main"))
		}
	}
	return at
}

// parts gives what the last page sends, with files.
func (r reply) parts(files ...part) (out []part) {
	for _, n := range r.page.find("form input") {
		if n.attrs["type"] == "hidden" {
			out = append(out, part{field: n.attrs["name"], text: n.attrs["value"]})
		}
	}
	return append(out, files...)
}

func account() map[string][]string {
	return map[string][]string{
		"what": {"در بند سه بودم.\n\n\"They\" took <him> & me.\nعند الفجر"}, "account": {"self"}, "teller": {"a cellmate"}, "before": {"no"}, "where": {"Sorkhdasht"}, "when": {"spring 1367"},
		"victims": {"Aram Navid"}, "responsible": {"the ward's head"}, "uses": {"archive", "court"}, "court": {"the court of Mehrabad"}, "name": {"Mina"}, "contact": {"by words"},
	}
}

func TestAReportGoesThroughAllStepsWithoutAScriptAndArrivesWhole(t *testing.T) {
	h := open(t)
	last := walk(t, h, account())
	if shown := last.says("main .told"); !strings.Contains(shown, "\"They\" took <him> & me.") || !strings.Contains(shown, "I lived it or saw it myself") || !strings.Contains(shown, "Mina") {
		t.Errorf("before it is sent the page shows %q", shown)
	}
	if h.box.begun != 0 {
		t.Error("something was handed in before the last button")
	}
	got := h.send(tellPath, last.parts(part{"files", "", ""}, part{"files", "letter.txt", "dear"}, part{"files", "scan.pdf", "%PDF"})...)
	if got.Code != http.StatusOK || len(h.box.letters) != 1 {
		t.Fatalf("%d: %s", got.Code, got.says("main"))
	}
	l := h.box.letters[0]
	want := intake.Story{Language: "en", Fields: []intake.Field{{Name: "what", Value: "در بند سه بودم.\n\n\"They\" took <him> & me.\nعند الفجر"}, {Name: "account", Value: "self"}, {Name: "before", Value: "no"},
		{Name: "where", Value: "Sorkhdasht"}, {Name: "when", Value: "spring 1367"}, {Name: "victims", Value: "Aram Navid"}, {Name: "responsible", Value: "the ward's head"}},
		Giver:   []intake.Field{{Name: "teller", Value: "a cellmate"}, {Name: "name", Value: "Mina"}, {Name: "contact", Value: "by words"}},
		Consent: intake.Consent{Uses: []intake.Use{intake.ToKeep, intake.ToNamedCourt}, Court: "the court of Mehrabad", Words: consentWords}}
	if !reflect.DeepEqual(l.story, want) {
		t.Errorf("it arrives as\n%+v, want\n%+v", l.story, want)
	}
	if len(l.files) != 2 || l.files[0].name != "letter.txt" || l.files[1].bytes != 4 || l.to != "sorkhdasht" {
		t.Errorf("with the files %+v at %s", l.files, l.to)
	}
}

func TestTheReceiptIsShownOnceWithWordsProofAndPicture(t *testing.T) {
	h := open(t)
	got := h.send("/fa/tell/sorkhdasht", part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "x"})
	if listed := got.page.find("ol.words li"); len(listed) != 9 {
		t.Errorf("the page has %d words", len(listed))
	}
	if !strings.Contains(got.says("pre.proof"), "proof of letter") || len(got.page.find("svg.qr path")) != 2 || got.page.find("svg.qr")[0].attrs["aria-label"] == "" {
		t.Errorf("the page shows %q", got.says("main"))
	}
	if shown := got.says("main"); strings.Contains(shown, "of the letter") {
		t.Error("what opens the proof is shown to whoever looks over the shoulder")
	}
	for i, want := range []string{"Sanad receipt v1\nproof of letter\n", "opening\nof the letter\n"} {
		form := url.Values{}
		for _, n := range got.page.find("form")[i].find("input") {
			form.Set(n.attrs["name"], strings.ReplaceAll(n.attrs["value"], "\n", "\r\n")) // as browsers send it
		}
		file := h.post("/fa/copy", form)
		if file.text != want || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "attachment") || file.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("the file holds %q with %v", file.text, file.Header())
		}
		form.Set("text", "<script>")
		if file := h.post("/fa/copy", form); file.Code != http.StatusConflict || strings.Contains(file.text, "<script>") {
			t.Errorf("the door makes files for anybody: %d", file.Code)
		}
	}
}

func TestNothingNeedBeAnsweredButSomethingMustBeSent(t *testing.T) {
	h := open(t)
	last := walk(t, h, nil)
	got := h.send(tellPath, last.parts(part{"files", "", ""})...)
	if got.Code != http.StatusBadRequest || got.says("main [role=alert]") != "Write something, or choose a file." || h.box.begun != 0 {
		t.Errorf("an empty form: %d %s", got.Code, got.says("main [role=alert]"))
	}
	if got := h.send(tellPath, got.parts(part{"files", "only.jpg", "picture"})...); got.Code != http.StatusOK || len(h.box.letters) != 1 || h.box.letters[0].told != 1 {
		t.Errorf("a file alone: %d %s", got.Code, got.says("main"))
	}
	if uses := h.box.letters[0].story.Consent.Uses; uses != nil {
		t.Errorf("without a tick there is consent to %v", uses)
	}
}

func TestAnEmptyFileIsLeftOutAndSaidSo(t *testing.T) {
	h := open(t)
	got := h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{"files", "empty.txt", ""}, part{"files", "full.txt", "x"})
	if got.Code != http.StatusOK || !strings.Contains(got.says("main .note"), "empty.txt") || len(h.box.letters[0].files) != 1 {
		t.Errorf("%d %s", got.Code, got.says("main"))
	}
}

func TestTheLanguageCanBeChangedWithoutLosingAWord(t *testing.T) {
	h := open(t)
	got := h.post("/fa/tell/sorkhdasht", url.Values{"token": {h.token(tellPath)}, "to": {"2"}, "what": {"kept"}})
	if got.field("what") != "kept" || got.says("main h1") != "کجا و چه وقت" {
		t.Errorf("it is %q with %q", got.says("main h1"), got.field("what"))
	}
	if links := got.page.find("header .langs a"); len(links) != 0 {
		t.Error("a link would lose what was written")
	}
	if buttons := got.page.find("button[formaction=/ar/tell/sorkhdasht]"); len(buttons) != 1 {
		t.Error("there is no button for another language")
	}
}

func TestAConsentThatWasNotTickedIsNotGiven(t *testing.T) {
	h := open(t)
	h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "x"}, part{field: "court", text: "some court"}, part{field: "uses", text: "public"})
	if c := h.box.letters[0].story.Consent; c.Court != "" || len(c.Uses) != 1 || c.Uses[0] != intake.ToPublish {
		t.Errorf("the consent is %+v", c)
	}
	if got := h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "x"}, part{field: "uses", text: "everything"}); got.Code != http.StatusBadRequest {
		t.Errorf("a use that is not offered: %d", got.Code)
	}
}
