package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"strconv"
	"strings"
	"testing"
)

// sources gives the Go files of a package of this module, without its tests.
func sources(t *testing.T, tree Tree, dir string) []File {
	t.Helper()
	var files []File
	for _, p := range tree.Packages {
		if !matches(dir, p.Dir) {
			continue
		}
		for _, f := range p.Files {
			if !f.Test {
				files = append(files, f)
			}
		}
	}
	if len(files) == 0 {
		t.Fatalf("%s holds no Go file", dir)
	}
	return files
}

func document(t *testing.T, root fs.FS, name string) string {
	t.Helper()
	text, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// eventKind reads ledger.Kind{Name: "claim.made", Version: 1} as claim.made/1.
func eventKind(n ast.Node) (kind string, ok bool) {
	lit, ok := n.(*ast.CompositeLit)
	if !ok {
		return "", false
	}
	if s, ok := lit.Type.(*ast.SelectorExpr); !ok || s.Sel.Name != "Kind" || len(lit.Elts) != 2 {
		return "", false
	}
	var parts []string
	for _, e := range lit.Elts {
		value, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return "", false
		}
		text, ok := value.Value.(*ast.BasicLit)
		if !ok {
			return "", false
		}
		parts = append(parts, strings.Trim(text.Value, `"`))
	}
	return parts[0] + "/" + parts[1], true
}

func TestFormatsNameEveryKindOfEvent(t *testing.T) {
	root := moduleRoot(t)
	tree, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	text, seen := document(t, root, "docs/formats.md"), 0
	for _, f := range sources(t, tree, "internal/core/...") {
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			if kind, ok := eventKind(n); ok {
				seen++
				if !strings.Contains(text, "`"+kind+"`") {
					t.Errorf("docs/formats.md does not name the event %s of %s", kind, f.Path)
				}
			}
			return true
		})
	}
	if seen < 20 {
		t.Errorf("only %d kinds of events were found: something was not read", seen)
	}
}

// commands gives the names of the command line's visible subcommands, from the
// fields of its root.
func commands(files []File) []string {
	var names []string
	for _, f := range files {
		for _, d := range f.Syntax.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if fields, ok := spec.Type.(*ast.StructType); ok && spec.Name.Name == "root" {
					names = append(names, commandFields(fields)...)
				}
			}
		}
	}
	return names
}

func commandFields(root *ast.StructType) []string {
	var names []string
	for _, field := range root.Fields.List {
		if field.Tag == nil || len(field.Names) != 1 {
			continue
		}
		tag, err := strconv.Unquote(field.Tag.Value)
		if err == nil && strings.Contains(tag, `cmd:"`) && !strings.Contains(tag, `hidden:"`) {
			names = append(names, strings.ToLower(field.Names[0].Name))
		}
	}
	return names
}

func TestGuideNamesEveryCommand(t *testing.T) {
	root := moduleRoot(t)
	tree, err := Read(root)
	if err != nil {
		t.Fatal(err)
	}
	text := document(t, root, "docs/guide.md")
	names := commands(sources(t, tree, "internal/face/cli"))
	if len(names) < 20 {
		t.Errorf("only the commands %v were found: something was not read", names)
	}
	for _, name := range names {
		if !strings.Contains(text, fmt.Sprintf("sanad %s", name)) {
			t.Errorf("docs/guide.md does not say what sanad %s is for", name)
		}
	}
}
