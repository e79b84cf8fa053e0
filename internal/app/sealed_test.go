package app

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
)

// newSealed makes an archive that holds the files sealed, and an account that
// takes in and reads without sight of them.
func newSealed(t *testing.T, files map[string]string) searcher {
	t.Helper()
	s := searcher{t, t.TempDir() + "/archive"}
	if out, code := (searcher{t, "."}).run("init", s.dir, "--name", "sealed"); code != 0 {
		t.Fatal(out)
	}
	s.must("key", "new", "keeper", "--out", t.TempDir()+"/keeper.key")
	s.must("user", "add", "dana", "--role", "documenter")
	if len(files) > 0 {
		s.must("add", laid(t, files), "--source", "someone", "--sealed")
	}
	return s
}

// Whoever reads the archive reads what is sealed too, and is told of it
// nothing: neither what failed, nor what was found inside, nor how much.
func TestReadingTellsNothingOfWhatIsSealed(t *testing.T) {
	hidden := map[string]string{"hidden.bin": "\x00\x01\x02 no reader", "hidden.txt": "a sealed word", "hidden.zip": zipped(t, "inside.bin", "\x00\x01 no reader either", "inside.txt", "word")}
	for _, flags := range [][]string{nil, {"--json"}} {
		with, without := newSealed(t, hidden), newSealed(t, nil)
		var told [2]string
		for i, s := range []searcher{with, without} {
			s.must("add", laid(t, map[string]string{"open.zip": zipped(t, "open.txt", "one"), "open.bin": "\x00\x07"}), "--source", "a neighbour")
			out, code := s.run(append(append([]string{"--as", "dana"}, flags...), "process")...)
			if code != 4 {
				t.Fatalf("process: %d\n%s", code, out)
			}
			told[i] = out
		}
		if told[0] != told[1] {
			t.Errorf("with something sealed\n%s\nwithout\n%s", told[0], told[1])
		}
		if out := with.must("--json", "search", "sealed word"); !strings.Contains(out, "hidden.txt") {
			t.Errorf("what is sealed was not read: %s", out)
		}
		if out, code := with.run(append(append([]string{"--as", "dana"}, flags...), "process", "--retry")...); code != 4 || strings.Count(out, "no reader") != 1 {
			t.Errorf("trying again: %d\n%s", code, out)
		}
	}
}

// Bytes that are handed over sealed first and then not are, for who may not see
// sealed things, bytes that came the second time only: they are new, wait to be
// read, and what lies inside is found with them.
func TestWhatWasSealedIsFoundAnewWhenItComesOpenly(t *testing.T) {
	files := map[string]string{
		"pack.zip":   zipped(t, "inside.txt", "Sara Zamani wrote this", "inner.zip", zipped(t, "deep.txt", "Navid Kardan read it")),
		"broken.bin": "\x00\x01 no reader for this",
		"plain.txt":  "an order of the day",
	}
	with, without := newSealed(t, files), newSealed(t, nil)
	with.must("--json", "items")
	if out, code := with.run("process"); code != 4 {
		t.Fatal(out)
	}
	folder := laid(t, files)
	table := with.file("people.csv", "name\nSara\n")
	mapping := with.file("map.yaml", "list: people\nschema: Person\ncolumns:\n  name: name\n")
	with.must("add", table, "--source", "someone", "--sealed")
	with.must("process")
	for _, step := range [][]string{
		{"add", folder, "--source", "a neighbour"},
		{"items"}, {"items", "--failed"}, {"search", "zamani"}, {"search", "order"}, {"search", "name:plain"}, {"show", itemOf(files["pack.zip"])}, {"text", itemOf(files["plain.txt"])},
		{"process"},
		{"items"}, {"items", "--failed"}, {"search", "zamani"}, {"search", "kardan"}, {"search", "order"},
		{"show", itemOf(files["pack.zip"])}, {"show", itemOf(files["plain.txt"])}, {"text", itemOf("Navid Kardan read it")},
		{"process"}, {"add", folder, "--source", "a neighbour"},
		{"import", table, "--map", mapping}, {"items"},
	} {
		for _, flags := range [][]string{{"--as", "dana"}, {"--as", "dana", "--json"}} {
			if step[0] != "show" && step[0] != "items" && step[0] != "search" && len(flags) > 2 {
				continue // it was done
			}
			a, codeA := with.run(append(flags, step...)...)
			b, codeB := without.run(append(flags, step...)...)
			if chance(a) != chance(b) || codeA != codeB {
				t.Errorf("%v %v: where it was sealed before\n%s\nwhere it was not\n%s", flags, step, a, b)
			}
		}
	}
	if out := with.must("--as", "dana", "items"); strings.Count(out, "deep.txt") != 1 {
		t.Errorf("what lies deepest is not known: %s", out)
	}
	before := with.entries()
	if with.run("process"); !maps.Equal(before, with.entries()) {
		t.Errorf("reading again recorded something: %v, before %v", with.entries(), before)
	}
}

// itemOf gives the identifier of an item of these bytes.
func itemOf(data string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(data))) }

// chance takes out of an answer what no two archives have in common: random
// identifiers, numbers of entries and times.
func chance(answer string) string {
	for _, p := range []string{`\b[acejlpm]-[0-9a-z]{10,}`, `"(index|entry|seen|recorded_index)":\d+`, `"entries":\[[0-9,]+\]`, `\bentry \d+`, `\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?`, `(?m)^ *\d+ `} {
		answer = regexp.MustCompile(p).ReplaceAllString(answer, "*")
	}
	return answer
}

// The name under which a sealed source handed a file over shows in no path of
// what lies inside it, whichever came first.
func TestASealedNameShowsInNoPathOfAMember(t *testing.T) {
	pack := zipped(t, "inside.zip", zipped(t, "deep.txt", "Sara Zamani wrote this"))
	for _, sealedFirst := range []bool{true, false} {
		s := newSealed(t, nil)
		hand := func(name string, flags ...string) {
			s.must(append([]string{"add", laid(t, map[string]string{name: pack}), "--source", "someone"}, flags...)...)
		}
		if sealedFirst {
			hand("from-the-informant.zip", "--sealed")
		}
		hand("bundle.zip")
		if !sealedFirst {
			hand("from-the-informant.zip", "--sealed")
		}
		s.must("process")
		for _, args := range [][]string{{"items"}, {"search", "zamani"}, {"search", "name:informant"}, {"show", itemOf(pack)}, {"show", itemOf("Sara Zamani wrote this")}} {
			out, _ := s.run(append([]string{"--as", "dana", "--json"}, args...)...)
			if strings.Contains(out, "informant") {
				t.Errorf("sealed first %t: %v tells the sealed name: %s", sealedFirst, args, out)
			}
		}
		if out := s.must("--as", "dana", "items"); !strings.Contains(out, "bundle.zip/inside.zip/deep.txt") {
			t.Errorf("sealed first %t: what lies inside is not known by its open name: %s", sealedFirst, out)
		}
	}
}
