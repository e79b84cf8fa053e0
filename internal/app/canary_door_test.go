package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/intake"
	"sanad/internal/face/api"
)

// comesToTheDoor lets a giver hand something in, through the pages for strangers,
// and a signer sign; and lets others ask the door whatever can be asked. It gives
// the submission.
func (s *ceremonious) comesToTheDoor() string {
	s.t.Helper()
	names := canaries()
	words := filepath.Join(s.t.TempDir(), "words.txt")
	if err := os.WriteFile(words, []byte("We ask that the old mill be opened."), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.types("", "door", "open", "families", "--title", "en=Families")
	s.types("", "petition", "new", "old-mill", "--ask", "name,father", "--region", "north:en=North", "--region", "south:en=South")
	s.types("", "petition", "word", "old-mill", "--language", "en", "--title", "Open the mill", "--to", "the council", "--text", words)
	p := s.parts()
	s.t.Cleanup(func() { p.Close() })
	v := pagesOf(s.t, p)
	token := found(s.t, v.get("/fa/tell/families"), tokenField)
	file := "\x89PNG\r\n\x1a\n\x00" + names["giver's file"] + "\x00" + string(traces(names["giver's file"])[1])
	form := []string{"token", token, "what", "they took my son, says " + names["giver's story"], "uses", "archive", "name", names["giver"], "contact", names["giver"]}
	receipt := v.send(http.StatusOK, "/fa/tell/families", form, map[string]string{`..\../etc/` + names["giver's file name"] + "\u202e<b>.exe": file})
	own := strings.ReplaceAll(receipt, names["giver's story"], "") // the opening tells the giver's own words to the giver
	clean(s.t, "the giver's receipt", []byte(own))
	box, err := p.letterBox()
	if err != nil {
		s.t.Fatal(err)
	}
	signed, err := box.Sign(s.t.Context(), intake.Signature{Petition: "old-mill", Version: 1, Language: "en", Region: "south",
		Identity: []intake.Field{{Name: intake.FieldName, Value: names["signer"]}, {Name: intake.FieldFather, Value: names["signer's father"]}}})
	if err != nil {
		s.t.Fatal(err)
	}
	clean(s.t, "the signer's receipt", []byte(signed.Proof+signed.Opening))
	for _, lang := range []string{"/en", "/fa", "/ar"} {
		for _, at := range []string{"/", "/tell/families", "/return", "/sign/old-mill", "/withdraw", "/check"} {
			clean(s.t, "the door's "+lang+at, []byte(v.get(lang+at)))
		}
		again := v.send(http.StatusConflict, lang+"/tell/families", []string{"token", token, "what", "again"}, nil)
		clean(s.t, "the door's answer to a form that was sent", []byte(again))
		clean(s.t, "the door's answer to other words", []byte(v.post(http.StatusNotFound, lang+"/return", url.Values{"code": {"other words"}})))
	}
	thread := v.post(http.StatusOK, "/en/return", url.Values{"code": {strings.Join(wordsOn(receipt), " ")}})
	clean(s.t, "what whoever has the giver's words is shown", []byte(thread))
	return s.field(s.types("", "--json", "door", "inbox"), "submission")
}

// handedOn writes what of a submission and a petition goes to other machines
// without anything being opened, or with the key to count alone.
func (s *ceremonious) handedOn(submission string) {
	s.t.Helper()
	out := s.t.TempDir()
	s.types("", "door", "list")
	s.types("", "door", "show", submission)
	s.types("", "door", "sealed", submission, "--out", filepath.Join(out, "sealed"))
	s.types("", "petition", "show", "old-mill")
	s.types("", "petition", "close", "old-mill")
	s.types("", "petition", "tally", "old-mill", "--key", s.key("amina"), "--key", s.key("behnam"), "--second", "hold", "--out", filepath.Join(out, "tally"))
	s.types("", "petition", "export", "old-mill", "--out", filepath.Join(out, "export"))
	n := 0
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		data, err := os.ReadFile(path)
		clean(s.t, path, data)
		return err
	})
	if err != nil || n < 15 {
		s.t.Errorf("what is handed on has %d files: something was not looked at (%v)", n, err)
	}
}

