package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// checkState refuses package variables that can change. Allowed are:
// variables named _, errors made once, regexp.MustCompile, sync.OnceValue and
// its like, what go:embed fills, and tables and functions: unexported literals
// that nothing in the package writes to, takes the address of or sorts.
func checkState(t Tree) []Fault {
	var faults []Fault
	for _, p := range t.Packages {
		written := writtenNames(p)
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, d := range f.Syntax.Decls {
				if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
					faults = append(faults, checkVars(f, g, written)...)
				}
			}
		}
	}
	return faults
}

func checkVars(f File, g *ast.GenDecl, written map[string]bool) []Fault {
	var faults []Fault
	for _, s := range g.Specs {
		spec := s.(*ast.ValueSpec)
		if isEmbedded(g.Doc) || isEmbedded(spec.Doc) {
			continue
		}
		for i, name := range spec.Names {
			var value ast.Expr
			if i < len(spec.Values) {
				value = spec.Values[i]
			}
			if name.Name != "_" && !isFixed(name.Name, value, written) {
				faults = append(faults, Fault{"state", f.Path, fmt.Sprintf("the package variable %s can change: make it a constant, a function that gives the value, or an argument", name.Name)})
			}
		}
	}
	return faults
}

func isEmbedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

// isFixed reports whether the variable can't change in practice.
func isFixed(name string, value ast.Expr, written map[string]bool) bool {
	switch v := value.(type) {
	case *ast.CallExpr:
		return slices.Contains(fixedMakers(), callee(v.Fun)) && !written[name]
	case *ast.CompositeLit, *ast.FuncLit:
		return !ast.IsExported(name) && !written[name]
	}
	return false
}

// fixedMakers are calls whose value is made once and never changes.
func fixedMakers() []string {
	return []string{
		"errors.New", "fmt.Errorf", "fail.New", "regexp.MustCompile",
		"sync.OnceValue", "sync.OnceValues", "sync.OnceFunc",
		"strings.NewReplacer", // safe for many at once and without a way to change it
	}
}

// callee gives the name of what is called: pkg.Func, or of a chain
// fail.New(...).Do(...) its first.
func callee(fun ast.Expr) string {
	s, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	switch x := s.X.(type) {
	case *ast.Ident:
		return x.Name + "." + s.Sel.Name
	case *ast.CallExpr:
		if s.Sel.Name == "Do" {
			return callee(x.Fun)
		}
	}
	return ""
}

// writtenNames gives every name that something in the package, tests too,
// assigns to, takes the address of, or hands to what changes its argument. It
// goes by name alone: a local variable that takes a table's name counts, and
// should have another.
func writtenNames(p Package) map[string]bool {
	written := map[string]bool{}
	mark := func(e ast.Expr) {
		if name := rootName(e); name != "" {
			written[name] = true
		}
	}
	for _, f := range p.Files {
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						mark(e)
					}
				}
			case *ast.IncDecStmt:
				mark(n.X)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					mark(n.X)
				}
			case *ast.CallExpr:
				if changes(n.Fun) && len(n.Args) > 0 {
					mark(n.Args[0])
				}
			}
			return true
		})
	}
	return written
}

// changes reports whether a call changes its first argument in place.
func changes(fun ast.Expr) bool {
	if id, ok := fun.(*ast.Ident); ok {
		return slices.Contains([]string{"delete", "clear", "copy", "append"}, id.Name)
	}
	name := callee(fun)
	return strings.HasPrefix(name, "sort.") || slices.Contains([]string{
		"slices.Sort", "slices.SortFunc", "slices.SortStableFunc", "slices.Reverse", "slices.Delete", "slices.DeleteFunc",
		"slices.Compact", "slices.CompactFunc", "slices.Insert", "slices.Replace", "slices.Grow", "maps.Copy", "maps.DeleteFunc",
	}, name)
}

// rootName gives the variable an expression begins at: x in x[i].y.
func rootName(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x.Name
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return ""
		}
	}
}
