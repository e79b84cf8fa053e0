package app

import (
	"fmt"
	"strings"
	"testing"
)

// damages is how many times each file is cut off, and how many times a bit of
// it is turned.
const damages = 1

// damaged gives every file cut off at places all over it, and with bits turned.
func damaged(files map[string]string, times int) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		for i := range times {
			at := len(data) * (2*i + 1) / (2 * times)
			out[fmt.Sprintf("cut %d %s", i, name)] = data[:at]
			if at < len(data) {
				turned := []byte(data)
				turned[at] ^= 1 << (at % 8)
				out[fmt.Sprintf("turned %d %s", i, name)] = string(turned)
			}
		}
	}
	return out
}

// Damage ends with the file that has it: every damaged file is read, read in
// part or named with a reason, and no reader crashes or goes on for ever.
func TestDamagedFilesAreReadOrNamed(t *testing.T) {
	s := opened(t, nil, damaged(everything(t), damages))
	got := s.process("")
	failed := map[string]bool{}
	for _, f := range got.Failed {
		failed[f.Item] = true
		if f.Error == "" {
			t.Errorf("%v gives no reason", f)
		}
		for _, sign := range []string{"crashed", "panic", "took too", "wrong form", "too large"} {
			if strings.Contains(f.Error, sign) {
				t.Errorf("%s: %s", s.pathOf(f.Item), f.Error)
			}
		}
	}
	items := s.lines("items")
	if got.Pending != 0 || len(items) < 2*damages*60 || got.Done+len(failed) < len(items) {
		t.Errorf("%d items: %d read, %d failed, %d wait", len(items), got.Done, len(failed), got.Pending)
	}
	s.must("verify", "--fixity")
}

func (s searcher) pathOf(id string) string {
	var shown shownLine
	s.read(&shown, "show", id)
	return shown.Path
}
