package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
)

// file is one file of a form.
type file struct{ name, data string }

// formOf writes a form with files as a browser does.
func formOf(token string, files ...file) (body []byte, kind string) {
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	w.WriteField("token", token)
	for _, f := range files {
		part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="files"; filename="%s"`, f.name)}, "Content-Type": {"text/html"}})
		if err != nil {
			panic(err)
		}
		io.WriteString(part, f.data)
	}
	w.Close()
	return out.Bytes(), w.FormDataContentType()
}

// send posts a body to an accession.
func (b *browser) send(accession string, body io.Reader, kind string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/accessions/"+accession+"/files", body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	return w
}

func (b *browser) formToken() string { return formToken(b.cookies["sanad-session"]) }

// begin begins an accession and gives its id.
func (b *browser) begin(more url.Values) string {
	b.t.Helper()
	form := url.Values{"source": {"the neighbour"}, "case": {"main"}, "note": {"left at the door"}}
	for k, v := range more {
		form[k] = v
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.posted("/accessions", form), "/accessions/"), "/add")
}

func TestFilesAreHandedInByAPlainForm(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, "/accessions/new", lang, b.page("/accessions/new"))
	}
	id := b.begin(nil)
	body, kind := formOf(b.formToken(), file{"box/one.html", "<script>one</script>"}, file{`C:\scans\two.txt`, "two"}, file{"../../etc/three", letterText}, file{"", ""})
	r := b.send(id, bytes.NewReader(body), kind)
	if r.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", r.Code, r.Body)
	}
	add := r.Header().Get("Location")
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, add, lang, b.page(add))
	}
	rows := b.page(add).find("section tbody tr")
	if len(rows) != 3 {
		t.Fatalf("%d files came", len(rows))
	}
	for i, want := range []string{"box/one.html", "C:/scans/two.txt", "etc/three"} {
		if got := rows[i].find("bdi")[0].text; got != want {
			t.Errorf("file %d is called %q, want %q", i, got, want)
		}
	}
	if len(rows[0].find(".tag.weak")) != 0 || len(rows[2].find(".tag.weak")) != 1 {
		t.Error("it is not told which bytes are held already")
	}

	b.cookies["sanad-lang"] = "en"

	// The same again is not recorded again; other bytes under a name are.
	body, kind = formOf(b.formToken(), file{"box/one.html", "<script>one</script>"}, file{"box/one.html", "<script>another</script>"})
	page := b.page(b.send(id, bytes.NewReader(body), kind).Header().Get("Location"))
	if rows := page.find("section tbody tr"); len(rows) != 1 || len(page.find("section .note[role=status]")) != 1 {
		t.Errorf("sent again, %d files came", len(rows))
	}
	to := b.posted("/accessions/"+id+"/close", url.Values{"read": {"1"}})
	if job := w.jobs.last(); to != "/jobs/"+job.ID || job.Kind != "process" {
		t.Errorf("then it leads to %s", to)
	}
	if items := b.page("/accessions/" + id).find("dl dd")[4].text; !strings.HasPrefix(items, "4 ") {
		t.Errorf("the accession holds %s", items)
	}
	if r := b.send(id, bytes.NewReader(body), kind); r.Code != http.StatusConflict {
		t.Errorf("adding to what is complete: %d", r.Code)
	}

	// What was sent as a page is never one here.
	original := b.get("/items/" + rows[0].find("code")[0].attrs["title"] + "/original")
	if got := original.Header().Get("Content-Type"); got != "application/octet-stream" || !strings.HasPrefix(original.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file is handed out as %s", got)
	}
}

// A form that was cut off leaves what came whole, and no byte of the rest.
func TestAFormThatBreaksOffLeavesWhatCameWhole(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	id := b.begin(nil)
	long := strings.Repeat("half a file ", 1000)
	body, kind := formOf(b.formToken(), file{strings.Repeat("n", maxFileName+1), "x"}, file{"whole.txt", "this came whole"}, file{"half.txt", long}, file{"never.txt", "x"})
	cut := bytes.Index(body, []byte(long)) + 5000
	kept := len(w.blobs.kept)
	r := b.send(id, io.MultiReader(bytes.NewReader(body[:cut]), failing{}), kind)
	page := b.page(r.Header().Get("Location"))
	if rows := page.find("section tbody tr"); len(rows) != 1 || rows[0].find("bdi")[0].text != "whole.txt" {
		t.Errorf("%d files are shown as taken", len(rows))
	}
	if lost := page.find("section .note.bad li"); len(lost) != 2 || !strings.Contains(lost[0].text, "longer than") || !strings.Contains(lost[1].text, "half.txt") {
		t.Errorf("what did not come whole is told as %d lines", len(lost))
	}
	if n := len(w.blobs.kept) - kept; n != 1 {
		t.Errorf("%d files are kept", n)
	}

	// Sent again, it is there once.
	b.send(id, bytes.NewReader(body), kind)
	b.posted("/accessions/"+id+"/close", url.Values{})
	if items := b.page("/accessions/" + id).find("dl dd")[4].text; !strings.HasPrefix(items, "3 ") {
		t.Errorf("the accession holds %s", items)
	}
}

// A name that no form can carry ends the form. That files were lost there is on
// record, and told.
func TestAFileWhoseNameBreaksTheFormIsNotLostInSilence(t *testing.T) {
	for _, name := range []string{"b\x01.txt", "b\x1b[31m.txt", "b\x7f.txt", "b\x00.txt"} {
		w := newWorld(t, "")
		b := w.as("dana")
		id := b.begin(nil)
		body, kind := formOf(b.formToken(), file{"one.txt", "this came whole"}, file{name, "x"}, file{"three.txt", "three"})
		page := b.page(b.send(id, bytes.NewReader(body), kind).Header().Get("Location"))
		if lost := page.find("section .note.bad li"); len(lost) != 1 || !strings.Contains(lost[0].text, "behind file 1") {
			t.Errorf("%q: %d losses are told", name, len(lost))
		}
		if rows := page.find("section tbody tr"); len(rows) != 1 {
			t.Errorf("%q: %d files are shown as taken", name, len(rows))
		}
	}
}

// failing is a line that breaks.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestFilesNeedTheFormOfTheirSession(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	id := b.begin(nil)
	before := len(w.book.events)
	for what, token := range map[string]string{"no token": "", "another's token": w.as("kian").formToken()} {
		body, kind := formOf(token, file{"a", "x"})
		if r := b.send(id, bytes.NewReader(body), kind); r.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", what, r.Code)
		}
	}
	body, kind := formOf(b.formToken())
	if r := b.send(id, bytes.NewReader(body), kind); r.Code != http.StatusBadRequest {
		t.Errorf("a form without files: %d", r.Code)
	}
	if r := b.send(id, strings.NewReader("token=x"), "application/x-www-form-urlencoded"); r.Code != http.StatusBadRequest {
		t.Errorf("a form of another kind: %d", r.Code)
	}
	body, kind = formOf(w.as("kian").formToken(), file{"a", "x"})
	if r := w.as("kian").send(id, bytes.NewReader(body), kind); r.Code != http.StatusForbidden {
		t.Errorf("somebody else adds to it: %d", r.Code)
	}
	if n := len(w.book.events); n != before {
		t.Errorf("%d events were recorded", n-before)
	}
	if r := b.post("/accessions", url.Values{"source": {" "}}); r.Code != http.StatusBadRequest {
		t.Errorf("no source: %d", r.Code)
	}
}

// Who hands in what is sealed sees it until they say that it is all, and nobody
// else but custodians ever does.
func TestWhatIsHandedInSealedIsTheirsUntilItIsComplete(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	id := b.begin(url.Values{"sealed": {"1"}, "source": {"the secret giver"}})
	body, kind := formOf(b.formToken(), file{"secret.txt", "nobody may see this"})
	add := b.send(id, bytes.NewReader(body), kind).Header().Get("Location")
	if rows := b.page(add).find("section tbody tr"); len(rows) != 1 || strings.Contains(b.page(add).text, "secret giver") {
		t.Errorf("%d files came, or the source is told", len(rows))
	}
	for handle, want := range map[string]int{"dana": 1, "kian": 0} {
		if open := w.as(handle).page("/accessions").find("#open a"); len(open) != want {
			t.Errorf("%s may go on with %d accessions", handle, len(open))
		}
	}
	for _, handle := range []string{"rana", "pia", "adel"} {
		if r := w.as(handle).get("/accessions/" + id); r.Code != http.StatusNotFound {
			t.Errorf("%s sees it: %d", handle, r.Code)
		}
	}
	if to := b.posted("/accessions/"+id+"/close", url.Values{}); to != "/accessions?done=handed-in" {
		t.Errorf("then it leads to %s", to)
	}
	if open := b.page("/accessions").find("#open a"); len(open) != 0 {
		t.Error("what is complete can be gone on with")
	}
	for _, at := range []string{"/accessions/" + id, "/accessions/" + id + "/add", "/items/" + sumOf("nobody may see this")} {
		if r := b.get(at); r.Code != http.StatusNotFound {
			t.Errorf("once it is complete %s is there: %d", at, r.Code)
		}
	}
	if r := w.as("kian").get("/accessions/" + id); r.Code != http.StatusOK {
		t.Errorf("a custodian does not see it: %d", r.Code)
	}
	for _, e := range w.book.events {
		if strings.Contains(string(e.Body), "the secret giver") {
			t.Error("the source's name is in the ledger")
		}
	}
}

func sumOf(data string) string { return custody.Sum(sha256.Sum256([]byte(data))).String() }

// noManifests keeps no manifest.
type noManifests struct{}

func (noManifests) WriteManifest(_ context.Context, _ string, write func(io.Writer) error) error {
	return write(io.Discard)
}

func (noManifests) ReadManifest(context.Context, string) (io.ReadCloser, error) {
	return nil, custody.ErrNotKept
}
