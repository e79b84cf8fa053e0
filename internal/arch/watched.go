package arch

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// checkWatched holds the line "named" of floors.txt: what runs beside something
// in the tests of these packages is watched by the race detector only where a
// test's name says that it does (.ci/test). A program's file that starts
// something needs a line in allow.txt, which names the test that runs it.
func (h House) checkWatched(t Tree) []Fault {
	var faults []Fault
	for _, p := range t.Packages {
		for _, g := range h.named {
			if matchesAny(g.whom, p.Dir) {
				faults = append(faults, unwatched(p, g.who)...)
			}
		}
	}
	return faults
}

func unwatched(p Package, name string) []Fault {
	so := regexp.MustCompile(name)
	starts := starters(p)
	var faults []Fault
	for _, f := range p.Files {
		told := false
		for _, fn := range functions(f) {
			switch {
			case !f.Test && !told && startsOne(fn, nil):
				told = true
				faults = append(faults, Fault{"watched", f.Path, "something runs beside something here: name the test " + name + " that runs it in internal/arch/allow.txt"})
			case f.Test && isTest(fn) && !so.MatchString(fn.Name.Name) && startsOne(fn, starts):
				faults = append(faults, Fault{"watched", f.Path, fmt.Sprintf("in %s something runs beside something, and no race detector sees it: let its name say so, by %s", fn.Name.Name, name)})
			}
		}
	}
	return faults
}

// starters gives the functions of a package's tests that start something, or
// call one that does. They go by their names alone: another of the same name
// counts as well, and is watched for nothing.
func starters(p Package) map[string]bool {
	starts := map[string]bool{}
	for grown := true; grown; {
		grown = false
		for _, f := range p.Files {
			for _, fn := range functions(f) {
				if f.Test && !isTest(fn) && !starts[fn.Name.Name] && startsOne(fn, starts) {
					starts[fn.Name.Name], grown = true, true
				}
			}
		}
	}
	return starts
}

func functions(f File) []*ast.FuncDecl {
	var all []*ast.FuncDecl
	for _, d := range f.Syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			all = append(all, fn)
		}
	}
	return all
}

func isTest(fn *ast.FuncDecl) bool { return fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Test") }

// startsOne reports whether a function starts something that runs beside it, by
// itself or by one of those named. A worker runs jobs beside each other.
func startsOne(fn *ast.FuncDecl, named map[string]bool) bool {
	found := false
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.CallExpr:
			switch called := n.Fun.(type) {
			case *ast.Ident:
				found = found || named[called.Name]
			case *ast.SelectorExpr:
				found = found || named[called.Sel.Name] || slices.Contains([]string{"Go", "Parallel", "Work"}, called.Sel.Name)
			}
		case *ast.BasicLit:
			found = found || n.Value == `"work"`
		}
		return !found
	})
	return found
}
