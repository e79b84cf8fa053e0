package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/face/cli"
	"sanad/internal/ground/fail"
)

// askAt has a command done at an address, with a token.
func askAt(t *testing.T, address string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("sanad_X\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	_, err := Remote(context.Background(), cli.RemoteRequest{URL: address, TokenFile: file, Asked: cli.Asked{Command: "items"}, Out: &out,
		Note: func(string) {}, Progress: func(string, int64, int64) {}})
	return out.String(), err
}

func TestATokenGoesNowhereItCouldBeTaken(t *testing.T) {
	seen := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen++ }))
	defer elsewhere.Close()
	moved := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer moved.Close()
	unknown := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen++ }))
	unknown.Config.ErrorLog = nil
	unknown.StartTLS()
	defer unknown.Close()
	for address, want := range map[string]string{
		"http://archive.example.org":   "not protected on the way",
		"http://10.0.0.1:8080":         "not protected on the way",
		"ftp://localhost":              "not the address",
		"https://user:pass@localhost/": "not the address",
		moved.URL:                      "not as a Sanad does (status 307)",
		unknown.URL:                    "does not prove that it is who it says",
		strings.Replace(elsewhere.URL, "http://", "https://", 1): "does not speak TLS",
		"http://127.0.0.1:1": "is not reached",
	} {
		if _, err := askAt(t, address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
	if seen > 0 {
		t.Errorf("%d requests reached who should not be asked", seen)
	}
}

func TestAnAnswerThatBreaksOffIsNotTakenForWhole(t *testing.T) {
	frames := func(send func(*framer)) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", framesType)
			send(&framer{w: w})
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	out, err := askAt(t, frames(func(f *framer) { f.send(frameOut, []byte("half")) }))
	if out != "half" || err == nil || !strings.Contains(err.Error(), "broke off") {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := askAt(t, frames(func(f *framer) {
		f.sendJSON(frameFile, sentFile{Name: "../../evil", ID: 1})
		f.sendJSON(frameExit, ended{})
	})); err == nil || !strings.Contains(err.Error(), "nothing asked for") {
		t.Errorf("files were taken that nothing asked for: %v", err)
	}
	p := problemOf(fail.New(fail.Conflict, "it changed").Do("look again"))
	if _, err := askAt(t, frames(func(f *framer) { f.sendJSON(frameExit, ended{Problem: &p}) })); fail.Of(err) != fail.Conflict || err.Error() != "it changed; look again" {
		t.Errorf("%v", err)
	}
}

func TestATokenHasSoManyPlacesAndNoMore(t *testing.T) {
	p := places{each: map[string]int{}}
	for range maxEach {
		if !p.take("a") {
			t.Fatal("a place is refused too early")
		}
	}
	if p.take("a") {
		t.Error("one token takes all places")
	}
	p.leave("a")
	if !p.take("a") {
		t.Error("a place that was left is not free")
	}
	for token := range maxAtOnce {
		p.take(string(rune('b' + token)))
	}
	if p.take("other") {
		t.Error("there are more requests at once than there may be")
	}
}

func TestWhatFailedInsideIsNotTold(t *testing.T) {
	for text, err := range map[string]error{
		"it failed inside the archive": &os.PathError{Op: "open", Path: "/srv/secret", Err: os.ErrPermission},
		"the table could not be read":  fail.New(fail.Failed, "the table could not be read"),
		"building r-1: it is refused":  wrap("building r-1: ", fail.New(fail.Refused, "it is refused").Do("ask again")),
	} {
		data, _ := json.Marshal(problemOf(err))
		if !bytes.Contains(data, []byte(`"detail":"`+text+`"`)) || bytes.Contains(data, []byte("/srv")) {
			t.Errorf("%v is told as %s", err, data)
		}
	}
	inside := fail.New(fail.Failed, "reading %s: %w", "/srv/secret", os.ErrPermission)
	if p := problemOf(inside); strings.Contains(p.Detail, "/srv") {
		t.Errorf("it tells %q", p.Detail)
	}
}

type wrapped struct {
	before string
	err    error
}

func wrap(before string, err error) error { return wrapped{before, err} }

func (w wrapped) Error() string { return w.before + w.err.Error() }
func (w wrapped) Unwrap() error { return w.err }
