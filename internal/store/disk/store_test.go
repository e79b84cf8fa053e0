package disk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

func put(t *testing.T, b flow.Blobs, text string) custody.Sum {
	t.Helper()
	kept, err := b.Put(context.Background(), strings.NewReader(text))
	must(t, err)
	return kept.Sum
}

func settle(t *testing.T, b flow.Blobs) {
	t.Helper()
	must(t, b.Settle(context.Background()))
}

func TestAnOriginalLiesUnderItsSumForAnyoneToCheck(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	put(t, s.Originals(), "a statement")
	settle(t, s.Originals())
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("a statement")))
	name := filepath.Join(dir, "originals", "sha256", sum[:2], sum[2:4], sum)
	text, err := os.ReadFile(name)
	if err != nil || string(text) != "a statement" {
		t.Fatalf("%s has %q, %v", name, text, err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode() != 0o444 {
		t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
	}
	must(t, s.Close())
	if left := names(t, filepath.Join(dir, "tmp")); len(left) != 0 {
		t.Errorf("closing left %q in tmp", left)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestClosingSettles(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	sum := put(t, s.Renditions(), "a rendition")
	must(t, s.Close())
	if _, err := open(t, dir, Options{}).Renditions().Size(context.Background(), sum); err != nil {
		t.Error(err)
	}
}

func TestAFolderWithoutAStoreIsNoEmptyStore(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{dir, filepath.Join(dir, "missing")} {
		if _, err := Open(name, Options{}); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("opening %s: %v", name, err)
		}
	}
	must(t, os.MkdirAll(filepath.Join(dir, "originals"), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "originals", "sha256"), nil, 0o644))
	if _, err := Open(dir, Options{}); err == nil {
		t.Error("a file was taken for the folder of originals")
	}
}

func TestReadingWritesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	sum := put(t, s.Originals(), "a statement")
	must(t, s.Close())
	refuse := func(step string, done bool) error { return fmt.Errorf("%s ran", step) }
	r, err := Open(dir, Options{Hook: refuse})
	must(t, err)
	f, err := r.Originals().Open(context.Background(), sum)
	must(t, err)
	_, err = io.Copy(io.Discard, f)
	must(t, errors.Join(err, f.Close()))
	must(t, r.Originals().List(context.Background(), func(custody.Sum, int64) error { return nil }))
	must(t, r.Close())
	if left := names(t, filepath.Join(dir, "tmp")); len(left) != 0 {
		t.Errorf("reading left %q in tmp", left)
	}
}

// The disk has the last word: it may be full or read-only at any step.
func TestADiskThatRefusesKeepsItsReasonAndSaysWhatHelps(t *testing.T) {
	for _, c := range []struct {
		cause error
		says  string
	}{
		{syscall.ENOSPC, "free space"},
		{syscall.EROFS, "read-only"},
		{syscall.EACCES, "no right"},
		{syscall.EIO, "copy what can be read"},
		{syscall.EMFILE, "ulimit"},
		{syscall.EDQUOT, "quota"},
	} {
		for _, step := range []string{"disk: create", "disk: sync", "disk: mkdir", "disk: rename", "disk: sync folders", "disk: manifest write"} {
			hook := func(at string, done bool) error {
				if at == step && !done {
					return &fs.PathError{Op: "op", Path: "path", Err: c.cause}
				}
				return nil
			}
			if err := useAll(open(t, t.TempDir(), Options{Hook: hook})); !errors.Is(err, c.cause) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v at %q came back as: %v", c.cause, step, err)
			}
		}
	}
}

func useAll(s *Store) error {
	_, err := s.Originals().Put(context.Background(), bytes.NewReader(make([]byte, 300<<10)))
	if err == nil {
		err = s.Originals().Settle(context.Background())
	}
	if err == nil {
		err = s.WriteManifest(context.Background(), "a-1", func(io.Writer) error { return nil })
	}
	return err
}

// After a failed sync the kernel forgets what it could not write, and the next
// sync succeeds without it.
func TestAfterAFailedSyncNothingIsCalledSettled(t *testing.T) {
	for _, each := range []bool{false, true} {
		for _, step := range []string{"disk: sync", "disk: sync folders"} {
			if each && step == "disk: sync" {
				continue // fails the one Put, before it is among the settled
			}
			dir, calls := t.TempDir(), 0
			s := open(t, dir, Options{SyncEach: each, Hook: func(at string, done bool) error {
				if at == step && !done {
					if calls++; calls == 1 {
						return syscall.EIO
					}
				}
				return nil
			}})
			if s.flush.whole == nil && step == "disk: sync" {
				continue // this disk is synced file by file
			}
			put(t, s.Originals(), "a statement")
			for range 2 {
				if err := s.Originals().Settle(context.Background()); !errors.Is(err, syscall.EIO) {
					t.Errorf("settling after the disk failed at %q: %v", step, err)
				}
			}
			if _, err := s.Originals().Put(context.Background(), strings.NewReader("another")); !errors.Is(err, syscall.EIO) {
				t.Errorf("putting after the disk failed at %q: %v", step, err)
			}
			again := open(t, dir, Options{SyncEach: each})
			put(t, again.Originals(), "a statement")
			settle(t, again.Originals())
		}
	}
}

// The second put comes while the first is between writing and entering.
func TestTheSameBytesPutAtOnceAreOneDraft(t *testing.T) {
	dir, nested := t.TempDir(), false
	var s *Store
	s = open(t, dir, Options{Hook: func(step string, done bool) error {
		if step == "disk: write" && done && !nested {
			nested = true
			put(t, s.Originals(), "a statement")
		}
		return nil
	}})
	kept, err := s.Originals().Put(context.Background(), strings.NewReader("a statement"))
	must(t, err)
	if !kept.Existed {
		t.Error("the later of two puts is said to have been the first")
	}
	if left := names(t, filepath.Join(dir, "tmp")); len(left) != 2 {
		t.Errorf("want one draft and the lock in tmp, have %q", left)
	}
	settle(t, s.Originals())
}

func TestAFailedPutLeavesNoDraft(t *testing.T) {
	for _, step := range []string{"", "disk: create", "disk: write", "disk: sync"} {
		dir := t.TempDir()
		s := open(t, dir, Options{SyncEach: true, Hook: func(at string, done bool) error {
			if at == step && done {
				return errors.New("a fault")
			}
			return nil
		}})
		source := io.MultiReader(strings.NewReader(strings.Repeat("item", blockSize)), broken{})
		if _, err := s.Originals().Put(context.Background(), source); err == nil {
			t.Errorf("a put that failed at %q gave no error", step)
		}
		if left := names(t, filepath.Join(dir, "tmp")); len(left) != 1 {
			t.Errorf("want the lock alone in tmp after a fault at %q, have %q", step, left)
		}
	}
}

// broken is a source that fails at its end.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the source failed") }

func TestPutsWithoutSettlingAreBounded(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	for i := range pendingLimit + 10 {
		put(t, s.Originals(), fmt.Sprint(i))
	}
	if n := len(s.originals.pending); n > pendingLimit {
		t.Errorf("%d puts wait to be settled", n)
	}
	if n := len(names(t, filepath.Join(dir, "tmp"))); n > pendingLimit+1 {
		t.Errorf("%d files lie in tmp", n)
	}
}
