package arch

import (
	"go/ast"
	"slices"
)

// checkSkips wants every test that may skip to be on the allow list: a test
// that is passed over in silence keeps no promise.
func checkSkips(t Tree) []Fault {
	var faults []Fault
	for _, p := range t.Packages {
		for _, f := range p.Files {
			names := testingNames(f.Syntax)
			ast.Inspect(f.Syntax, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok || !slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, s.Sel.Name) {
					return true
				}
				if id, ok := s.X.(*ast.Ident); ok && names[id.Name] {
					faults = append(faults, Fault{"skip", f.Path, "a test can be skipped: run it everywhere, or give the reason in internal/arch/allow.txt"})
				}
				return true
			})
		}
	}
	return faults
}

// testingNames gives the parameters and fields of a file that are a test,
// benchmark or fuzz test; others have methods named Skip that skip no test.
func testingNames(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		field, ok := n.(*ast.Field)
		if !ok {
			return true
		}
		kind := field.Type
		if p, ok := kind.(*ast.StarExpr); ok {
			kind = p.X
		}
		if s, ok := kind.(*ast.SelectorExpr); ok && isName(s.X, "testing") {
			for _, name := range field.Names {
				names[name.Name] = true
			}
		}
		return true
	})
	return names
}
