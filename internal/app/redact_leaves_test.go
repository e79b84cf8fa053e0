package app

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// said gives a text of the JSON that a command prints.
func (s searcher) said(name string, args ...string) string {
	s.t.Helper()
	var got map[string]any
	s.read(&got, args...)
	text, ok := got[name].(string)
	if !ok {
		s.t.Fatalf("sanad %v tells no %s: %v", args, name, got)
	}
	return text
}

// toldProposal is what a proposal prints, as far as this test looks.
type toldProposal struct {
	Marks []struct {
		Page                int
		Quote, Code, Entity string
	}
	Unplaced []struct {
		Page  int
		Quote string
	}
}

// Somebody who is met under a pseudonym is found in an original, hidden there, and
// leaves in a copy that names them nowhere.
func TestWhoIsHiddenLeavesInACopyMadeAtOnceThatNamesThemNowhere(t *testing.T) {
	s := opened(t, nil, map[string]string{"testimony.pdf": testimony()})
	s.process("")
	s.must("user", "add", "second", "--role", "publisher")
	id := s.item("testimony.pdf")
	name := s.said("passage", "cite", id, "--quote", "Irina Rostami", "--page", "1")
	her := s.said("entity", "claim", "add", "--schema", "Person", "--property", "name", "--value", "Irina Rostami", "--passage", name, "--says", "a clerk:wrote")
	mill := s.said("passage", "cite", id, "--quote", "the road was open", "--page", "2")
	s.must("claim", "add", "--schema", "Event", "--property", "description", "--value", "the road was open", "--passage", mill, "--says", "a clerk:wrote")
	s.must("condition", "lay", her, "--nameless", "--reason", "her family lives there")
	s.must("recipient", "describe", "un-office", "--title", "The office", "--body", "un")
	var found toldProposal
	s.read(&found, "redact", "propose", id, "--to", "un-office", "--accept")
	if len(found.Marks) != 6 || len(found.Unplaced) != 0 { // a name, and the sign of a note that has it, on each page
		t.Fatalf("proposed: %+v", found)
	}
	for i, m := range found.Marks {
		if m.Page != i/2+1 || !strings.Contains(m.Quote, "Irina Rostami") || m.Entity != her {
			t.Errorf("proposal %d: %+v", i+1, m)
		}
	}
	s.must("redact", "mark", id, "--quote", "Rostami walked", "--all", "--code", "B.2", "--reason", "a surname alone", "--entity", her)
	found = toldProposal{}
	if s.read(&found, "redact", "propose", id, "--to", "un-office"); len(found.Marks)+len(found.Unplaced) != 0 {
		t.Errorf("still proposed: %+v", found)
	}
	release := s.said("release", "release", "new", "--title", "To the office", "--audience", "the office", "--to", "un-office")
	s.must("--as", "second", "release", "approve", release)
	out := filepath.Join(t.TempDir(), "dossier")
	s.must("release", "build", release, "--out", out)
	copies := 0
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		holdsNone(t, path, raw)
		if filepath.Base(filepath.Dir(path)) == "copies" && bytes.HasPrefix(raw, []byte("%PDF-")) {
			copies++
			for _, data := range streams(t, raw) {
				holdsNone(t, path, data)
			}
		}
		return nil
	})
	if err != nil || copies != 1 {
		t.Errorf("%d copies left, %v", copies, err)
	}
	raw, err := os.ReadFile(filepath.Join(out, "withheld.json"))
	if err != nil || !json.Valid(raw) || !bytes.Contains(raw, []byte("redacted copy")) {
		t.Errorf("what is withheld is told as %s, %v", raw, err)
	}
	s.must("redact", "remove", id, "1")
	if told, code := s.run("release", "build", release, "--out", out+"-again"); code != 5 {
		t.Errorf("a release whose marks changed was built: %d %s", code, told)
	}
}
