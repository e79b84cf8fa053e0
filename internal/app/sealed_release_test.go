package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// built gives everything that stands in the dossier of a case, by path.
func (s searcher) built() map[string]string {
	s.t.Helper()
	var asked struct{ Release string }
	s.read(&asked, "release", "new", "--title", "t", "--audience", "a court")
	s.must("--as", "pia", "release", "approve", asked.Release)
	out := filepath.Join(s.t.TempDir(), "dossier")
	s.must("release", "build", asked.Release, "--out", out)
	files := map[string]string{}
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(out, path)
		files[name] = string(data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return files
}

// A dossier tells nothing of what stays inside: neither by how claims stand that
// a sealed rival is preferred to, nor by the identifier of a claim that was
// corrected, which who guesses what it said can compute.
// claimCard is a claim on the page of what it is about.
var claimCard = regexp.MustCompile(`<div class="card ([^"]*)" (?:id|data-claim)="(c-[^"]+)"`)

func TestADossierTellsNothingOfWhatIsNotInIt(t *testing.T) {
	s := newSealed(t, nil)
	s.must("user", "add", "pia", "--role", "publisher")
	ids := s.fill(true)
	wrong, _ := s.claimed("--entity", ids["SARA"], "--property", "education", "--value", "12 Elm Street", "--flag", "duress", "--grounds", "x", "--passage", ids["PASSAGE"])
	s.must("claim", "correct", wrong, "--property", "title", "--value", "Dr", "--reason", "it is no school")
	files := s.built()
	for name, data := range files {
		for _, word := range []string{sealedWord, "Elm Street", wrong} {
			if strings.Contains(data, word) {
				t.Errorf("%s holds %s", name, word)
			}
		}
	}
	standing := map[string]string{}
	for name, data := range files {
		if strings.HasPrefix(name, "en/subjects/") || strings.HasPrefix(name, "en/people/") {
			for _, card := range claimCard.FindAllStringSubmatch(data, -1) {
				standing[card[2]] = card[1]
			}
		}
	}
	for word, want := range map[string]string{"NAME": "proposed", "BORN": "set aside", "RIVAL": "preferred"} {
		if got := standing[ids[word]]; got != want {
			t.Errorf("the claim %s stands in the dossier as %q, want %q", word, got, want)
		}
	}
}

// beginList records a list whose import is broken off before its first row.
func (s searcher) beginList(name string, item custody.Sum) {
	s.t.Helper()
	o, err := workshop{}.open(s.t.Context(), s.dir, "")
	if err == nil {
		list := person.ListImported{List: person.ListID(item, name), Name: name, Case: "main", Item: item, Mapping: name, Fingerprint: person.Fingerprint(item, name), Rows: 1}
		_, err = o.Archive.Book.Append(s.t.Context(), o.Actor, func(context.Context, flow.State) ([]ledger.Fact, error) { return []ledger.Fact{list}, nil })
		err = errors.Join(err, o.Close())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// Who asks for a release is not told of sealed lists, nor what a sealed source
// called a paper that another gave openly.
func TestAskingForAReleaseTellsNothingOfWhatIsSealed(t *testing.T) {
	s := newSealed(t, map[string]string{"from the informant " + sealedWord + ".txt": "Sara Zamani wrote this"})
	s.must("user", "add", "pia", "--role", "publisher")
	s.must("add", s.file("letter.txt", "Sara Zamani wrote this"), "--source", "a neighbour")
	s.must("process")
	var cited, asked struct{ Passage, Release string }
	s.read(&cited, "cite", itemOf("Sara Zamani wrote this"), "--quote", "Sara Zamani")
	s.claimed("--schema", "Person", "--property", "name", "--passage", cited.Passage)
	s.must("add", s.file("rows.csv", "name\nOmid\n"), "--source", "someone", "--sealed")
	s.beginList("the list of "+sealedWord, sha256.Sum256([]byte("name\nOmid\n")))
	s.read(&asked, "--as", "pia", "release", "new", "--title", "t", "--audience", "a court")
	out := s.must("--as", "pia", "release", "show", asked.Release)
	if strings.Contains(out, sealedWord) || !strings.Contains(out, "letter.txt") {
		t.Errorf("the plan of a release tells the sealed name: %s", out)
	}
}
