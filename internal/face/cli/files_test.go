package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestCommandsTouchFilesOnlyAsFiles reads the commands themselves: one that
// opened a path by itself would open the server's file for a request.
func TestCommandsTouchFilesOnlyAsFiles(t *testing.T) {
	own := []string{
		"files.go",                       // the files of this machine
		"remote.go",                      // the asker's end
		"link_bench.go", "link_table.go", // never served
	}
	for _, name := range own[2:] {
		if _, served := servedCommands()["link bench"]; served {
			t.Errorf("link bench is served, and %s opens files by itself", name)
		}
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || slices.Contains(own, name) {
			continue
		}
		read++
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if x, is := (*ast.Ident)(nil), false; ok {
				if x, is = s.X.(*ast.Ident); is && x.Name == "os" && (name != "run.go" || s.Sel.Name != "Lstat") {
					t.Errorf("%s uses os.%s: go by session.files", name, s.Sel.Name)
				}
			}
			return true
		})
	}
	if read < 50 {
		t.Errorf("only %d files were read", read)
	}
}

func TestWhatIsServedIsACommandAndKeepsItsSecrets(t *testing.T) {
	all, err := ServedCommands()
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"init", "serve", "work", "backup", "restore", "rebuild", "doctor", "demo", "key new", "user password", "user token new", "user token list", "user token revoke", "review work", "sandboxed"} {
		if _, ok := all[never]; ok {
			t.Errorf("%s is served", never)
		}
	}
	for name, c := range all {
		for _, p := range c.Params {
			if strings.Contains(p.Name, "password") {
				t.Errorf("%s takes %s from another machine", name, p.Name)
			}
			if slices.Contains([]string{"archive", "as", "remote", "token-file", "json"}, p.Name) {
				t.Errorf("%s takes %s from a request", name, p.Name)
			}
		}
	}
}
