package app

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A program killed while it records an estimate, between the tables and the
// event too, leaves an archive that verifies: the estimate is there whole, or
// not at all, and is recorded the next time.
func TestKilledInEstimate(t *testing.T) {
	s := estimated(t)
	record := append(quickly("--record"), signed("yes")...)
	log := filepath.Join(t.TempDir(), "steps")
	if _, err := sanad(t, []string{killAt + "=log|true|1", "SANAD_TEST_STEPS=" + log}, append([]string{"--archive", copied(t, s.dir)}, record...)...); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	seen, points := map[string]int{}, 0
	for _, step := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if seen[step]++; seen[step] > 1 || strings.HasPrefix(step, "seen:") { // the note beside the ledger has tests of its own
			continue
		}
		points++
		point := fmt.Sprintf("%s|%d", step, seen[step])
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			a := searcher{t, copied(t, s.dir)}
			_, err := sanad(t, []string{killAt + "=" + point}, append([]string{"--archive", a.dir}, record...)...)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("it was not killed: %v", err)
			}
			a.must("verify", "--fixity")
			before := strings.Count(a.must("--json", "estimate", "list"), `"estimate"`)
			id := a.field(a.must(record...), "estimate")
			a.must("estimate", "check", id)
			if after := strings.Count(a.must("--json", "estimate", "list"), `"estimate"`); after != before+1 || before > 1 {
				t.Errorf("%d estimates were there, and %d are after one more", before, after)
			}
			a.must("verify", "--fixity")
		})
	}
	if points < 10 {
		t.Errorf("only %d points to kill at", points)
	}
}
