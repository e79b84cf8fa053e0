package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func newFolder(t *testing.T, dest string, opt FolderOptions) *Folder {
	t.Helper()
	f, err := NewFolder(dest, opt)
	must(t, err)
	return f
}

func write(f *Folder, name, text string) error {
	w, err := f.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return errors.Join(err, w.Close())
}

func TestAnExportHasItsNameOnlyWhenItIsWhole(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "dossier")
	f := newFolder(t, dest, FolderOptions{})
	must(t, write(f, "index.html", "page"))
	must(t, write(f, "items/a/b.txt", "item"))
	if _, err := os.Lstat(dest); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the export has its name before it is finished: %v", err)
	}
	must(t, f.Finish())
	text, err := os.ReadFile(filepath.Join(dest, "items", "a", "b.txt"))
	if err != nil || string(text) != "item" {
		t.Errorf("the finished export has %q, %v", text, err)
	}
	if got := names(t, filepath.Dir(dest)); len(got) != 1 {
		t.Errorf("beside the export lies %q", got)
	}
	must(t, f.Abort()) // after Finish: nothing
	if info, err := os.Stat(dest); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the export has mode %v, %v", info.Mode(), err)
	}
	if err := f.Finish(); err == nil {
		t.Error("an export was finished twice")
	}
}

func TestAnExportNamesNothingOutsideItself(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "dossier")
	f := newFolder(t, dest, FolderOptions{Public: true})
	for _, name := range []string{"", ".", "..", "../a", "a/../../b", "/a", "a//b", "a/", "./a", "a/./b"} {
		if w, err := f.Create(name); err == nil {
			w.Close()
			t.Errorf("the export made a file %q", name)
		}
	}
	must(t, os.Symlink(filepath.Dir(dest), filepath.Join(dest+partialSuffix, "link")))
	if w, err := f.Create("link/a"); err == nil {
		w.Close()
		t.Error("the export went through a link")
	}
	must(t, f.Abort())
	if got := names(t, filepath.Dir(dest)); len(got) != 0 {
		t.Errorf("removing the export left %q", got)
	}
}

func TestAnExportWritesOverNothing(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "dossier")
	f := newFolder(t, dest, FolderOptions{})
	if _, err := NewFolder(dest, FolderOptions{}); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "partial") {
		t.Errorf("two exports to one place: %v", err)
	}
	must(t, write(f, "a", "first"))
	if err := write(f, "a", "second"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file of the export was written twice: %v", err)
	}
	must(t, f.Abort())

	must(t, os.WriteFile(dest, nil, 0o600))
	if _, err := NewFolder(dest, FolderOptions{}); !errors.Is(err, fs.ErrExist) || strings.Contains(err.Error(), fs.ErrExist.Error()) {
		t.Errorf("an export over a file: %v", err)
	}
	must(t, os.Remove(dest))
	f = newFolder(t, dest, FolderOptions{})
	must(t, os.Mkdir(dest, 0o700)) // made meanwhile; rename would replace it
	if err := f.Finish(); !errors.Is(err, fs.ErrExist) {
		t.Errorf("an export over an empty folder: %v", err)
	}
}

func TestAnExportWithAFailedOrOpenFileIsNotFinished(t *testing.T) {
	for what, spoil := range map[string]func(*Folder) error{
		"a file still open": func(f *Folder) error { _, err := f.Create("b"); return err },
		"a file made twice": func(f *Folder) error { write(f, "a", "again"); return nil },
		"a failed write":    func(f *Folder) error { failWrite(f); return nil },
	} {
		dest := filepath.Join(t.TempDir(), "dossier")
		f := newFolder(t, dest, FolderOptions{})
		must(t, write(f, "a", "text"))
		must(t, spoil(f))
		if err := f.Finish(); err == nil {
			t.Errorf("an export with %s was finished", what)
		}
		if _, err := os.Lstat(dest); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("an export with %s has its name: %v", what, err)
		}
		must(t, f.Abort())
	}
}

func failWrite(f *Folder) {
	w, err := f.Create("b")
	if err == nil {
		w.(*folderFile).file.Close() // what a failing disk does to the next write
		io.WriteString(w, "text")
		w.Close()
	}
}

func TestAFaultAtAnyStepLeavesNoHalfExportUnderItsName(t *testing.T) {
	var steps int
	export := func(dest string, failing int) error {
		steps = 0
		f, err := NewFolder(dest, FolderOptions{Hook: func(step string, done bool) error {
			if steps++; steps == failing {
				return fmt.Errorf("fault at %s", step)
			}
			return nil
		}})
		if err != nil {
			return err
		}
		if err := errors.Join(write(f, "a", "text"), write(f, "b/c", "more")); err != nil {
			return err
		}
		return f.Finish()
	}
	must(t, export(filepath.Join(t.TempDir(), "dossier"), 0))
	for n := range steps {
		dest := filepath.Join(t.TempDir(), "dossier")
		if err := export(dest, n+1); err == nil {
			t.Errorf("the fault at call %d was not reported", n+1)
		}
		if _, err := os.Lstat(dest); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if text, err := os.ReadFile(filepath.Join(dest, "b", "c")); err != nil || string(text) != "more" {
			t.Errorf("the fault at call %d left half an export under its name", n+1)
		}
	}
}
