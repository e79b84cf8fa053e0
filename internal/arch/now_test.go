package arch

import (
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

//go:embed floors.txt
var floorsText string

//go:embed allow.txt
var allowText string

// moduleRoot gives the module this test stands in. It is read with package os,
// whose every open and listing the test cache remembers: a changed file and a
// new folder alike make the test run again.
func moduleRoot(t *testing.T) fs.FS {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return os.DirFS(dir)
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

func TestHouseStandsAsTheFloorsSay(t *testing.T) {
	house, err := ParseHouse(floorsText)
	if err != nil {
		t.Fatal(err)
	}
	allowed, err := ParseAllow(allowText)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := Check(moduleRoot(t), house, allowed)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	if t.Failed() {
		fmt.Println("the rules and their reasons: internal/arch/floors.txt and CONTRIBUTING.md")
	}
}
