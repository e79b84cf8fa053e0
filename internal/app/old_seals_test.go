package app

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
)

// sealedBefore is a source as it was sealed before keys were split: one age file
// that each holder opens alone, the name ended by a zero byte.
func sealedBefore(t *testing.T, name string, recipients ...string) []byte {
	t.Helper()
	var to []age.Recipient
	for _, text := range recipients {
		r, err := age.ParseHybridRecipient(text)
		if err != nil {
			t.Fatal(err)
		}
		to = append(to, r)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err == nil {
		_, err = io.WriteString(w, name+"\x00"+strings.Repeat(" ", 200))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What was sealed before keys were split stays readable, by one holder and two
// accounts, and is made safe by splitting it anew.
func TestWhatWasSealedToEachHolderIsOpenedAndSplitAnew(t *testing.T) {
	s := newCeremonious(t)
	p := s.parts()
	record(t, p, founder(), custody.Opened{Accession: "a-old", Case: "main", Label: guard.Sealed,
		Source: custody.Source{Sealed: sealedBefore(t, "Zarmina", s.recipient("amina"), s.recipient("behnam"), s.recipient("carla"))}})
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	ask := func(key string, more ...string) string {
		return s.field(s.types("", append([]string{"--json", "--as", "rana", "unseal", "request", "a-old", "--reason", "to thank her", "--out", s.key(key)}, more...)...), "request")
	}
	open := func(request, key string) (string, int) {
		out, code := s.typesTo("", "--as", "rana", "unseal", "open", request, "--key", s.key(key))
		return strings.TrimSpace(out), code
	}
	first := ask("first")
	s.refused("nobody approved", "--as", "rana", "unseal", "open", first, "--key", s.key("first"))
	s.types("", "--as", "hold", "unseal", "approve", first, "--key", s.key("carla"))
	if out, code := open(first, "first"); code != 0 || out != "Zarmina" {
		t.Fatalf("one holder of those who could open it alone: %d %s", code, out)
	}
	split := ask("split", "--split")
	s.types("", "--as", "hold", "unseal", "approve", split, "--key", s.key("amina"))
	s.types("", "--as", "rana", "key", "resplit", split, "--key", s.key("split"))
	then := ask("then")
	s.types("", "--as", "hold", "unseal", "approve", then, "--key", s.key("amina"))
	s.refused("one of two, now that it is split", "--as", "rana", "unseal", "open", then, "--key", s.key("then"))
	s.types("", "--as", "hold", "unseal", "approve", then, "--key", s.key("behnam"))
	if out, code := open(then, "then"); code != 0 || out != "Zarmina" {
		t.Errorf("two holders, after it was split: %d %s", code, out)
	}
	s.types("", "verify")
}

// The texts of private keys are in no file of the archive.
func TestTheArchiveKeepsNoKeyOfAHolder(t *testing.T) {
	s := newCeremonious(t)
	for _, name := range []string{"amina", "behnam", "carla"} {
		text, err := os.ReadFile(s.key(name))
		if err != nil {
			t.Fatal(err)
		}
		secret := regexp.MustCompile(`AGE-SECRET-KEY-PQ-1\w+`).Find(text)
		if len(secret) == 0 {
			t.Fatal("there is no key in the file")
		}
		for path, data := range s.everyFile() {
			if bytes.Contains(data, secret) {
				t.Errorf("the key of %s is in %s", name, path)
			}
		}
	}
}
