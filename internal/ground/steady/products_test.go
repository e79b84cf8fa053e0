package steady

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Packages whose results must have the same bits on every machine.
func steadyPackages() []string {
	return []string{".", "../chance", "../../core/count", "../../core/estimate"}
}

// nowhere imports nothing: what comes from other packages has no type, and is
// taken for a float.
type nowhere struct{}

func (nowhere) Import(string) (*types.Package, error) { return nil, errors.New("not here") }

func TestNoProductMayBeFusedWithASum(t *testing.T) {
	for _, dir := range steadyPackages() {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", dir, names, err)
		}
		sources := map[string]string{}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				source, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				sources[name] = string(source)
			}
		}
		for _, where := range loose(t, sources) {
			t.Errorf("%s: a product without a conversion: write float64(a*b)", where)
		}
	}
}

func TestALooseProductIsSeen(t *testing.T) {
	for body, want := range map[string]bool{
		"return a*b + c":                             true,
		"x := a * b; return x + c":                   true,
		"a *= b; return a":                           true,
		"return a + b/2":                             true,
		"return float64(a*b) + c":                    false,
		"return float64(a*b*c)":                      false,
		"return a * b / c":                           false,
		"return a + b/c":                             false,
		"i, j := 1, 2; return float64(i*j)":          false,
		"i, j := 1, 2; i = i*j + 1; _ = i; return a": false,
		"const k = 2 * 1.5; return a + k":            false,
		"if a*b > c { return a }; return b":          false,
	} {
		got := loose(t, map[string]string{"a.go": "package a\n\nfunc f(a, b, c float64) float64 { " + body + " }\n"})
		if (len(got) > 0) != want {
			t.Errorf("%s: %v", body, got)
		}
	}
}

// loose gives where a product of floats is neither converted, nor multiplied
// or divided further, nor compared. A division by two is a product too.
func loose(t *testing.T, sources map[string]string) []string {
	set := token.NewFileSet()
	var files []*ast.File
	for name, source := range sources {
		file, err := parser.ParseFile(set, name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: nowhere{}, Error: func(error) {}}
	// What is imported is missing, of which the error tells; the rest is typed.
	_, _ = config.Check("", set, files, info)
	whole := func(e ast.Expr) bool {
		known := info.Types[e]
		basic, ok := known.Type.(*types.Basic)
		if !ok && known.Type != nil {
			basic, ok = known.Type.Underlying().(*types.Basic)
		}
		return known.Value != nil || ok && basic.Info()&types.IsInteger != 0
	}
	var out []string
	for _, file := range files {
		var above []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				above = above[:len(above)-1]
				return true
			}
			switch e := n.(type) {
			case *ast.BinaryExpr:
				if (e.Op == token.MUL || e.Op == token.QUO && halves(e.Y) && summed(above)) && !whole(e) && !settledBy(above) {
					out = append(out, set.Position(e.OpPos).String())
				}
			case *ast.AssignStmt:
				if e.Tok == token.MUL_ASSIGN && !whole(e.Lhs[0]) {
					out = append(out, set.Position(e.TokPos).String())
				}
			}
			above = append(above, n)
			return true
		})
	}
	return out
}

// halves says that a divisor is two: compilers multiply by a half instead.
func halves(e ast.Expr) bool {
	number, ok := e.(*ast.BasicLit)
	return ok && (number.Value == "2" || number.Value == "4" || number.Value == "8")
}

// outside is what an expression stands in, without parentheses.
func outside(above []ast.Node) ast.Node {
	for i := len(above) - 1; i >= 0; i-- {
		if _, ok := above[i].(*ast.ParenExpr); !ok {
			return above[i]
		}
	}
	return nil
}

func summed(above []ast.Node) bool {
	in, ok := outside(above).(*ast.BinaryExpr)
	return ok && (in.Op == token.ADD || in.Op == token.SUB)
}

func settledBy(above []ast.Node) bool {
	switch in := outside(above).(type) {
	case *ast.CallExpr:
		name, ok := in.Fun.(*ast.Ident)
		return ok && name.Name == "float64"
	case *ast.BinaryExpr:
		return in.Op != token.ADD && in.Op != token.SUB
	}
	return false
}
