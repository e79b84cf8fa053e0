package canon

import (
	"bytes"
	"encoding/hex"
	"testing"
)

// The encoding is written into every ledger: these bytes may never change.
func TestEncodingIsFixed(t *testing.T) {
	got := hex.EncodeToString(Append(nil, "d", []byte("a"), nil, []byte("bc")))
	want := "000000000000000164" + "0000000000000003" + "000000000000000161" + "0000000000000000" + "00000000000000026263"
	if got != want {
		t.Errorf("encoding is %s, want %s", got, want)
	}
}

func TestNoTwoListsShareAnEncoding(t *testing.T) {
	lists := [][]string{
		{}, {""}, {"", ""}, {"ir", "list.7"}, {"ir.list", "7"}, {"irlist", ".7"}, {"ir", "list.", "7"}, {"irlist.7"},
	}
	seen := map[string][]string{}
	for _, domain := range []string{"", "d", "di"} {
		for _, list := range lists {
			key := string(Append(nil, domain, Strings(list...)...))
			if other, ok := seen[key]; ok {
				t.Errorf("%q and %q share an encoding", list, other)
			}
			seen[key] = append([]string{domain}, list...)
		}
	}
}

func TestHashOfLongPartsEqualsHashOfEncoding(t *testing.T) {
	long := bytes.Repeat([]byte("sanad"), 1000)
	short := Hash("d", []byte("s"))
	if Hash("d", long) == short {
		t.Error("the long list hashes like the short one")
	}
}

func TestIDIsSayableAndStable(t *testing.T) {
	id := ID("c", "sanad/test", []byte("one"))
	if len(id) != 18 || id[:2] != "c-" {
		t.Errorf("id is %q, want c- and 16 letters", id)
	}
	if id != ID("c", "sanad/test", []byte("one")) || id == ID("c", "sanad/test", []byte("two")) {
		t.Error("equal parts must give equal ids and different parts different ids")
	}
	for _, c := range id[2:] {
		if !bytes.ContainsRune([]byte(idAlphabet), c) {
			t.Errorf("%q holds %q", id, c)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	part := bytes.Repeat([]byte("x"), 100)
	for b.Loop() {
		Hash("sanad/bench", part, part, part)
	}
}