// asksTheAPI asks for every address that shows something, as every sort of person,
// and has every command done that can be asked for over HTTP, as those who may do
// most, who see what is sealed, and who don't; with the names of the things that
// are sealed wherever one can be given.
func (s *ceremonious) asksTheAPI(submission string) {
	s.t.Helper()
	p := s.parts()
	s.t.Cleanup(func() { p.Close() })
	handler, err := p.deskHandler(func() {}, slog.New(slog.NewTextHandler(&s.said, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		s.t.Fatal(err)
	}
	given := map[string]any{"submission": submission, "petition": "old-mill", "query": "kardan", "id": "1", "entry": 1, "record": s.record(`"witness"`), "reason": "x"}
	answered := map[string]bool{}
	for _, as := range s.roles() {
		ask := asker{s.t, handler, strings.Fields(s.types("", "--as", as, "user", "token", "new", "a test"))[0]}
		for _, q := range questionsOf(s.t, given) {
			if q.method == http.MethodPost && !slices.Contains([]string{"founder", "rana", "rita"}, as) {
				continue
			}
			status, data := ask.ask(q)
			clean(s.t, fmt.Sprintf("the answer of %s %s to %s", q.method, q.path, as), data)
			answered[q.path] = answered[q.path] || status == http.StatusOK
		}
	}
	for _, path := range []string{"/api/v1/commands/door/show", "/api/v1/commands/door/inbox", "/api/v1/commands/petition/show", "/api/v1/commands/identity/list", "/api/v1/commands/unseal/list", "/api/v1/accessions", "/api/v1/items"} {
		if !answered[path] {
			s.t.Errorf("%s answered nobody: that it tells nothing proves nothing", path)
		}
	}
}

// question is one thing that is asked of the API.
type question struct{ method, path, body string }

// questionsOf gives a question for each address of the API's description, with
// what is given wherever it fits.
func questionsOf(t *testing.T, given map[string]any) (all []question) {
	t.Helper()
	text, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	type takes struct {
		RequestBody struct {
			Content map[string]struct {
				Schema struct{ Properties map[string]any }
			}
		}
	}
	var document struct{ Paths map[string]map[string]takes }
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	for path, methods := range document.Paths {
		if _, ok := methods["get"]; ok {
			for _, part := range strings.Split(path, "/") {
				if strings.HasPrefix(part, "{") {
					path = strings.Replace(path, part, fmt.Sprint(given["submission"]), 1)
				}
			}
			if path == "/api/v1/search" {
				path += "?query=kardan"
			}
			all = append(all, question{http.MethodGet, path, ""})
			continue
		}
		body := map[string]any{}
		for field := range methods["post"].RequestBody.Content["application/json"].Schema.Properties {
			if value, ok := given[field]; ok {
				body[field] = value
			}
		}
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, question{http.MethodPost, path, string(encoded)})
	}
	slices.SortFunc(all, func(a, b question) int { return strings.Compare(a.method+a.path, b.method+b.path) })
	return all
}

// asker asks the API in this process with a token.
type asker struct {
	t       *testing.T
	handler http.Handler
	token   string
}

// ask gives the whole answer, headers and trailers too.
func (a asker) ask(q question) (int, []byte) {
	a.t.Helper()
	r := httptest.NewRequest(q.method, q.path, strings.NewReader(q.body))
	r.Header.Set("Authorization", "Bearer "+a.token)
	if q.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	var all bytes.Buffer
	got := w.Result()
	if err := got.Header.Write(&all); err != nil {
		a.t.Fatal(err)
	}
	if _, err := io.Copy(&all, got.Body); err != nil {
		a.t.Fatal(err)
	}
	fmt.Fprint(&all, got.Trailer)
	return w.Code, all.Bytes()
}
