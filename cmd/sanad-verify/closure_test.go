package main

import (
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "sanad"

// allowed is all that the checker may be made of besides the standard
// library: small enough for one person to read in a day.
func allowed() []string {
	return []string{
		"golang.org/x/mod/sumdb/note",
		"golang.org/x/mod/sumdb/tlog",
		"sanad/cmd/sanad-verify",
		"sanad/internal/core/claim",
		"sanad/internal/core/custody",
		"sanad/internal/core/disclosure",
		"sanad/internal/core/finding",
		"sanad/internal/core/guard",
		"sanad/internal/core/intake",
		"sanad/internal/core/ledger",
		"sanad/internal/core/seal",
		"sanad/internal/core/text",
		"sanad/internal/core/witness",
		"sanad/internal/format/dossier",
		"sanad/internal/format/timestamp",
		"sanad/internal/ground/canon",
		"sanad/internal/ground/cellref",
		"sanad/internal/ground/digest",
		"sanad/internal/ground/fail",
		"sanad/verify",
	}
}

// banned are packages of the standard library that reach beyond the folder.
// Only the command itself opens it, by package os; and only package timestamp reads
// certificates, which it checks by roots that it is handed: asked for none, crypto/x509
// would open those of the machine.
func banned(pkg, imported string) bool {
	if pkg == "sanad/internal/format/timestamp" && (imported == "crypto/x509" || imported == "crypto/x509/pkix") {
		return false
	}
	for _, b := range []string{"net", "database", "os/exec", "plugin", "log", "syscall", "unsafe", "C", "crypto/tls", "crypto/x509", "testing"} {
		if imported == b || strings.HasPrefix(imported, b+"/") {
			return true
		}
	}
	return pkg != "sanad/cmd/sanad-verify" && (imported == "os" || strings.HasPrefix(imported, "os/") || imported == "path/filepath")
}

// The imports are read from the files themselves, build tags disregarded: the
// answer of `go list` could come from a cache.
func TestTheCheckerIsMadeOfLittle(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for pending := []string{"sanad/cmd/sanad-verify"}; len(pending) > 0; {
		pkg := pending[0]
		pending = pending[1:]
		if found[pkg] {
			continue
		}
		found[pkg] = true
		if !strings.HasPrefix(pkg, module+"/") {
			continue
		}
		for _, imported := range importsOf(t, filepath.Join(root, strings.TrimPrefix(pkg, module+"/"))) {
			if banned(pkg, imported) {
				t.Errorf("%s imports %s", pkg, imported)
			}
			if first, _, _ := strings.Cut(imported, "/"); first == module || strings.Contains(first, ".") {
				pending = append(pending, imported)
			}
		}
	}
	if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, allowed()) {
		t.Errorf("the checker is made of\n%s\nallowed is\n%s", strings.Join(got, "\n"), strings.Join(allowed(), "\n"))
	}
}

func importsOf(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports = append(imports, name)
		}
	}
	if len(imports) == 0 && len(entries) == 0 {
		t.Fatalf("%s holds no package", dir)
	}
	return imports
}
