package door

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/ground/fail"
)

func TestWithTheWordsAGiverReadsAnswers(t *testing.T) {
	h := open(t)
	got := h.post("/en/return", url.Values{"code": {"1. " + strings.ReplaceAll(typed("en"), " ", "\n2) ")}})
	if got.Code != http.StatusOK {
		t.Fatalf("%d %s", got.Code, got.says("main"))
	}
	if said := got.says("li.ours"); !strings.Contains(said, "Do you remember <b>the ward</b>?") || !strings.Contains(said, "7 March 2031") {
		t.Errorf("the answer is %q", said)
	}
	if said := got.says("li.yours"); !strings.Contains(said, "2 files") {
		t.Errorf("what was handed in is told as %q", said)
	}
	if got.Header().Get("Location") != "" || strings.Contains(got.page.find("form")[0].attrs["action"], "?") {
		t.Error("the words get into an address")
	}
}

// A mother who writes Persian counts by the Solar year.
func TestDaysAreWrittenAsReadersOfTheLanguageDo(t *testing.T) {
	h := open(t)
	for lang, want := range map[string]string{"fa": "۱۶ اسفند ۱۴۰۹", "ar": "٧ مارس ٢٠٣١"} {
		got := h.post("/"+lang+"/return", url.Values{"code": {typed(lang)}})
		if said := got.says("li.ours"); !strings.Contains(said, want) {
			t.Errorf("in %s the answer is %q, want %q", lang, said, want)
		}
		if times := got.page.find("time[datetime=2031-03-07]"); len(times) != 1 {
			t.Errorf("in %s no program can read the day", lang)
		}
	}
}

func TestWrongUnknownAndEndedWordsAreAnsweredAlike(t *testing.T) {
	h := open(t)
	same := func(code string) string {
		got := h.post("/en/return", url.Values{"code": {code}})
		if got.Code != http.StatusNotFound || code != "" && strings.Contains(got.text, code) {
			t.Errorf("%q: %d", code, got.Code)
		}
		return got.text
	}
	unknown := same(strings.Join(strings.Fields(typed("en"))[1:], " ") + " " + strings.Fields(typed("en"))[0])
	for _, code := range []string{"", "no words of ours", "\xff\xfe", strings.Repeat("acid ", 10_000), "' OR 1=1 --"} {
		if same(code) != unknown {
			t.Errorf("%.20q gets another page", code)
		}
	}
	h.box.ended = true
	if same(typed("en")) != unknown {
		t.Error("words of an ended thread get another page")
	}
	if len(h.box.entered) != 7 {
		t.Errorf("of 7 codes %d were tried: those that are not look different by time", len(h.box.entered))
	}
}

func TestMoreIsAddedToAThreadWithFiles(t *testing.T) {
	h := open(t)
	page := h.post("/en/return", url.Values{"code": {typed("en")}})
	add := []part{{field: "token", text: page.field("token")}, {field: "code", text: typed("en")}, {field: "more", text: "Yes, ward three."}, {"files", "map.png", "x"}}
	got := h.send("/en/return/add", add...)
	if got.Code != http.StatusOK || len(h.box.letters) != 1 || h.box.letters[0].to != "thread" || h.box.letters[0].story.Fields[0].Value != "Yes, ward three." {
		t.Fatalf("%d %s", got.Code, got.says("main"))
	}
	if got := h.send("/en/return/add", add...); got.Code != http.StatusConflict || len(h.box.letters) != 1 {
		t.Errorf("the same form again: %d, %d letters", got.Code, len(h.box.letters))
	}
	add[1].text = "no words of ours"
	add[0].text = h.token(tellPath)
	if got := h.send("/en/return/add", add...); got.Code != http.StatusNotFound || h.box.begun != 1 {
		t.Errorf("a letter of no thread: %d", got.Code)
	}
}

func TestFilesBeforeTheWordsOfAThreadAreNotTaken(t *testing.T) {
	h := open(t)
	got := h.send("/en/return/add", part{field: "token", text: h.token(tellPath)}, part{"files", "a", "x"}, part{field: "code", text: typed("en")})
	if got.Code != http.StatusNotFound || h.box.begun != 0 {
		t.Errorf("%d, %d letters begun", got.Code, h.box.begun)
	}
}

