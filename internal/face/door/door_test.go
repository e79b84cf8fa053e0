package door

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"
)

// house is a door with its letter box.
type house struct {
	t      *testing.T
	box    *box
	door   http.Handler
	log    *bytes.Buffer
	clock  time.Time
	prefix string
}

func open(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	h := &house{t: t, box: &box{}, log: &bytes.Buffer{}, clock: time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)}
	opt := Options{Box: h.box, Archive: "Archive of Sorkhdasht", Key: "sanad/x+key", Leave: "https://example.org/", Onion: "http://abc.onion/", Clock: func() time.Time { return h.clock }, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(h.log, nil))}
	for _, c := range change {
		c(&opt)
	}
	h.prefix = opt.Prefix
	var err error
	if h.door, err = New(opt); err != nil {
		t.Fatal(err)
	}
	return h
}

// reply is an answer with its page.
type reply struct {
	*httptest.ResponseRecorder
	text string
	page *node
}

func (h *house) do(r *http.Request) reply {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	got := reply{ResponseRecorder: w, text: w.Body.String()}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		got.page = parse(h.t, got.text)
	}
	return got
}

func (h *house) get(path string) reply {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, h.prefix+path, nil))
}

func (h *house) post(path string, form url.Values) reply {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, h.prefix+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "null") // as browsers write it, for the pages have no referrer
	return h.do(r)
}

// part is a field of a form, or a file if it has a name.
type part struct{ field, file, text string }

// send posts a form with files, its parts in their order.
func (h *house) send(path string, parts ...part) reply {
	h.t.Helper()
	body, kind := encode(h.t, parts...)
	r := httptest.NewRequest(http.MethodPost, h.prefix+path, body)
	r.Header.Set("Content-Type", kind)
	return h.do(r)
}

