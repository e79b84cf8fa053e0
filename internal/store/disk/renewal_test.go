package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sanad/internal/store/fault"
)

func newRenewal(t *testing.T, dest string, hook fault.Hook) *Renewal {
	t.Helper()
	r, err := NewRenewal(dest, FolderOptions{Public: true, Hook: hook})
	must(t, err)
	return r
}

func has(t *testing.T, dest string, want map[string]string) {
	t.Helper()
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(dest, name))
		if err != nil || string(got) != text {
			t.Errorf("%s is %q (%v), want %q", name, got, err, text)
		}
	}
	found := 0
	must(t, filepath.WalkDir(dest, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found++
		}
		return err
	}))
	if found != len(want) {
		t.Errorf("%s holds %d files, want %d", dest, found, len(want))
	}
}

func TestARenewedFolderTakesOverWhatStays(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "site")
	r := newRenewal(t, dest, nil)
	if _, err := r.Earlier("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("where nothing stands there is an earlier file: %v", err)
	}
	if _, err := r.Keep("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("where nothing stands a file was taken over: %v", err)
	}
	must(t, write(r.Folder, "a/one", "1"))
	must(t, write(r.Folder, "a/two", "2"))
	must(t, r.Finish())
	has(t, dest, map[string]string{"a/one": "1", "a/two": "2"})

	r = newRenewal(t, dest, nil)
	f, err := r.Earlier("a/two")
	must(t, err)
	text, err := io.ReadAll(f)
	must(t, errors.Join(err, f.Close()))
	if string(text) != "2" {
		t.Errorf("the earlier file says %q", text)
	}
	size, err := r.Keep("a/one")
	if err != nil || size != 1 {
		t.Errorf("kept %d bytes, %v", size, err)
	}
	must(t, write(r.Folder, "a/three", "3"))
	if _, err := NewRenewal(dest, FolderOptions{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("two renew one folder at a time: %v", err)
	}
	must(t, r.Finish())
	has(t, dest, map[string]string{"a/one": "1", "a/three": "3"})
	if got := names(t, filepath.Dir(dest)); !slices.Equal(got, []string{"site"}) {
		t.Errorf("beside the folder lies %q", got)
	}
}

func TestARenewalLeadsNowhereElse(t *testing.T) {
	dir := t.TempDir()
	dest := filepath.Join(dir, "site")
	must(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("s"), 0o600))
	must(t, os.Mkdir(dest, 0o755))
	must(t, os.Symlink(filepath.Join(dir, "secret"), filepath.Join(dest, "link")))
	r := newRenewal(t, dest, nil)
	for _, name := range []string{"link", "../secret", "..", "", "/etc/passwd"} {
		if _, err := r.Keep(name); err == nil {
			t.Errorf("%q was taken over", name)
		}
		if f, err := r.Earlier(name); err == nil {
			f.Close()
			t.Errorf("%q was opened", name)
		}
	}
	if r.Finish() == nil {
		t.Error("a renewal that failed was finished")
	}
	must(t, r.Abort())
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	if _, err := NewRenewal(filepath.Join(dir, "file"), FolderOptions{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file was renewed: %v", err)
	}
}

// Wherever it is broken off, the one that stood or the new one is whole, and the next
// renewal makes it.
func TestABrokenOffRenewalLeavesOneWholeFolder(t *testing.T) {
	before, after := map[string]string{"stays": "s", "old": "o"}, map[string]string{"stays": "s", "new": "n"}
	renew := func(dest string, hook fault.Hook) error {
		r, err := NewRenewal(dest, FolderOptions{Public: true, Hook: hook})
		if err != nil {
			return err
		}
		_, err = r.Keep("stays")
		if err == nil {
			err = write(r.Folder, "new", "n")
		}
		if err == nil {
			err = r.Finish()
		}
		if err != nil { // as a program that was killed: nothing is tidied up
			r.lock.Close()
		}
		return err
	}
	steps := 0
	for at := 0; ; at++ {
		dest := filepath.Join(t.TempDir(), "site")
		first := newRenewal(t, dest, nil)
		must(t, write(first.Folder, "stays", "s"))
		must(t, write(first.Folder, "old", "o"))
		must(t, first.Finish())
		n := 0
		broken := errors.New("killed")
		err := renew(dest, func(step string, _ bool) error {
			if n++; n-1 == at {
				return fmt.Errorf("%s: %w", step, broken)
			}
			return nil
		})
		if err == nil {
			break
		}
		steps++
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if _, err := os.Lstat(filepath.Join(dest, "new")); err == nil {
			has(t, dest, after)
		} else if _, err := os.Lstat(dest); err == nil {
			has(t, dest, before)
		}
		r := newRenewal(t, dest, nil)
		if f, err := r.Earlier("stays"); err != nil {
			t.Errorf("after step %d nothing stands there: %v", at, err)
		} else {
			f.Close()
		}
		must(t, r.Abort())
		if _, err := os.Lstat(filepath.Join(dest, "old")); err == nil {
			has(t, dest, before)
		} else {
			has(t, dest, after)
		}
		if got := names(t, filepath.Dir(dest)); !slices.Equal(got, []string{"site"}) {
			t.Errorf("after step %d beside the folder lies %q", at, got)
		}
	}
	if steps < 8 {
		t.Errorf("only %d steps were broken off", steps)
	}
}
