package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestATokenOpensTheAPIAndNothingElse(t *testing.T) {
	a := newAsking(t)
	wants := func(what string, status int, resp *http.Response, data []byte) {
		t.Helper()
		if resp.StatusCode != status {
			t.Errorf("%s: status %d, want %d\n%s", what, resp.StatusCode, status, data)
		}
	}
	good := a.token
	resp, data := a.ask("GET", "/api/v1/items", "")
	wants("a token", http.StatusOK, resp, data)
	a.token = ""
	resp, data = a.ask("GET", "/api/v1/items", "")
	wants("no token", http.StatusUnauthorized, resp, data)
	resp, data = a.ask("GET", "/api/v1/items", "", "Cookie", "sanad-session="+good)
	wants("a token as a cookie", http.StatusUnauthorized, resp, data)
	a.token = good + "x"
	resp, data = a.ask("GET", "/api/v1/items", "")
	wants("a false token", http.StatusUnauthorized, resp, data)

	a.token = good
	resp, data = a.ask("GET", "/items", "", "Cookie", "sanad-session="+good)
	if resp.Request.URL.Path != "/signin" || bytes.Contains(data, []byte("letter.txt")) {
		t.Errorf("a token opens a page of the desk: %s, status %d", resp.Request.URL, resp.StatusCode)
	}
	for _, command := range []string{"user/token/new", "user/password", "backup", "serve", "key/new", "rebuild", "doctor", "init", "sandboxed", "review/work"} {
		resp, data = a.ask("POST", "/api/v1/commands/"+command, `{"name":"x","user":"ana","file":"x"}`)
		wants(command, http.StatusNotFound, resp, data)
	}
	a.must("--archive", filepath.Join(a.dir, "archive"), "--as", "ben", "user", "token", "new", "x")
	a.must("--archive", filepath.Join(a.dir, "archive"), "user", "disable", "ben")
	listed := a.must("--json", "--archive", filepath.Join(a.dir, "archive"), "user", "token", "list")
	id := listed[strings.Index(listed, `"t-`)+1:][:12]
	a.must("--archive", filepath.Join(a.dir, "archive"), "user", "token", "revoke", id)
	resp, data = a.ask("GET", "/api/v1/items", "")
	wants("a revoked token", http.StatusUnauthorized, resp, data)
}

// Programs that ask for an import under the address it had first go on.
func TestTheAPIKeepsTheFirstAddressOfImport(t *testing.T) {
	a := newAsking(t)
	args := `{"file":"nowhere.csv","map":"nowhere.yaml"}`
	_, before := a.ask("POST", "/api/v1/commands/import", args)
	resp, now := a.ask("POST", "/api/v1/commands/import/table", args)
	if resp.StatusCode == http.StatusNotFound && bytes.Contains(now, []byte("no such command")) || !bytes.Equal(before, now) {
		t.Errorf("%s\n%s", before, now)
	}
	if resp, data := a.ask("POST", "/api/v1/commands/import/bayanat", args); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a folder is imported from afar: %d %s", resp.StatusCode, data)
	}
}

func TestATokenOfADisabledAccountOpensTheAPINoMore(t *testing.T) {
	a := newAsking(t)
	a.token = a.typist.token("ben")
	if resp, data := a.ask("GET", "/api/v1/items", ""); resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", resp.StatusCode, data)
	}
	a.must("--archive", filepath.Join(a.dir, "archive"), "user", "disable", "ben")
	if resp, data := a.ask("GET", "/api/v1/items", ""); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d: %s", resp.StatusCode, data)
	}
	a.must("--archive", filepath.Join(a.dir, "archive"), "user", "add", "ben", "--role", "reader", "--change")
	if resp, _ := a.ask("GET", "/api/v1/items", ""); resp.StatusCode != http.StatusUnauthorized {
		t.Error("a token came to life again")
	}
}

