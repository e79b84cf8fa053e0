package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/verify"
)

// Whoever is handed an export checks without the archive that it is the one that two
// people decided on, byte by byte; one that nobody decided on is not let pass.
func TestAnExportOfAReleaseIsCheckedFromOutside(t *testing.T) {
	s := opened(t, nil, map[string]string{"note.txt": "one"})
	dir := laid(t, map[string]string{"list.csv": letters()["list1.csv"]})
	s.must("import", filepath.Join(dir, "list.csv"), "--map", s.file("map.yaml", fmt.Sprintf(letterMap, "Families")))
	s.must("user", "add", "second", "--role", "publisher")
	var asked struct{ Release string }
	s.read(&asked, "release", "new", "--title", "T", "--audience", "A", "--shape", "files")
	s.must("--as", "second", "release", "approve", asked.Release)
	for _, form := range []string{"csv", "edrm"} {
		at := filepath.Join(t.TempDir(), form)
		s.must("export", form, "--release", asked.Release, "--out", at)
		r := verify.Any(t.Context(), os.DirFS(at), verify.Options{})
		if !r.OK || r.Kind != verify.KindExport {
			t.Errorf("%s: %+v", form, r)
		}
		for _, name := range []string{"manifest-sha256.txt", "export.json", "withheld.json"} {
			changed(t, filepath.Join(at, name), func(data []byte) []byte { return bytes.Replace(data, []byte("e"), []byte("f"), 1) }, func() {
				if r := verify.Any(t.Context(), os.DirFS(at), verify.Options{}); r.OK {
					t.Errorf("%s: %s was changed, and it passed", form, name)
				}
			})
		}
		if err := os.WriteFile(filepath.Join(at, "more.csv"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if r := verify.Any(t.Context(), os.DirFS(at), verify.Options{}); r.OK {
			t.Errorf("%s: a file more passed", form)
		}
	}
	open := filepath.Join(t.TempDir(), "open")
	s.must("export", "csv", "--out", open)
	if r := verify.Any(t.Context(), os.DirFS(open), verify.Options{}); r.OK || !strings.Contains(fmt.Sprint(r.Checks), "names no release") {
		t.Errorf("without a release: %+v", r)
	}
}

// changed changes a file for as long as look runs.
func changed(t *testing.T, path string, change func([]byte) []byte, look func()) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, change(bytes.Clone(data)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	look()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
