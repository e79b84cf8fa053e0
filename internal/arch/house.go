package arch

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// House says which packages stand on which floor and who may look at whom,
// as floors.txt has it.
type House struct {
	floors  []floor // from the ground up
	apart   []grant // packages outside the floors, with all they may import
	tests   []grant // likewise; and only tests may import them
	beside  []grant // imports within a floor that are allowed
	never   []grant // imports that are refused though they go down
	reach   []grant // all that a package may depend on, however far
	named   []grant // what tests that start something are named, and in which packages
	modules []string
	impure  []string
}

type floor struct {
	name     string
	pure     bool
	packages []string
}

// grant ties the packages of a pattern to those of others.
type grant struct {
	who  string
	pure bool
	whom []string
}

// ParseHouse reads floors.txt. A pattern is a package's folder from the
// module's root; "x/..." is x and all below it. The more exact pattern wins.
func ParseHouse(text string) (House, error) {
	var h House
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 0 {
			if err := h.add(words); err != nil {
				return h, fmt.Errorf("floors.txt:%d: %w", n+1, err)
			}
		}
	}
	return h, nil
}

func (h *House) add(words []string) error {
	what, words := words[0], words[1:]
	if len(words) < 2 {
		return fmt.Errorf("%s wants more words", what)
	}
	switch what {
	case "floor":
		f := floor{name: words[0], pure: words[1] == "pure"}
		f.packages = withoutPure(words[1:])
		h.floors = append(h.floors, f)
	case "apart":
		h.apart = append(h.apart, granted(words))
	case "tests":
		h.tests = append(h.tests, granted(words))
	case "beside":
		h.beside = append(h.beside, granted(words))
	case "never":
		h.never = append(h.never, granted(words))
	case "reach":
		h.reach = append(h.reach, granted(words))
	case "named":
		if _, err := regexp.Compile(words[0]); err != nil {
			return err
		}
		h.named = append(h.named, granted(words))
	case "pure":
		return h.setPure(words)
	default:
		return fmt.Errorf("there is no line %q", what)
	}
	return nil
}

// setPure reads what is refused to pure packages and which modules they may use.
func (h *House) setPure(words []string) error {
	switch words[0] {
	case "without":
		h.impure = append(h.impure, words[1:]...)
	case "modules":
		h.modules = append(h.modules, words[1:]...)
	default:
		return fmt.Errorf("pure what? %q", words[0])
	}
	return nil
}

func granted(words []string) grant {
	return grant{words[0], slices.Contains(words[1:], "pure"), withoutPure(words[1:])}
}

func withoutPure(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "pure" || w == "->" || w == "nothing" })
}

// matches reports whether the package stands under the pattern.
func matches(pattern, dir string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return dir == prefix || strings.HasPrefix(dir, prefix+"/")
	}
	return pattern == dir
}

func matchesAny(patterns []string, dir string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, dir) })
}

// find gives the grant whose pattern fits the package most exactly.
func find(grants []grant, dir string) (grant, bool) {
	best, found := grant{}, false
	for _, g := range grants {
		if matches(g.who, dir) && len(g.who) > len(best.who) {
			best, found = g, true
		}
	}
	return best, found
}

// floorOf gives the number of the package's floor, -1 if it has none.
func (h House) floorOf(dir string) int {
	at, length := -1, 0
	for i, f := range h.floors {
		for _, p := range f.packages {
			if matches(p, dir) && len(p) > length {
				at, length = i, len(p)
			}
		}
	}
	return at
}

// isPure reports whether the package must do without disk, network, clock
// and chance.
func (h House) isPure(dir string) bool {
	for _, list := range [][]grant{h.tests, h.apart} {
		if g, ok := find(list, dir); ok {
			return g.pure
		}
	}
	at := h.floorOf(dir)
	return at >= 0 && h.floors[at].pure
}
