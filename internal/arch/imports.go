package arch

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
)

// check gives every import that goes where it must not, and every package
// that stands nowhere. Tests are free to look up: what they import is not
// part of the program.
func (h House) check(t Tree) []Fault {
	var faults []Fault
	for _, p := range t.Packages {
		if !h.stands(p.Dir) {
			faults = append(faults, Fault{"floor", p.Dir, "the package has no floor: give it a line in internal/arch/floors.txt"})
			continue
		}
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, imported := range f.Imports() {
				if why := h.refuses(t.Module, p.Dir, imported); why != "" {
					faults = append(faults, Fault{"import", f.Path, why})
				}
			}
			faults = append(faults, h.checkCalls(t, p.Dir, f)...)
		}
	}
	return append(faults, h.checkReach(t)...)
}

func (h House) stands(dir string) bool {
	_, apart := find(h.apart, dir)
	_, tests := find(h.tests, dir)
	return apart || tests || h.floorOf(dir) >= 0
}

// refuses says why a package may not import another, "" if it may.
func (h House) refuses(module, dir, imported string) string {
	to, inside := within(module, imported)
	if !inside {
		return h.refusesOutside(dir, imported)
	}
	if g, ok := find(h.tests, to); ok && !isTestSupport(h, dir) {
		return fmt.Sprintf("imports %s, which only tests may import", g.who)
	}
	for _, list := range [][]grant{h.tests, h.apart} {
		if g, ok := find(list, dir); ok {
			if matchesAny(g.whom, to) {
				return ""
			}
			return fmt.Sprintf("%s may import only %s, and imports %s", dir, orNothing(g.whom), to)
		}
	}
	return h.refusesFloor(dir, to)
}

func isTestSupport(h House, dir string) bool {
	_, ok := find(h.tests, dir)
	return ok
}

func (h House) refusesFloor(dir, to string) string {
	for _, g := range h.never {
		if matches(g.who, dir) && matchesAny(g.whom, to) {
			return fmt.Sprintf("%s must not know %s: hand it over as a value or an interface of your own", dir, to)
		}
	}
	for _, g := range h.beside {
		if matches(g.who, dir) && matchesAny(g.whom, to) {
			return ""
		}
	}
	from, under := h.floorOf(dir), h.floorOf(to)
	switch {
	case under < 0:
		return fmt.Sprintf("%s imports %s, which stands on no floor below it", dir, to)
	case under < from:
		return ""
	case under > from:
		return fmt.Sprintf("imports go down only: %s (%s) imports %s (%s)", dir, h.floors[from].name, to, h.floors[under].name)
	}
	return fmt.Sprintf("imports go down only, never sideways: %s and %s both stand on the floor %s", dir, to, h.floors[from].name)
}

// refusesOutside judges imports from outside the module.
func (h House) refusesOutside(dir, imported string) string {
	if imported == "C" {
		return "imports C: Sanad is pure Go"
	}
	if !h.isPure(dir) {
		return ""
	}
	if slices.Contains(h.impure, imported) {
		return fmt.Sprintf("%s must stay pure, but imports %s: let a store, tool or face do it and hand over the result", dir, imported)
	}
	first, _, _ := strings.Cut(imported, "/")
	if strings.Contains(first, ".") && !matchesAny(h.modules, imported) {
		return fmt.Sprintf("%s must stay pure, and the module package %s is not among those known to be", dir, imported)
	}
	return ""
}

// clockCalls are what pure packages must not take from package time, called
// or handed on.
func clockCalls() []string {
	return []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
}

// checkCalls looks for the clock in pure packages. A dot import would hide
// it, so none are allowed anywhere.
func (h House) checkCalls(t Tree, dir string, f File) []Fault {
	var faults []Fault
	clock := ""
	for _, spec := range f.Syntax.Imports {
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "." {
			faults = append(faults, Fault{"import", f.Path, "imports " + spec.Path.Value + " with a dot: nobody can see what is meant"})
		}
		if spec.Path.Value == `"time"` {
			if clock = name; name == "" {
				clock = "time"
			}
		}
	}
	if clock == "" || !h.isPure(dir) {
		return faults
	}
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || !isName(s.X, clock) || !slices.Contains(clockCalls(), s.Sel.Name) {
			return true
		}
		faults = append(faults, Fault{"clock", f.Path, fmt.Sprintf("%s must stay pure, but takes time.%s at %s: let the caller hand the time in", dir, s.Sel.Name, path.Base(t.at(s.Pos())))})
		return true
	})
	return faults
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// checkReach follows imports as far as they go.
func (h House) checkReach(t Tree) []Fault {
	var faults []Fault
	for _, p := range t.Packages {
		g, ok := find(h.reach, p.Dir)
		if !ok {
			continue
		}
		for dir := range t.closure(p.Dir) {
			if dir != p.Dir && !matchesAny(g.whom, dir) {
				faults = append(faults, Fault{"reach", p.Dir, fmt.Sprintf("reaches %s, however far off: it may reach only %s", dir, orNothing(g.whom))})
			}
		}
	}
	return faults
}

// closure gives all packages of the module that a package depends on.
func (t Tree) closure(dir string) map[string]bool {
	seen, ahead := map[string]bool{}, []string{dir}
	for len(ahead) > 0 {
		at := ahead[0]
		ahead = ahead[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		i := slices.IndexFunc(t.Packages, func(p Package) bool { return p.Dir == at })
		if i < 0 {
			continue
		}
		for _, f := range t.Packages[i].Files {
			for _, imported := range f.Imports() {
				if to, inside := within(t.Module, imported); inside && !f.Test {
					ahead = append(ahead, to)
				}
			}
		}
	}
	return seen
}

// within gives the folder of a package of the module.
func within(module, imported string) (dir string, ok bool) {
	if imported == module {
		return ".", true
	}
	return strings.CutPrefix(imported, module+"/")
}

func orNothing(patterns []string) string {
	if len(patterns) == 0 {
		return "nothing of this module"
	}
	return strings.Join(patterns, ", ")
}
