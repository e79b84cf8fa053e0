package app

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// letterWith is a message with a file attached to it.
func letterWith(attached string) string {
	return "From: a@example.org\r\nTo: b@example.org\r\nSubject: list\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain\r\n\r\nThe covering words.\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=list.txt\r\n\r\n" +
		attached + "\r\n--b--\r\n"
}

// A dossier tells what an item was taken out of only if that leaves as well:
// whoever holds a copy of a mailbox would know by its SHA-256 that it is here.
func TestADossierNamesNoParentThatStaysInside(t *testing.T) {
	letter := letterWith("The attached words.")
	parent := fmt.Sprintf("%x", sha256.Sum256([]byte(letter)))
	for _, c := range []struct {
		what   string
		quotes []string
		named  bool
	}{
		{"the attachment alone leaves", []string{"attached words"}, false},
		{"the letter leaves with it", []string{"attached words", "covering words"}, true},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := opened(t, nil, map[string]string{"letter.eml": letter})
			s.must("user", "add", "ben", "--role", "publisher")
			s.process("")
			for _, quote := range c.quotes {
				for item := range s.found("kind:item", quote) {
					var cited struct{ Passage string }
					s.read(&cited, "cite", item, "--quote", quote)
					s.must("claim", "add", "--schema", "Person", "--property", "name", "--value", "Sara Zamani", "--passage", cited.Passage)
				}
			}
			var asked struct{ Release string }
			s.read(&asked, "release", "new", "--title", "t", "--audience", "a court")
			s.must("--as", "ben", "release", "approve", asked.Release)
			out := filepath.Join(t.TempDir(), "dossier")
			s.must("release", "build", asked.Release, "--out", out)
			named := ""
			err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				data, err := os.ReadFile(path)
				if bytes.Contains(data, []byte(parent)) {
					named += path + " "
				}
				return err
			})
			if err != nil || (named != "") != c.named {
				t.Errorf("the letter is named in %q, want %t: %v", named, c.named, err)
			}
			line, err := os.ReadFile(filepath.Join(out, "ledger", "events.jsonl"))
			if err != nil || bytes.Contains(line, []byte(`"name":"parent"`)) != c.named {
				t.Errorf("the entries open the parent, want %t: %v", c.named, err)
			}
		})
	}
}
