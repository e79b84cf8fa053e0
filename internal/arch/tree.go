package arch

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Tree is a module as its files show it.
type Tree struct {
	Module   string // as go.mod names it
	Packages []Package
	Names    []string // every file and folder, from the module's root
	fset     *token.FileSet
}

// Package is one folder with Go files in it.
type Package struct {
	Dir   string // from the module's root; "." is the root itself
	Files []File
}

// File is one Go file.
type File struct {
	Path   string
	Test   bool
	Lines  int
	Source []byte
	Syntax *ast.File
}

// Imports gives the import paths of the file.
func (f File) Imports() []string {
	paths := make([]string, 0, len(f.Syntax.Imports))
	for _, spec := range f.Syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// Read parses every Go file below root, tests too. Folders that the go
// command passes over (testdata, and names beginning with a dot or an
// underscore) are passed over here as well.
func Read(root fs.FS) (Tree, error) {
	t := Tree{fset: token.NewFileSet()}
	var err error
	if t.Module, err = moduleName(root); err != nil {
		return t, err
	}
	packages := map[string]*Package{}
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return t.visit(root, name, entry, packages)
	})
	if err != nil {
		return t, fmt.Errorf("reading the module: %w", err)
	}
	for _, p := range packages {
		t.Packages = append(t.Packages, *p)
	}
	slices.SortFunc(t.Packages, func(a, b Package) int { return cmp.Compare(a.Dir, b.Dir) })
	return t, nil
}

func (t *Tree) visit(root fs.FS, name string, entry fs.DirEntry, packages map[string]*Package) error {
	base := path.Base(name)
	hidden := name != "." && (base[0] == '.' || base[0] == '_')
	switch {
	case entry.IsDir() && (hidden || base == "testdata"):
		return fs.SkipDir
	case name == "." || hidden:
		return nil
	}
	t.Names = append(t.Names, name)
	if entry.IsDir() || path.Ext(name) != ".go" {
		return nil
	}
	file, err := t.parse(root, name)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	if packages[dir] == nil {
		packages[dir] = &Package{Dir: dir}
	}
	packages[dir].Files = append(packages[dir].Files, file)
	return nil
}

func (t *Tree) parse(root fs.FS, name string) (File, error) {
	source, err := fs.ReadFile(root, name)
	if err != nil {
		return File{}, err
	}
	syntax, err := parser.ParseFile(t.fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return File{}, err
	}
	lines := bytes.Count(source, []byte("\n"))
	return File{name, strings.HasSuffix(name, "_test.go"), lines, source, syntax}, nil
}

// at tells where in a file something stands.
func (t Tree) at(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// moduleName reads the module's name in go.mod.
func moduleName(root fs.FS) (string, error) {
	data, err := fs.ReadFile(root, "go.mod")
	if err != nil {
		return "", fmt.Errorf("looking for the module: %w", err)
	}
	scan := bufio.NewScanner(bytes.NewReader(data))
	for scan.Scan() {
		if name, ok := strings.CutPrefix(scan.Text(), "module "); ok {
			return strings.TrimSpace(name), nil
		}
	}
	return "", errors.New("go.mod does not name the module")
}
