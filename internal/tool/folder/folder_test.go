package folder

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func walk(paths ...string) (found []flow.Found) {
	for f := range Walk(paths) {
		found = append(found, f)
	}
	return found
}

func TestAWalkTellsWhatIsThereAndNotWhereItLay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "evidence")
	write(t, filepath.Join(dir, "b", "2.txt"), "two")
	write(t, filepath.Join(dir, "a.txt"), "one")
	write(t, filepath.Join(t.TempDir(), "outside"), "not to be reached")
	for name, target := range map[string]string{"link": "/etc/passwd", "loop": "."} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	var told []string
	for _, f := range walk(dir, filepath.Join(dir, "gone")) {
		line := f.Name.Text
		switch {
		case f.Err != nil:
			line += " error"
		case f.What != "":
			line += " " + f.What + " " + f.Target.Text
		}
		if strings.Contains(line, filepath.Dir(dir)) {
			t.Errorf("%q tells where it lay", line)
		}
		told = append(told, line)
	}
	want := []string{"evidence/a.txt", "evidence/b/2.txt", "evidence/link symlink /etc/passwd", "evidence/loop symlink .", "gone error"}
	if !slices.Equal(told, want) {
		t.Errorf("found %q, want %q", told, want)
	}
}

// An archive's signing key must not come into its own custody.
func TestAnArchiveIsPassedOver(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "case")
	write(t, filepath.Join(archive, "sanad.json"), "{}")
	write(t, filepath.Join(archive, "keys", "ledger.key"), "PRIVATE")
	write(t, filepath.Join(archive, "demo", "letter.txt"), "x")
	write(t, filepath.Join(dir, "letter.txt"), "x")
	if err := os.Symlink(archive, filepath.Join(t.TempDir(), "link")); err != nil {
		t.Fatal(err)
	}
	for path, files := range map[string]int{
		dir: 1, archive: 0, filepath.Join(archive, "keys"): 0, filepath.Join(archive, "keys", "ledger.key"): 0,
		filepath.Join(archive, "sanad.json"): 0, filepath.Join(archive, "demo"): 1,
	} {
		n := 0
		for _, f := range walk(path) {
			if f.What == "" && f.Err == nil {
				n++
			}
		}
		if n != files {
			t.Errorf("%s: %d files found, want %d", path, n, files)
		}
	}
}

func TestAFileThatChangesWhileItIsReadIsNotTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "growing")
	write(t, path, strings.Repeat("x", 100_000))
	for what, change := range map[string]func() error{
		"it grows": func() error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			if _, err := f.WriteString("more"); err != nil {
				return err
			}
			return f.Close()
		},
		"it is cut": func() error { return os.Truncate(path, 10) },
	} {
		write(t, path, strings.Repeat("x", 100_000))
		r, err := walk(path)[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(r, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err == nil || !strings.Contains(err.Error(), "changed while") {
			t.Errorf("%s: %v, want an error", what, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAnotherFilePutInItsPlaceIsNotTaken(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "letter")
	for what, put := range map[string]func() error{
		"a link": func() error { return os.Symlink("/etc/passwd", path) },
		"a file": func() error { return os.WriteFile(path, []byte("other"), 0o644) },
		"none":   func() error { return nil },
	} {
		write(t, path, "first")
		found := walk(path)[0]
		keep := filepath.Join(dir, "kept"+what)
		if err := os.Rename(path, keep); err != nil { // kept, so that its number is not used again
			t.Fatal(err)
		}
		if err := put(); err != nil {
			t.Fatal(err)
		}
		if r, err := found.Open(); err == nil {
			r.Close()
			t.Errorf("%s was taken for the file that was found", what)
		}
		os.Remove(path)
	}
}

func TestListsOfPaths(t *testing.T) {
	for text, want := range map[string][]string{
		"a\nb c\r\n\nd": {"a", "b c", "d"},
		"a\nb\x00c\x00": {"a\nb", "c"},
		"":              nil,
	} {
		if got, err := List(strings.NewReader(text)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q gives %q, %v", text, got, err)
		}
	}
	if _, err := List(io.LimitReader(zeros{}, maxList+2)); fail.Of(err) != fail.Usage {
		t.Errorf("an endless list: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// Ten thousand files in one folder are walked in order.
func TestLargeFolders(t *testing.T) {
	dir := t.TempDir()
	for i := range 10_000 {
		write(t, filepath.Join(dir, fmt.Sprintf("%05d", i)), "")
	}
	found := walk(dir)
	if len(found) != 10_000 || !strings.HasSuffix(found[9_999].Name.Text, "/09999") {
		t.Errorf("%d found", len(found))
	}
}
