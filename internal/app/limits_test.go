package app

import (
	"os"
	"path/filepath"
	"testing"
)

// limit writes limits into an archive's settings.
func limit(t *testing.T, dir string, limits map[string]int64) {
	t.Helper()
	if limits == nil {
		return
	}
	s, err := readSettings(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.Limits = limits
	data, err := s.encode()
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, settingsFile), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
