package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/core/intake"
)

// The intake desk works from the command line: what came, read offline with a
// key, sorted, linked, answered, taken; and nobody without a key reads a word.
func TestTheDoorIsWorkedFromTheCommandLine(t *testing.T) {
	r := newReceived(t)
	receipt, err := r.send(t, told("my son was taken from the mill", "Mahin Sohrabi"), map[string]string{"../../etc/photo.jpg": "pixels"})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := r.send(t, told("cheap watches", ""), nil); err != nil {
			t.Fatal(err)
		}
	}
	s := searcher{t, r.dir}
	key := filepath.Join(t.TempDir(), "second.key")
	if err := os.WriteFile(key, []byte("# public key: ...\n"+r.keys[1]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	all := r.submissions(t)
	mother, watches := all[0].Submission, all[1].Submission
	if out := s.must("door", "inbox"); strings.Count(out, "[new]") != 2 || !strings.Contains(out, "3 are alike") || strings.Contains(out, "Mahin") {
		t.Errorf("the inbox:\n%s", out)
	}
	if out := s.must("door", "sort", watches, "spam", "--alike", "--note", "advertising"); !strings.Contains(out, "3 submissions sorted as spam") {
		t.Error(out)
	}
	if out := s.must("door", "inbox", "--all"); strings.Count(out, "s-") != 4 {
		t.Errorf("something was dropped:\n%s", out)
	}
	sealed, clear := filepath.Join(t.TempDir(), "sealed"), filepath.Join(t.TempDir(), "clear")
	s.must("door", "sealed", mother, "--out", sealed)
	for _, from := range []string{sealed, mother} {
		out := s.must("--json", "door", "read", from, "--key", key)
		var read struct {
			Letters []struct {
				Fields []intake.Field
				Files  []struct{ Name string }
			}
		}
		if err := json.Unmarshal([]byte(out), &read); err != nil || read.Letters[0].Fields[0].Value != "my son was taken from the mill" || read.Letters[0].Files[0].Name != "../../etc/photo.jpg" {
			t.Errorf("read from %s: %s (%v)", from, out, err)
		}
	}
	s.must("door", "read", sealed, "--key", key, "--out", clear)
	if data, err := os.ReadFile(filepath.Join(clear, "1-letter", "01-photo.jpg")); err != nil || string(data) != "pixels" {
		t.Errorf("the file: %q (%v)", data, err)
	}
	s.must("door", "link", mother, watches)
	if out := s.must("door", "take", mother, "--key", key); !strings.Contains(out, "2 items in custody, sealed") {
		t.Error(out)
	}
	if out := s.must("door", "show", mother); !strings.Contains(out, "[taken]") || !strings.Contains(out, "sanad unseal request "+mother) || !strings.Contains(out, "linked to "+watches) {
		t.Errorf("it stands as\n%s", out)
	}
	if out := s.must("door", "expire", "--days", "1"); !strings.Contains(out, "0 threads ended") {
		t.Error(out)
	}
	file := filepath.Join(t.TempDir(), "receipt.txt")
	if err := os.WriteFile(file, []byte(receipt.Proof), 0o600); err != nil {
		t.Fatal(err)
	}
	s.must("verify", "--fixity")
	checkWhoMayNot(t, s, mother)
}

// Who may not see sealed things hears of a submission what they hear of one that
// is not there.
func checkWhoMayNot(t *testing.T, s searcher, id string) {
	t.Helper()
	s.must("user", "add", "dana", "--role", "documenter")
	if out := s.must("--as", "dana", "door", "inbox"); !strings.Contains(out, "nothing is there") {
		t.Errorf("a documenter's inbox:\n%s", out)
	}
	for _, command := range [][]string{{"show"}, {"sealed", "--out", filepath.Join(t.TempDir(), "x")}, {"link", "s-0000000000000000"}} {
		args := append([]string{"--as", "dana", "door", command[0], id}, command[1:]...)
		hidden, code := s.run(args...)
		args[4] = "s-0000000000000001"
		none, other := s.run(args...)
		if code == 0 || code != other || strings.ReplaceAll(hidden, id, "ID") != strings.ReplaceAll(none, "s-0000000000000001", "ID") {
			t.Errorf("%v: %d %s; of none: %d %s", args, code, hidden, other, none)
		}
	}
	if out := s.must("--as", "dana", "door", "list"); strings.Contains(out, "submission") {
		t.Errorf("a door tells how many came to it: %s", out)
	}
}

// From another machine a submission comes sealed, and is opened with a key that
// stays there.
func TestWhatCameToADoorIsReadOnAnotherMachineWithoutItsKeyLeaving(t *testing.T) {
	r := newReceived(t)
	if _, err := r.send(t, told("my son was taken from the mill", "Mahin Sohrabi"), map[string]string{"photo.jpg": "pixels"}); err != nil {
		t.Fatal(err)
	}
	id := r.submissions(t)[0].Submission
	y := &typist{t: t, dir: filepath.Dir(r.dir), kept: map[string]string{}}
	y.token("founder")
	y.serve()
	key, away := filepath.Join(t.TempDir(), "first.key"), t.TempDir()
	if err := os.WriteFile(key, []byte(r.keys[0]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(away)
	code, out, errs := y.types("founder", []string{"door", "read", id, "--key", key, "--out", "clear"})
	if code != 0 || !strings.Contains(out, "my son was taken from the mill") {
		t.Fatalf("reading from elsewhere: %d\n%s%s", code, out, errs)
	}
	if data, err := os.ReadFile(filepath.Join(away, "clear", "1-letter", "01-photo.jpg")); err != nil || string(data) != "pixels" {
		t.Errorf("the file: %q (%v)", data, err)
	}
	if code, out, errs := y.types("founder", []string{"door", "take", id, "--key", key}); code != 2 || !strings.Contains(out+errs, "own machine only") {
		t.Errorf("taking from elsewhere: %d %s%s", code, out, errs)
	}
}
