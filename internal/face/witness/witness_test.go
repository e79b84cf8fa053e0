package witness

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sanad/internal/core/witness"
	"sanad/internal/ground/fail"
)

// answers is a witness of one answer.
type answers struct {
	line string
	err  error
}

func (a answers) Cosign([]byte) (string, error) { return a.line, a.err }

func (a answers) Latest(hash string) ([]byte, error) { return []byte("latest " + hash), a.err }

func ask(a answers, method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	New(a, slog.New(slog.DiscardHandler)).ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w
}

func TestEachAnswerHasTheStatusThatTheStandardGivesIt(t *testing.T) {
	refused := func(status int) error {
		return &witness.Refusal{Status: status, Size: 7, Reason: "because"}
	}
	for _, c := range []struct {
		name, method, path string
		of                 answers
		status             int
		body, kind         string
	}{
		{"signed", "POST", "/add-checkpoint", answers{line: "— w AAAA\n"}, 200, "— w AAAA\n", "text/plain; charset=utf-8"},
		{"stale", "POST", "/add-checkpoint", answers{err: refused(409)}, 409, "7\n", "text/x.tlog.size"},
		{"a fork", "POST", "/add-checkpoint", answers{err: refused(422)}, 422, "because\n", "text/plain; charset=utf-8"},
		{"another key", "POST", "/add-checkpoint", answers{err: refused(403)}, 403, "because\n", "text/plain; charset=utf-8"},
		{"an unknown log", "POST", "/add-checkpoint", answers{err: refused(404)}, 404, "because\n", "text/plain; charset=utf-8"},
		{"no request", "POST", "/add-checkpoint", answers{err: refused(400)}, 400, "because\n", "text/plain; charset=utf-8"},
		{"a full disk", "POST", "/add-checkpoint", answers{err: errors.New("no space on /secret/place")}, 500, "the witness can't sign now\n", "text/plain; charset=utf-8"},
		{"looking", "GET", "/add-checkpoint", answers{}, 405, "", ""},
		{"the latest", "GET", "/abc/checkpoint", answers{}, 200, "latest abc\n", "text/plain; charset=utf-8"},
		{"none", "GET", "/abc/checkpoint", answers{err: fail.New(fail.NotFound, "none")}, 404, "no checkpoint of this log was signed\n", "text/plain; charset=utf-8"},
		{"a place that is none", "GET", "/", answers{}, 404, "", ""},
	} {
		got := ask(c.of, c.method, c.path, "old 0\n")
		if got.Code != c.status || c.body != "" && got.Body.String() != c.body || c.kind != "" && got.Header().Get("Content-Type") != c.kind {
			t.Errorf("%s: %d %q %s", c.name, got.Code, got.Body.String(), got.Header().Get("Content-Type"))
		}
	}
	if got := ask(answers{line: "x"}, http.MethodPost, "/add-checkpoint", strings.Repeat("x", witness.MaxRequest+2)); got.Code != 400 {
		t.Errorf("too long a request: %d", got.Code)
	}
}
