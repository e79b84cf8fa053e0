package arch

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
)

// maxLines is the longest a file may be.
const maxLines = 500

// maxFunction is the longest a function may be, in lines.
const maxFunction = 100

// emptyWords say nothing of what is in a package or file.
func emptyWords() []string {
	return []string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "service", "services", "base", "shared", "lib"}
}

// checkPackages wants every package to say what it knows.
func checkPackages(t Tree) []Fault {
	var faults []Fault
	for _, p := range t.Packages {
		var comments []string
		code := false
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			code = true
			if f.Syntax.Doc != nil {
				comments = append(comments, f.Syntax.Doc.Text())
			}
		}
		name := p.Files[0].Syntax.Name.Name
		switch {
		case !code:
		case len(comments) == 0:
			faults = append(faults, Fault{"comment", p.Dir, "the package has no comment: say in one sentence what it knows, then what it must never do"})
		case len(comments) > 1:
			faults = append(faults, Fault{"comment", p.Dir, "more than one file of the package begins with a package comment"})
		case name != "main" && !strings.HasPrefix(comments[0], "Package "+name+" "):
			faults = append(faults, Fault{"comment", p.Dir, fmt.Sprintf("the package comment does not begin with \"Package %s\"", name)})
		}
	}
	return faults
}

// checkFiles holds the rules of names, lengths and unfinished work.
func checkFiles(t Tree) []Fault {
	var faults []Fault
	for _, name := range t.Names {
		stem := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(path.Base(name), path.Ext(name)), "_test"), path.Ext(name))
		if slices.Contains(emptyWords(), stem) {
			faults = append(faults, Fault{"name", name, fmt.Sprintf("%q says nothing of what is in it: name it by what it knows", stem)})
		}
	}
	for _, p := range t.Packages {
		for _, f := range p.Files {
			faults = append(faults, checkFile(t, f)...)
		}
	}
	return faults
}

func checkFile(t Tree, f File) []Fault {
	var faults []Fault
	add := func(rule, format string, args ...any) {
		faults = append(faults, Fault{rule, f.Path, fmt.Sprintf(format, args...)})
	}
	if f.Lines > maxLines {
		add("length", "the file has %d lines, at most %d are allowed: split it by what it knows", f.Lines, maxLines)
	}
	if name := f.Syntax.Name.Name; slices.Contains(emptyWords(), name) {
		add("name", "the package name %q says nothing of what is in it", name)
	}
	for _, group := range f.Syntax.Comments {
		for _, mark := range []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"} {
			if slices.Contains(strings.FieldsFunc(group.Text(), notLetter), mark) {
				add("unfinished", "a comment says %s: finish it, or file it", mark)
			}
		}
	}
	for _, d := range f.Syntax.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if fn.Recv == nil && fn.Name.Name == "init" {
			add("init", "func init runs unseen and in no order: let package app pass values")
		}
		if n := t.fset.Position(fn.End()).Line - t.fset.Position(fn.Pos()).Line + 1; n > maxFunction {
			add("length", "%s has %d lines, at most %d are allowed", fn.Name.Name, n, maxFunction)
		}
	}
	return faults
}

func notLetter(r rune) bool { return r < 'A' || r > 'Z' && r < 'a' || r > 'z' }
