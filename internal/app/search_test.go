package app

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/face/cli"
)

// searcher runs command lines on one archive.
type searcher struct {
	t   *testing.T
	dir string
}

func (s searcher) run(args ...string) (out string, code int) {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	code = cli.Run(context.Background(), append([]string{"--archive", s.dir}, args...),
		cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr}, workshop{}.ports())
	return stdout.String() + stderr.String(), code
}

func (s searcher) must(args ...string) string {
	s.t.Helper()
	out, code := s.run(args...)
	if code != 0 {
		s.t.Fatalf("sanad %s: %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

func (s searcher) file(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// newSearcher makes an archive with a key holder and a second account that may
// not see sealed things; planted also hands over something sealed.
func newSearcher(t *testing.T, planted bool) searcher {
	t.Helper()
	s := searcher{t, filepath.Join(t.TempDir(), "archive")}
	if out, code := (searcher{t, "."}).run("init", s.dir, "--name", "test"); code != 0 {
		t.Fatal(out)
	}
	s.must("key", "new", "keeper", "--out", filepath.Join(t.TempDir(), "keeper.key"))
	s.must("user", "add", "reader", "--role", "reader")
	paper, twice := s.file("paper.txt", "Rostami wrote the order"), s.file("twice.txt", "the order of the day")
	if planted {
		s.must("add", s.file("hidden order.txt", "the secret order by Rustami Rostami, order order"), "--source", "someone", "--sealed")
		s.must("add", twice, "--source", "someone", "--sealed")
		s.must("process")
		s.cite("hidden", "secret order", "the hidden one")
	}
	s.must("add", paper, twice, "--source", "a neighbour")
	s.must("process")
	s.cite("paper", "Rostami", "Rostami")
	return s
}

// cite makes a claim on a quote of the item that the search finds first.
func (s searcher) cite(find, quote, name string) {
	s.t.Helper()
	var found struct{ Hits []struct{ ID string } }
	s.read(&found, "search", "name:"+find)
	var cited struct{ Passage string }
	s.read(&cited, "cite", found.Hits[0].ID, "--quote", quote)
	s.must("claim", "add", "--schema", "Person", "--property", "name", "--value", name, "--passage", cited.Passage)
}

func (s searcher) read(into any, args ...string) {
	s.t.Helper()
	out := s.must(append([]string{"--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
}

// Who may not see sealed things gets the very answer of an archive that never
// held any: hits, totals, scores, facets and errors.
func TestWhatIsSealedChangesNoAnswer(t *testing.T) {
	with, without := newSearcher(t, true), newSearcher(t, false)
	for _, query := range []string{"order", "Rostami", "rustemi", "رستمی", "secret", "hidden", "name:order", "order source:someone", "kind:person one", "or*", `"order order"`, "x kind:nothing"} {
		a, codeA := with.run("--as", "reader", "--json", "search", query)
		b, codeB := without.run("--as", "reader", "--json", "search", query)
		// New things are named by chance.
		if strip(a) != strip(b) || codeA != codeB {
			t.Errorf("%s: with something sealed\n%s\nwithout\n%s", query, a, b)
		}
	}
	var all struct{ Total int }
	with.read(&all, "search", "secret")
	if all.Total == 0 {
		t.Error("who may see everything does not find it")
	}
}

// strip takes random identifiers out of an answer.
func strip(answer string) string {
	words := strings.Split(answer, `"`)
	for i, w := range words {
		if strings.HasPrefix(w, "e-") || strings.HasPrefix(w, "c-") {
			words[i] = w[:2]
		}
	}
	return strings.Join(words, `"`)
}

func TestAnAccountThatMayNotReadMayNotSearch(t *testing.T) {
	s := newSearcher(t, true)
	s.must("user", "add", "clerk", "--role", "administrator")
	for _, query := range []string{"order", "nothing at all"} {
		if out, code := s.run("--as", "clerk", "search", query); code != 5 {
			t.Errorf("%s: %d\n%s", query, code, out)
		}
	}
}

// What a rebuild makes of the index is what was there.
func TestRebuildMakesTheIndexAgain(t *testing.T) {
	s := newSearcher(t, true)
	before := s.must("--json", "search", "order OR Rostami")
	s.must("rebuild")
	if after := s.must("--json", "search", "order OR Rostami"); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	s.must("verify")
}