func TestAThreadIsEndedByWhoSaysSoTwice(t *testing.T) {
	h := open(t)
	if got := h.post("/en/return/end", url.Values{"code": {typed("en")}}); got.Code != http.StatusBadRequest || h.box.ended {
		t.Errorf("without the tick: %d", got.Code)
	}
	if got := h.post("/en/return/end", url.Values{"code": {typed("en")}, "sure": {"yes"}}); got.Code != http.StatusOK || !h.box.ended || got.says("main h1") != "The thread has ended" {
		t.Errorf("with it: %d %s", got.Code, got.says("main"))
	}
}

func TestASignatureIsTheVersionAndLanguageThatWasRead(t *testing.T) {
	h := open(t)
	page := h.get("/en/sign/open-graves?text=fa")
	if page.says("article h1") != "گورها را بگشایید" || page.page.find("article")[0].attrs["dir"] != "rtl" {
		t.Errorf("the text is %q", page.says("article"))
	}
	form := url.Values{"token": {page.field("token")}, "version": {page.field("version")}, "text": {page.field("text")}, "id-name": {"  Mina   Aram "}, "id-birth_year": {"1360"}, "region": {"north"}, "agree": {"yes"}}
	got := h.post("/en/sign/open-graves", form)
	if got.Code != http.StatusOK || len(h.box.signed) != 1 {
		t.Fatalf("%d %s", got.Code, got.says("main"))
	}
	s := h.box.signed[0]
	if s.Language != "fa" || s.Version != 1 || s.Region != "north" || len(s.Identity) != 2 || s.Identity[0].Value != "Mina Aram" {
		t.Errorf("what is signed is %+v", s)
	}
	if got := h.post("/en/sign/open-graves", form); got.Code != http.StatusConflict || len(h.box.signed) != 1 {
		t.Errorf("sent twice, it is recorded %d times", len(h.box.signed))
	}
}

func TestNoSignatureWithoutAYesANameAndTheTextOfNow(t *testing.T) {
	h := open(t)
	good := func() url.Values {
		return url.Values{"token": {h.token(tellPath)}, "version": {"1"}, "text": {"en"}, "id-name": {"Mina"}, "id-birth_year": {"1360"}, "agree": {"yes"}}
	}
	for what, change := range map[string]func(url.Values){
		"no yes":           func(f url.Values) { f.Del("agree") },
		"no year":          func(f url.Values) { f.Del("id-birth_year") },
		"no name":          func(f url.Values) { f.Set("id-name", " ") },
		"another version":  func(f url.Values) { f.Set("version", "2") },
		"another language": func(f url.Values) { f.Set("text", "de") },
		"another region":   func(f url.Values) { f.Set("region", "nowhere") },
		"a huge name":      func(f url.Values) { f.Set("id-name", strings.Repeat("x", maxLine)) },
	} {
		form := good()
		change(form)
		if got := h.post("/en/sign/open-graves", form); got.Code < 400 || got.Code >= 500 || len(h.box.signed) != 0 {
			t.Errorf("%s: %d, %d signatures", what, got.Code, len(h.box.signed))
		}
	}
	h.box.fail = fail.New(fail.Usage, "it is longer than 512 bytes")
	if got := h.post("/en/sign/open-graves", good()); got.Code != http.StatusBadRequest || got.field("id-name") != "Mina" {
		t.Errorf("answers that are too long together: %d", got.Code)
	}
	h.box.none = true
	h.clock = h.clock.Add(recent)
	if got := h.post("/en/sign/open-graves", good()); got.Code != http.StatusNotFound || len(h.box.signed) != 0 {
		t.Errorf("a closed petition: %d", got.Code)
	}
}

func TestASignatureIsWithdrawnWithItsWords(t *testing.T) {
	h := open(t)
	if got := h.post("/en/withdraw", url.Values{"code": {"no words of ours"}}); got.Code != http.StatusNotFound || h.box.withdrawn != 0 {
		t.Errorf("wrong words: %d", got.Code)
	}
	got := h.post("/en/withdraw", url.Values{"code": {typed("en")}})
	if got.Code != http.StatusOK || h.box.withdrawn != 1 || !strings.Contains(got.says("pre.proof"), "proof of withdrawal") {
		t.Errorf("%d %s", got.Code, got.says("main"))
	}
}
