package app

import (
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
