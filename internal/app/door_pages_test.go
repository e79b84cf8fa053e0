package app

import (
	"bytes"
	"context"
	"html"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sanad/internal/face/cli"
	"sanad/internal/flow"
)

// stranger meets the door of an archive over HTTP, as a browser without scripts
// and without cookies does.
type stranger struct {
	t    testing.TB
	base string
}

// pagesOf serves the door of an archive.
func pagesOf(t testing.TB, p *parts) *stranger {
	t.Helper()
	handler, err := p.doorHandler("")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &stranger{t, server.URL}
}

func (v *stranger) get(path string) string {
	v.t.Helper()
	r, err := http.Get(v.base + path)
	return v.read(r, err, http.StatusOK)
}

func (v *stranger) post(status int, path string, form url.Values) string {
	v.t.Helper()
	r, err := http.PostForm(v.base+path, form)
	return v.read(r, err, status)
}

// send posts a form with files; fields come in the order given, as pairs.
func (v *stranger) send(status int, path string, fields []string, files map[string]string) string {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			v.t.Fatal(err)
		}
	}
	for name, text := range files {
		to, err := w.CreateFormFile("files", name)
		if err == nil {
			_, err = io.WriteString(to, text)
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	w.Close() // a buffer takes everything
	r, err := http.Post(v.base+path, w.FormDataContentType(), &body)
	return v.read(r, err, status)
}

func (v *stranger) read(r *http.Response, err error, status int) string {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != status {
		v.t.Fatalf("%s, %v: %s", r.Status, err, page)
	}
	if len(r.Cookies()) != 0 {
		v.t.Errorf("a stranger got a cookie")
	}
	return string(page)
}

var (
	tokenField = regexp.MustCompile(`name="token" value="([^"]*)"`)
	wordItem   = regexp.MustCompile(`<li><b>([^<]*)</b></li>`)
	proofText  = regexp.MustCompile(`(?s)<pre class="proof"[^>]*>(.*?)</pre>`)
)

// found gives what an expression finds on a page.
func found(t testing.TB, page string, what *regexp.Regexp) string {
	t.Helper()
	m := what.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("there is no %s: %s", what, page)
	}
	return html.UnescapeString(m[1])
}

func wordsOn(page string) (words []string) {
	for _, m := range wordItem.FindAllStringSubmatch(page, -1) {
		words = append(words, m[1])
	}
	return words
}

func TestAVisitorReportsReturnsAndReadsAnAnswerAndNothingOfItLiesOpenAtTheDoor(t *testing.T) {
	r := newReceived(t)
	v := pagesOf(t, r.p)
	token := found(t, v.get("/fa/tell/families"), tokenField)
	page := v.send(http.StatusOK, "/fa/tell/families", []string{"token", token, "what", "canary-story of the mill", "uses", "archive", "name", "canary-giver"}, map[string]string{"canary-name.txt": "canary-bytes"})
	words, proof := wordsOn(page), found(t, page, proofText)
	if len(words) != 9 {
		t.Fatalf("there are %d words", len(words))
	}
	checked(t, r.p, proof, "")
	all := r.submissions(t)
	if len(all) != 1 {
		t.Fatalf("%d submissions are recorded", len(all))
	}
	v.send(http.StatusConflict, "/fa/tell/families", []string{"token", token, "what", "again"}, nil)
	if n := len(r.submissions(t)); n != 1 {
		t.Errorf("one form makes %d submissions", n)
	}
	code := strings.Join(words, " ")
	if thread := v.post(http.StatusOK, "/en/return", url.Values{"code": {code}}); !strings.Contains(thread, "There is no answer yet") {
		t.Error("a thread without an answer has one")
	}
	if err := flow.Answer(t.Context(), r.p.archive, r.actor, all[0].Submission, "Do you remember the ward?"); err != nil {
		t.Fatal(err)
	}
	thread := v.post(http.StatusOK, "/ar/return", url.Values{"code": {code}})
	if !strings.Contains(thread, "Do you remember the ward?") {
		t.Errorf("the answer is not there: %s", thread)
	}
	added := v.send(http.StatusOK, "/ar/return/add", []string{"token", found(t, thread, tokenField), "code", code, "more", "canary-more"}, map[string]string{"x": "canary-bytes"})
	checked(t, r.p, found(t, added, proofText), "")
	v.post(http.StatusOK, "/ar/return/end", url.Values{"code": {code}, "sure": {"yes"}})
	v.post(http.StatusNotFound, "/ar/return", url.Values{"code": {code}})
	for _, canary := range []string{"canary-story", "canary-giver", "canary-name", "canary-bytes", "canary-more", words[0] + " " + words[1]} {
		if where := lying(t, r.dir, canary); where != "" {
			t.Errorf("%s lies open in %s", canary, where)
		}
	}
}

// lying gives a file below dir that holds a text.
func lying(t *testing.T, dir, text string) (where string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			where = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return where
}

func TestTheDoorHasAListenerOfItsOwnThatKnowsNothingOfTheDesk(t *testing.T) {
	r := newReceived(t)
	for _, where := range []string{"127.0.0.1:0", "/door"} {
		ctx, stop := context.WithCancel(context.Background())
		ready, done := make(chan cli.Served, 1), make(chan error, 1)
		go func() {
			done <- r.p.serve(ctx, cli.ServeRequest{Listen: "127.0.0.1:0", Door: where}, func(at cli.Served) { ready <- at })
		}()
		at := <-ready
		status := func(address string) int {
			t.Helper()
			got, err := http.Get(address)
			if err != nil {
				t.Fatal(err)
			}
			got.Body.Close()
			return got.StatusCode
		}
		if got := status(at.Door + "en/tell/families"); got != http.StatusOK {
			t.Errorf("%s: the door answers %d", at.Door, got)
		}
		if got := status(at.Door + "signin"); got != http.StatusNotFound {
			t.Errorf("%s: the door answers for the desk: %d", at.Door, got)
		}
		if got := status(at.Address + "signin"); got != http.StatusOK {
			t.Errorf("%s: the desk answers %d", at.Address, got)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- r.p.serveDoor(ctx, "127.0.0.1:0", func(at string) { ready <- at }) }()
	if got, err := http.Get(<-ready + "en/tell/families"); err != nil || got.Body.Close() != nil || got.StatusCode != http.StatusOK {
		t.Errorf("the door alone answers %v (%v)", got, err)
	}
	if stop(); <-done != nil {
		t.Error("the door alone does not end well")
	}
	if err := r.p.serve(context.Background(), cli.ServeRequest{Listen: "127.0.0.1:0", Door: "/items"}, nil); err == nil {
		t.Error("the door took the place of the desk's pages")
	}
}
