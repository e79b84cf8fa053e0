package app

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// ended is what an archive holds: each item with what it stands in, and each
// current rendition, by what it is.
func ended(s searcher) []string {
	s.t.Helper()
	var all []string
	for _, i := range s.lines("items") {
		parent := ""
		if i.Parent != nil {
			parent = *i.Parent
		}
		all = append(all, fmt.Sprint(i.ID, " in ", parent, " as ", i.MediaType))
		var shown struct {
			Renditions []struct{ Kind, Step, Engine, SHA256 string }
			Members    []struct{ ID, Path string }
			Failed     []struct{ Step, Error string }
		}
		s.read(&shown, "show", i.ID)
		for _, of := range []any{shown.Renditions, shown.Members, shown.Failed} {
			all = append(all, fmt.Sprint(i.ID, of))
		}
	}
	slices.Sort(all)
	return all
}

// A program killed while it reads, after any step was done, and begun again, ends with the same items and renditions as one left alone:
// none is missing and none is there twice.
func TestKilledInProcessManyAtOnce(t *testing.T) {
	files := packs(t)
	maps.Copy(files, map[string]string{"a.txt": persian, "list.csv": "name,year\nx,1\ny,2\n", "machine.bin": "\x00\x01"})
	folder, log := laid(t, files), filepath.Join(t.TempDir(), "steps")
	unread := filepath.Join(t.TempDir(), "unread")
	searcher{t, unread}.run("init", unread, "--name", "x")
	searcher{t, unread}.must("add", folder, "--source", "s")
	process := func(archive string, env ...string) error {
		_, err := sanad(t, env, "--archive", archive, "process")
		return err
	}
	var exit *exec.ExitError
	alone := copied(t, unread)
	if err := process(alone, killAt+"=log|true|1", "SANAD_TEST_STEPS="+log); !errors.As(err, &exit) || exit.ExitCode() != 4 {
		t.Fatalf("left alone: %v, want 4 for what can't be read", err)
	}
	want := ended(searcher{t, alone})
	steps, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	count, points := map[string]int{}, []string{}
	for _, step := range strings.Split(strings.TrimSpace(string(steps)), "\n") {
		count[step]++
	}
	for _, step := range slices.Sorted(maps.Keys(count)) {
		// How many readings are recorded together is chance: what is done
		// often is surely done half as often.
		if most := count[step] / 2; most > 0 && strings.HasSuffix(step, "|true") {
			points = append(points, fmt.Sprintf("%s|%d", step, min(most, 9)))
		}
	}
	if len(points) < 6 {
		t.Fatalf("only %d points to kill at: %v", len(points), points)
	}
	// Every third point of a day's runs: each costs two whole readings. All of
	// them are tried where SANAD_TEST_KILL_ALL is set.
	if os.Getenv("SANAD_TEST_KILL_ALL") == "" {
		some := points[:0]
		for i := range points {
			if i%3 == 1 {
				some = append(some, points[i])
			}
		}
		points = some
	}
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			archive := copied(t, unread)
			err := process(archive, killAt+"="+point)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("it was not killed: %v", err)
			}
			if err := process(archive); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 4) {
				t.Fatalf("going on: %v", err)
			}
			if got := ended(searcher{t, archive}); !slices.Equal(got, want) {
				t.Errorf("it ends with\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			searcher{t, archive}.must("verify", "--fixity")
		})
	}
}