func TestNotThereAndNotForYouAreTheSameBytesOfTheAPI(t *testing.T) {
	a := newAsking(t)
	archive := filepath.Join(a.dir, "archive")
	a.must("--archive", archive, "key", "new", "kian", "--out", filepath.Join(a.dir, "kian.key"))
	sealed := filepath.Join(a.dir, "hidden.txt")
	if err := os.WriteFile(sealed, []byte("the guard of the night shift\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := a.must("--json", "--archive", archive, "add", sealed, "--source", "a guard", "--sealed")
	sum := out[strings.Index(out, `"sha256":"`)+10:][:64]
	none := strings.Repeat("ab", 32)
	if resp, _ := a.ask("GET", "/api/v1/items/"+sum, ""); resp.StatusCode != http.StatusOK {
		t.Fatalf("who may see it does not: status %d", resp.StatusCode)
	}
	a.token = a.typist.token("ana", "--role", "reader")
	for _, path := range []string{"/api/v1/items/ID", "/api/v1/items/ID/text", "/api/v1/items/ID/original", "/api/v1/items/ID/near", "/api/v1/claims?rests-on=ID", "/api/v1/ledger/ID/proof"} {
		var got [2]string
		for i, id := range []string{sum, none} {
			resp, data := a.ask("GET", strings.ReplaceAll(path, "ID", id), "")
			resp.Header.Del("Date")
			var head bytes.Buffer
			resp.Header.Write(&head)
			got[i] = strings.ReplaceAll(resp.Status+"\n"+head.String()+string(data), id, "ID")
			got[i] = strings.ReplaceAll(got[i], id[:12], "ID")
		}
		if got[0] != got[1] {
			t.Errorf("%s\nsealed: %s\nabsent: %s", path, got[0], got[1])
		}
	}
	for _, path := range []string{"/api/v1/items", "/api/v1/accessions", "/api/v1/search?query=guard"} {
		if _, data := a.ask("GET", path, ""); bytes.Contains(data, []byte(sum)) || bytes.Contains(data, []byte("hidden.txt")) {
			t.Errorf("%s tells: %s", path, data)
		}
	}
	for _, command := range []string{"process", "verify"} {
		if resp, data := a.ask("POST", "/api/v1/commands/"+command, "{}"); resp.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d: %s", command, resp.StatusCode, data)
		}
	}
}

func TestARequestToTheAPIReachesNoFileOfTheServer(t *testing.T) {
	a := newAsking(t)
	settings := filepath.Join(a.dir, "archive", "sanad.json")
	for command, body := range map[string]string{
		"import":            `{"file":"` + settings + `","preview":true}`,
		"vocabulary/import": `{"file":"` + settings + `","name":"x"}`,
		"link/rows":         `{"map":"` + settings + `"}`,
		"name/read":         `{"text":"Navid","groups":"` + settings + `"}`,
		"estimate/make":     `{"table":"` + settings + `","quick":true}`,
		"add":               `{"paths":["` + settings + `"],"source":"x"}`,
		"picture":           `{"id":"` + a.kept["item"] + `","out":"` + filepath.Join(a.dir, "written") + `"}`,
		"export/tiles":      `{"out":"` + filepath.Join(a.dir, "written") + `"}`,
	} {
		resp, data := a.ask("POST", "/api/v1/commands/"+command, body)
		if command == "add" {
			if resp.StatusCode != http.StatusOK || !bytes.Contains(data, []byte("\"items\":[\n\n]")) && bytes.Contains(data, []byte(`"sha256"`)) {
				t.Errorf("%s: status %d: %s", command, resp.StatusCode, data)
			}
			continue
		}
		if resp.StatusCode < 400 || resp.StatusCode >= 500 && command != "picture" || bytes.Contains(data, []byte("sqlite")) {
			t.Errorf("%s: status %d: %s", command, resp.StatusCode, data)
		}
	}
	if _, err := os.Lstat(filepath.Join(a.dir, "written")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written at the server: %v", err)
	}
	for _, args := range []string{`{"archive":"/"}`, `{"as":"ben"}`, `{"json":true}`, `{"remote":"http://x"}`, `{"help":true}`} {
		if resp, data := a.ask("POST", "/api/v1/commands/items", args); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d: %s", args, resp.StatusCode, data)
		}
	}
}

