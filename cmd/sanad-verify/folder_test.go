//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sanad/verify/verifytest"
)

// A link out of the folder is neither followed nor passed over in silence; a
// pipe, which would hang whoever opens it, is not opened.
func TestTheFolderIsNotLeft(t *testing.T) {
	files := verifytest.Tiny("archive").Sealed()
	outside := write(t, files["index.html"])
	for name, spoil := range map[string]func(path string) error{
		"a link to the same bytes outside": func(path string) error { return os.Symlink(outside, path) },
		"a link to the same bytes inside":  func(path string) error { return os.Symlink("dossier.json", path) },
		"a link to nowhere":                func(path string) error { return os.Symlink("nowhere", path) },
		"a pipe":                           func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"a folder":                         func(path string) error { return os.Mkdir(path, 0o755) },
	} {
		for _, file := range []string{"index.html", "manifest-sha256.txt", "seal/release.json", "ledger/key", "ledger/events.jsonl"} {
			dir := onDisk(t, files)
			path := filepath.Join(dir, filepath.FromSlash(file))
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			if code, out, _ := call(dir); code != exitFailed || !strings.Contains(out, file) {
				t.Errorf("%s in the place of %s: exit code %d\n%s", name, file, code, out)
			}
		}
	}
}

func TestAFolderLinkedToIsNotFollowed(t *testing.T) {
	files := verifytest.Tiny("archive").Sealed()
	dir, other := onDisk(t, files), onDisk(t, files)
	if err := os.RemoveAll(filepath.Join(dir, "originals")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(other, "originals"), filepath.Join(dir, "originals")); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := call(dir); code != exitFailed || !strings.Contains(out, "originals: is a link") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestAPipeInAFolderOfProofsIsNotOpened(t *testing.T) {
	files := verifytest.Tiny("archive").Sealed()
	dir := onDisk(t, verifytest.Files{"e.tlog-proof": files["seal/release.tlog-proof"], "key": files["ledger/key"]})
	if err := syscall.Mkfifo(filepath.Join(dir, "e.json"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := call(dir); code != exitFailed || !strings.Contains(out, "not a plain file") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
