package app

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sanad/internal/face/cli"
)

// canaries are names that are planted sealed, and must be found nowhere.
func canaries() map[string]string {
	return map[string]string{"source": "Zarmina Canaryan", "desk source": "زرمینه قناری‌پور", "witness": "Wahid Canarywitness", "staff": "Stella Canarystaff",
		"giver": "Golzarin Canarygiver", "giver's story": "Canarystory", "giver's file": "Canarybytes", "giver's file name": "Canaryfilename",
		"signer": "Simintaj Canarysigner", "signer's father": "Farhadun Canaryfather"}
}

// traces gives the ways in which a name could stand in bytes.
func traces(name string) [][]byte {
	var utf16 []byte
	for _, r := range name {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	all := [][]byte{[]byte(name), utf16, []byte(base64.StdEncoding.EncodeToString([]byte(name)))}
	for word := range strings.FieldsSeq(name) {
		all = append(all, []byte(word), []byte(strings.ToLower(word)))
	}
	return all
}

// clean fails the test if a canary stands in data.
func clean(t *testing.T, where string, data []byte) {
	t.Helper()
	small := bytes.ToLower(data)
	for as, name := range canaries() {
		for _, trace := range traces(name) {
			if bytes.Contains(data, trace) || bytes.Contains(small, trace) {
				t.Errorf("the %s's name stands in %s", as, where)
				return
			}
		}
	}
}

// ceremonious is an archive with three key holders, two of whom are needed, and
// accounts for those who ask and approve.
type ceremonious struct {
	searcher
	keys string // folder of the private keys, outside the archive
	said bytes.Buffer
	// later is by how much the clock is put forward.
	later time.Duration
}

func newCeremonious(t *testing.T) *ceremonious {
	t.Helper()
	s := &ceremonious{searcher: searcher{t, filepath.Join(t.TempDir(), "archive")}, keys: t.TempDir()}
	if out, code := (searcher{t, "."}).run("init", s.dir, "--name", "sealed"); code != 0 {
		t.Fatal(out)
	}
	for _, h := range []string{"amina", "behnam", "carla"} {
		s.types("", "key", "new", h, "--out", s.key(h))
	}
	s.types("", "key", "threshold", "2")
	s.types("", "user", "add", "rana", "--role", "custodian")
	s.types("", "user", "add", "hold", "--role", "key-holder")
	s.types("", "user", "add", "dana", "--role", "documenter,reviewer")
	s.types("", "user", "add", "adel", "--role", "auditor,administrator")
	s.types("", "user", "add", "rita", "--role", "reader")
	s.types("", "user", "add", "paul", "--role", "publisher")
	return s
}

func (s *ceremonious) key(name string) string { return filepath.Join(s.keys, name+".key") }

// types runs a command with something typed on standard input, wants it to be
// done, and remembers all that was said.
func (s *ceremonious) types(input string, args ...string) string {
	s.t.Helper()
	out, code := s.typesTo(input, args...)
	if code != 0 {
		s.t.Fatalf("sanad %v: %d\n%s", args, code, out)
	}
	return out
}

func (s *ceremonious) typesTo(input string, args ...string) (string, int) {
	s.t.Helper()
	var out, errs bytes.Buffer
	ports := workshop{}.ports()
	ports.Clock = func() time.Time { return time.Now().Add(s.later) }
	code := cli.Run(context.Background(), append([]string{"--archive", s.dir}, args...), cli.Streams{In: strings.NewReader(input), Out: &out, Err: &errs}, ports)
	if !strings.Contains(strings.Join(args, " "), "unseal open") {
		s.said.Write(out.Bytes())
		s.said.Write(errs.Bytes())
	}
	return out.String() + errs.String(), code
}

// refused wants a command refused.
func (s *ceremonious) refused(why string, args ...string) {
	s.t.Helper()
	if out, code := s.typesTo("", args...); code != 5 || strings.Contains(out, "Canary") {
		s.t.Errorf("%s: sanad %v ends with %d, want 5\n%s", why, args, code, out)
	}
}

// record gives the sealed record of a thing, or of a role.
func (s *ceremonious) record(part string) string {
	s.t.Helper()
	for line := range strings.Lines(s.types("", "--json", "identity", "list")) {
		if strings.Contains(line, part) {
			return s.field(line, "record")
		}
	}
	s.t.Fatalf("there is no sealed record of %s", part)
	return ""
}

func TestSealedNamesStandNowhereBehindTheDoorAndOpenForEnoughHoldersAlone(t *testing.T) {
	s := newCeremonious(t)
	names := canaries()
	s.types(names["source"]+"\n", "add", laid(t, map[string]string{"letter.txt": "Navid Kardan was taken in autumn."}), "--source", "-", "--sealed")
	s.types(names["witness"]+"\n", "identity", "seal", "W-7", "--role", "witness")
	s.types(names["staff"]+"\n", "identity", "seal", "S-1", "--role", "staff")
	s.types("", "add", laid(t, map[string]string{"open.txt": "An open letter."}), "--source", "a neighbour")
	s.handsInSealed(names["desk source"])
	submission := s.comesToTheDoor()
	s.types("", "process")
	s.types("", "search", "kardan")
	for _, name := range names {
		s.types("", "search", name)
	}
	s.clearSearches()
	opened := s.opens("witness", names["witness"])
	backup := filepath.Join(t.TempDir(), "backup.tar.gz")
	s.types("", "backup", backup)
	s.types("", "export", "graph", "--out", filepath.Join(t.TempDir(), "graph"))
	s.types("", "export", "tiles", "--out", filepath.Join(t.TempDir(), "tiles"))
	s.handedOn(submission)
	s.types("", "rebuild")
	s.types("", "verify", "--fixity")
	s.types("", "doctor")
	s.crawled(submission)
	s.asksTheAPI(submission)
	clean(t, "what commands said", s.said.Bytes())
	for path, data := range s.everyFile() {
		clean(t, path, data)
	}
	cleanBackup(t, backup)
	if !strings.Contains(s.types("", "--json", "unseal", "list"), `"openings":[{"by":"rana"`) || opened == "" {
		t.Error("that a name was opened, and by whom, is not told")
	}
}

// clearSearches takes from what was said the questions, which have the names in
// them because somebody typed them, not because anything was found.
func (s *ceremonious) clearSearches() {
	for _, name := range canaries() {
		text := strings.ReplaceAll(s.said.String(), `"`+name+`"`, "")
		s.said.Reset()
		s.said.WriteString(strings.ReplaceAll(text, name, ""))
	}
}

// opens has a record opened by the book, and refused wherever it must be.
func (s *ceremonious) opens(role, name string) string {
	s.t.Helper()
	record := s.record(`"` + role + `"`)
	asked := s.field(s.types("", "--json", "--as", "rana", "unseal", "request", record, "--reason", "the court asks", "--out", s.key("request")), "request")
	open := []string{"--as", "rana", "unseal", "open", asked, "--key", s.key("request")}
	s.refused("nobody approved", open...)
	s.unknownTo("dana", record)
	s.types("", "--as", "hold", "unseal", "approve", asked, "--key", s.key("amina"))
	s.refused("one of two approved", open...)
	s.types("", "--as", "hold", "unseal", "approve", asked, "--key", s.key("amina"))
	s.refused("one approved twice", open...)
	s.refused("a stranger's key", "--as", "hold", "unseal", "approve", asked, "--key", s.key("request"))
	slip := s.types(s.slip(asked), "unseal", "share", "--key", s.key("carla"))
	if err := os.WriteFile(s.key("slip"), []byte(slip), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.types("", "--as", "hold", "unseal", "approve", asked, "--slip", s.key("slip"))
	s.refused("another key", "--as", "rana", "unseal", "open", asked, "--key", s.key("amina"))
	s.later = 61 * time.Minute
	s.refused("an hour later", open...)
	s.later = 0
	out, code := s.typesTo("", open...)
	if code != 0 || strings.TrimSpace(out) != name {
		s.t.Errorf("two of three holders open it: %d %q", code, out)
	}
	return out
}

// unknownTo wants that who may not see sealed things learns no more of a record
// than of one that is not there.
func (s *ceremonious) unknownTo(as, record string) {
	s.t.Helper()
	ask := func(record string) string {
		out, code := s.typesTo("", "--as", as, "unseal", "request", record, "--reason", "x", "--recipient", s.recipient("amina"))
		return strings.ReplaceAll(fmt.Sprint(code, out), record, "*")
	}
	nothing := "k-" + strings.Repeat("0", len(record)-2)
	if got, want := ask(record), ask(nothing); got != want {
		s.t.Errorf("%s is told of a record\n%sand of none\n%s", as, got, want)
	}
	if out := s.types("", "--as", as, "--json", "identity", "list"); out != "" {
		s.t.Errorf("%s is told %s", as, out)
	}
}

func (s *ceremonious) slip(request string) string {
	return s.types("", "--as", "hold", "unseal", "slip", request)
}

func (s *ceremonious) recipient(holder string) string {
	s.t.Helper()
	text, err := os.ReadFile(s.key(holder))
	if err != nil {
		s.t.Fatal(err)
	}
	return regexp.MustCompile(`age1pq1\w+`).FindString(string(text))
}

// handsInSealed hands something in at the desk.
func (s *ceremonious) handsInSealed(name string) {
	s.t.Helper()
	v := s.onlookersTo(&s.said)("dana")
	form := url.Values{"source": {name}, "sealed": {"1"}, "case": {"main"}, "token": {v.token}}
	r := httptest.NewRequest("POST", "/accessions", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+r.Host)
	if w := v.ask(r); w.Code != http.StatusSeeOther {
		s.t.Fatalf("handing in at the desk: %d %s", w.Code, w.Body)
	}
}

// roles are accounts that hold every role between them.
func (s *ceremonious) roles() []string {
	return []string{"founder", "rana", "dana", "adel", "hold", "rita", "paul"}
}

// crawled reads every page that leads from the first one, as every sort of person:
// of pages whose addresses differ by what is asked alone, one.
func (s *ceremonious) crawled(submission string) {
	s.t.Helper()
	links, values := regexp.MustCompile(`href="(/[^"#]*)"`), regexp.MustCompile(`=[^&]*`)
	look, shown := s.onlookersTo(&s.said), map[string]bool{}
	for _, as := range s.roles() {
		v, seen, queue := look(as), map[string]bool{}, []string{"/", "/intake/" + submission, "/petitions/old-mill", "/audit", "/ledger", "/unseal"}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			if kind := values.ReplaceAllString(at, ""); seen[kind] {
				continue
			} else {
				seen[kind] = true
			}
			w := v.get(at)
			shown[at] = shown[at] || w.Code == http.StatusOK
			clean(s.t, "the page "+at+" of "+as, w.Body.Bytes())
			clean(s.t, "the headers of "+at, []byte(headersOf(w)))
			for _, m := range links.FindAllStringSubmatch(w.Body.String(), -1) {
				queue = append(queue, strings.ReplaceAll(m[1], "&amp;", "&"))
			}
		}
	}
	for _, at := range []string{"/intake", "/intake/" + submission, "/petitions/old-mill", "/audit"} {
		if !shown[at] {
			s.t.Errorf("nobody was shown %s: the crawl proves nothing of it", at)
		}
	}
	if len(shown) < 100 {
		s.t.Errorf("only %d pages were asked for", len(shown))
	}
}

func headersOf(w *httptest.ResponseRecorder) string {
	var out strings.Builder
	if err := w.Header().Write(&out); err != nil {
		return err.Error()
	}
	return out.String()
}

// everyFile reads every file of the archive: the database with its write-ahead
// log, originals, renditions, keys, passing files.
func (s *ceremonious) everyFile() map[string][]byte {
	s.t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(all) < 4 {
		s.t.Errorf("the archive has %d files: something was not looked at", len(all))
	}
	return all
}

func cleanBackup(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r io.Reader = bytes.NewReader(data)
	if zipped, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
		r = zipped
	}
	n := 0
	for files := tar.NewReader(r); ; n++ {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		if zipped, err := gzip.NewReader(bytes.NewReader(part)); err == nil {
			if part, err = io.ReadAll(zipped); err != nil {
				t.Fatal(err)
			}
		}
		clean(t, "the backup's "+head.Name, part)
	}
	if n < 3 {
		t.Errorf("the backup has %d files: something was not looked at", n)
	}
}

// A test that finds nothing must be able to.
func TestTheCanaryIsFoundWhereItIs(t *testing.T) {
	for as, name := range canaries() {
		for _, data := range [][]byte{[]byte("x" + name + "y"), []byte(strings.ToLower(name)), traces(name)[1], traces(name)[2]} {
			found := false
			for _, trace := range traces(name) {
				found = found || bytes.Contains(data, trace)
			}
			if !found {
				t.Errorf("the %s's name is not found in %q", as, data)
			}
		}
	}
}