func TestWhatBrokeOffIsGoneOnWithByTheAPI(t *testing.T) {
	a := newAsking(t)
	r, w := io.Pipe()
	form := multipart.NewWriter(w)
	go func() {
		request, _ := form.CreateFormField("request")
		request.Write([]byte(`{"source":"a box"}`))
		whole, _ := form.CreateFormFile("paths", "box/letter.txt")
		whole.Write([]byte("Navid Kardan was taken in autumn.\n"))
		part, _ := form.CreateFormFile("paths", "box/zero.txt")
		part.Write([]byte("half of"))
		w.CloseWithError(errors.New("the line broke"))
	}()
	req, err := http.NewRequest("POST", strings.TrimSuffix(a.remote, "/")+"/api/v1/commands/add", r)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+a.token)
	if resp, err := http.DefaultClient.Do(req); err == nil {
		t.Errorf("a request that broke off was answered: %s", resp.Status)
	}
	var open string
	for range 100 { // until the server noticed
		_, out, _ := a.types("ana", split("--json accessions"))
		for _, line := range strings.Split(out, "\n") {
			if strings.Contains(line, `"source":"a box"`) && strings.Contains(line, `"complete":false`) {
				open = line[strings.Index(line, `"a-`)+1:][:18]
			}
		}
		if open != "" {
			break
		}
	}
	if open == "" {
		t.Fatal("the accession is not there, or is told to be complete")
	}
	code, out, errs := a.types("ana", split("add box --resume "+open))
	if code != 0 || !strings.Contains(out, "accession "+open) {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	if code, out, errs := a.types("ana", split("add box --resume "+open)); code != 2 {
		t.Errorf("what is complete is added to: exit code %d\n%s%s", code, out, errs)
	}
}

func TestTheAPIMakesNothingAgainUntilTheLedgerGrows(t *testing.T) {
	a := newAsking(t)
	first, _ := a.ask("GET", "/api/v1/claims", "")
	tag := first.Header.Get("ETag")
	if same, data := a.ask("GET", "/api/v1/claims", "", "If-None-Match", tag); tag == "" || same.StatusCode != http.StatusNotModified || len(data) > 0 {
		t.Errorf("tag %q, status %d: %s", tag, same.StatusCode, data)
	}
	a.types("ana", split("claim dispute $claim --reason 'the letter is not dated'"))
	if other, data := a.ask("GET", "/api/v1/claims", "", "If-None-Match", tag); other.StatusCode != http.StatusOK || !bytes.Contains(data, []byte("disputed")) {
		t.Errorf("status %d: %s", other.StatusCode, data)
	}
}

func TestTheAPISendsAnOriginalWholeOrInPartToWhoMayHaveIt(t *testing.T) {
	a := newAsking(t)
	address := "/api/v1/items/" + a.kept["item"] + "/original"
	whole, data := a.ask("GET", address, "")
	if sum := sha256.Sum256(data); whole.StatusCode != http.StatusOK || hex.EncodeToString(sum[:]) != a.kept["item"] || whole.Header.Get("Accept-Ranges") != "bytes" {
		t.Fatalf("status %d, %d bytes, %v", whole.StatusCode, len(data), whole.Header)
	}
	if h := whole.Header; h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a browser might show it: %v", h)
	}
	part, some := a.ask("GET", address, "", "Range", "bytes=3-7")
	if part.StatusCode != http.StatusPartialContent || !bytes.Equal(some, data[3:8]) || part.Header.Get("Content-Range") != fmt.Sprintf("bytes 3-7/%d", len(data)) {
		t.Errorf("a range: status %d, %q, %v", part.StatusCode, some, part.Header)
	}
	if beyond, _ := a.ask("GET", address, "", "Range", "bytes=999999-"); beyond.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range beyond the end: status %d", beyond.StatusCode)
	}
	if same, none := a.ask("GET", address, "", "If-None-Match", whole.Header.Get("ETag")); same.StatusCode != http.StatusNotModified || len(none) > 0 {
		t.Errorf("what the asker has: status %d", same.StatusCode)
	}
	if head, none := a.ask("HEAD", address, ""); head.StatusCode != http.StatusOK || head.ContentLength != int64(len(data)) || len(none) > 0 {
		t.Errorf("only the head: status %d, %d bytes", head.StatusCode, head.ContentLength)
	}
	a.token = ""
	if r, _ := a.ask("GET", address, ""); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a token: status %d", r.StatusCode)
	}
}
