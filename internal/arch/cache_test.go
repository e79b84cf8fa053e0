package arch

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestABrokenRuleIsSeenThroughAWarmCache runs the test of the house in a small
// module of its own until the go command answers from its cache, and then
// breaks a rule: in a file that is there, and by a folder that is new.
func TestABrokenRuleIsSeenThroughAWarmCache(t *testing.T) {
	dir := smallModule(t)
	if out, ok := houseTest(t, dir); !ok {
		t.Fatalf("the small module breaks a rule: %s", out)
	}
	if out, _ := houseTest(t, dir); !strings.Contains(out, "(cached)") {
		t.Fatalf("the cache is not warm, so this test proves nothing: %s", out)
	}
	for name, text := range map[string]string{
		"internal/core/count/doc.go": "// Package count knows how many.\npackage count\n\nimport _ \"net/http\"\n",
		"internal/attic/attic.go":    "// Package attic knows nothing.\npackage attic\n",
	} {
		path := filepath.Join(dir, name)
		before, readErr := os.ReadFile(path)
		write(t, path, []byte(text))
		if out, ok := houseTest(t, dir); ok {
			t.Errorf("%s breaks a rule and the test said: %s", name, out)
		}
		if readErr == nil {
			write(t, path, before)
		} else if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
	}
}

// smallModule writes a module of this package and one other.
func smallModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	own, err := filepath.Glob("*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range own {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "allow.txt" {
			data = nil
		}
		write(t, filepath.Join(dir, "internal/arch", name), data)
	}
	write(t, filepath.Join(dir, "go.mod"), []byte("module sanad\n\ngo 1.26\n"))
	write(t, filepath.Join(dir, "internal/core/count/doc.go"), []byte("// Package count knows how many.\npackage count\n"))
	age(t, dir)
	return dir
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// age makes everything look an hour old: the go command does not cache a test
// that read files written a moment ago.
func age(t *testing.T, dir string) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	err := filepath.Walk(dir, func(path string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, old, old)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func houseTest(t *testing.T, dir string) (out string, ok bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "test", "-run", "TestHouseStands", "./internal/arch")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	said, err := cmd.CombinedOutput()
	return string(said), err == nil
}