func encode(t *testing.T, parts ...part) (io.Reader, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, p := range parts {
		head := textproto.MIMEHeader{}
		disposition := `form-data; name="` + p.field + `"`
		if p.file != "" {
			disposition += `; filename="` + strings.NewReplacer("\\", "\\\\", `"`, `\"`).Replace(p.file) + `"`
		}
		head.Set("Content-Disposition", disposition)
		to, err := w.CreatePart(head)
		if err == nil {
			_, err = to.Write([]byte(p.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &body, w.FormDataContentType()
}

// token takes the token of the form on a page.
func (h *house) token(path string) string {
	h.t.Helper()
	return h.get(path).field("token")
}

// field gives what a field of the page's form holds.
func (r reply) field(name string) string {
	found := r.page.find("form [name=" + name + "]")
	switch {
	case len(found) == 0:
		return ""
	case found[0].name == "textarea":
		return strings.TrimPrefix(found[0].text, "\n")
	}
	return found[0].attrs["value"]
}

// says gives the text of what a selector finds, in one line.
func (r reply) says(selector string) string {
	var out []string
	for _, n := range r.page.find(selector) {
		out = append(out, strings.Join(strings.Fields(n.text), " "))
	}
	return strings.Join(out, " | ")
}

const tellPath = "/en/tell/sorkhdasht"

func TestEveryPageIsSafeInEveryLanguageAndSetsNothing(t *testing.T) {
	for _, prefix := range []string{"", "/door"} {
		h := open(t, func(o *Options) { o.Prefix = prefix })
		for _, lang := range []string{"en", "fa", "ar"} {
			for _, path := range []string{"/", "/tell/sorkhdasht", "/return", "/withdraw", "/check", "/sign/open-graves", "/nowhere"} {
				got := h.get("/" + lang + path)
				if want := http.StatusOK; got.Code != want && path != "/nowhere" {
					t.Fatalf("%s%s: %d\n%s", lang, path, got.Code, got.text)
				}
				if err := got.page.safe(); err != nil {
					t.Errorf("%s%s: %v", lang, path, err)
				}
				html := got.page.find("html")[0]
				if dir := map[string]string{"en": "ltr"}[lang]; html.attrs["lang"] != lang || dir != "" && html.attrs["dir"] != dir || dir == "" && html.attrs["dir"] != "rtl" {
					t.Errorf("%s%s is in %v", lang, path, html.attrs)
				}
				if len(got.text)%padTo != 0 {
					t.Errorf("%s%s has %d bytes, which tell what it holds", lang, path, len(got.text))
				}
				if leave := got.page.find("a.leave"); len(leave) != 1 || leave[0].attrs["href"] != "https://example.org/" {
					t.Errorf("%s%s has no way to leave quickly", lang, path)
				}
				for _, n := range append(got.page.find("a"), got.page.find("form")...) {
					for _, at := range []string{n.attrs["href"], n.attrs["action"]} {
						if strings.HasPrefix(at, "/") && !strings.HasPrefix(at, prefix+"/") {
							t.Errorf("%s%s leads to %s, outside the door", lang, path, at)
						}
					}
				}
			}
		}
	}
}

func TestNoAnswerSetsACookieOrAllowsAnythingFromElsewhere(t *testing.T) {
	h := open(t)
	for _, got := range []reply{h.get("/"), h.get("/fa/"), h.get(tellPath), h.get("/door.css"), h.get("/nowhere"), h.post("/en/return", url.Values{"code": {"x"}})} {
		head := got.Header()
		if head.Get("Set-Cookie") != "" {
			t.Errorf("a cookie is set: %v", head)
		}
		if p := head.Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'") {
			t.Errorf("the policy is %q", p)
		}
		if head.Get("Referrer-Policy") != "no-referrer" || head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("the heads are %v", head)
		}
		if got.page != nil && head.Get("Cache-Control") != "no-store" {
			t.Errorf("a page may be kept: %v", head)
		}
	}
	if strings.Contains(string(style), "url(") || strings.Contains(string(style), "@import") {
		t.Error("the style asks for more")
	}
}

func TestTheFirstPageOffersTheLanguageOfTheBrowserFirst(t *testing.T) {
	h := open(t)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Language", "fa-IR, en;q=0.5")
	got := h.do(r)
	cards := got.page.find("main section")
	if len(cards) != 3 || cards[0].attrs["lang"] != "fa" || got.page.find("html")[0].attrs["dir"] != "rtl" {
		t.Errorf("the languages are offered as %q", got.says("main section"))
	}
}

func TestWhatTheArchiveSaysOfADoorIsTextAndNeverMarkup(t *testing.T) {
	got := open(t).get("/en/")
	if said := got.says("main section p"); !strings.Contains(said, "Abc <script>alert(1)</script>") {
		t.Errorf("the page says %q", said)
	}
	if got := open(t).get("/fa/"); got.says("main section h2") != "زندان سرخ‌دشت" {
		t.Errorf("in Persian the door is called %q", got.says("main section h2"))
	}
}

func TestAClosedHouseTakesNothing(t *testing.T) {
	h := open(t)
	token := h.token(tellPath)
	h.box.none = true
	h.clock = h.clock.Add(recent)
	if got := h.get("/en/"); got.page.find("a.button[href=/en/tell/sorkhdasht]") != nil {
		t.Error("a door is offered that is closed")
	}
	if got := h.get(tellPath); got.Code != http.StatusNotFound {
		t.Errorf("the form of a closed door is shown: %d", got.Code)
	}
	if got := h.send(tellPath, part{field: "token", text: token}, part{field: "what", text: "late"}); got.Code != http.StatusNotFound || h.box.begun != 0 {
		t.Errorf("a closed door took a letter: %d", got.Code)
	}
}

func TestAFailureInsideTellsNothingOfItselfAndLogsNothingOfTheVisitor(t *testing.T) {
	h := open(t)
	h.box.fail = io.ErrShortWrite
	token := h.token(tellPath)
	got := h.send(tellPath, part{field: "token", text: token}, part{field: "what", text: "canary-words"}, part{"files", "canary-name.txt", "canary-bytes"})
	if got.Code != http.StatusInternalServerError || strings.Contains(got.text, "short write") {
		t.Errorf("it says %d: %s", got.Code, got.says("main"))
	}
	if log := h.log.String(); log == "" || strings.Contains(log, "canary") || strings.Contains(log, "192.0.2.1") || strings.Contains(log, "sorkhdasht") {
		t.Errorf("it logs %q", log)
	}
	if h.box.abandoned != 1 {
		t.Error("what was sealed of it is kept")
	}
	h.box.fail = nil
	if got := h.send(tellPath, part{field: "token", text: token}, part{field: "what", text: "again"}); got.Code != http.StatusOK {
		t.Errorf("a form that failed can't be sent again: %d %s", got.Code, got.says("main"))
	}
}
