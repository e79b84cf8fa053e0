package naming

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"sanad/internal/ground/script"
)

// own is what a project said of names itself: which spellings are one name,
// and which names are never one. It lies over the dictionary, which stays as it
// is, and wins where the two say otherwise.
type own struct {
	same, apart [][]string // as they were given
	class       map[string]int32
	// listed leads from a group of the dictionary to the class it is part of.
	listed map[*group]int32
	ids    []string // of each class, as Token.Groups has it
	never  map[[2]int32]bool
}

// ownPrefix begins the names of a project's own groups in Token.Groups.
const ownPrefix = "own:"

// With gives the dictionary with a project's own groups over it: the names of
// each list of same are spellings of one name, and no two of a list of apart
// are ever one, however alike. A spelling that the dictionary knows as one name
// alone brings the others of that name with it. It is an error if a name has no
// letters, and if two names are made one and kept apart.
func (g *Groups) With(same, apart [][]string) (*Groups, error) {
	more := *g
	more.own = &own{class: map[string]int32{}, listed: map[*group]int32{}, ids: []string{""}, never: map[[2]int32]bool{}}
	if g.own != nil {
		same, apart = slices.Concat(g.own.same, same), slices.Concat(g.own.apart, apart)
	}
	more.own.same, more.own.apart = same, apart
	if len(same)+len(apart) > maxGroups {
		return nil, fmt.Errorf("a project has at most %d groups of names of its own", maxGroups)
	}
	if err := more.own.join(g, same); err != nil {
		return nil, err
	}
	return &more, more.own.part(apart)
}

// ownKey gives the key of a name as a project gives it, which may be of several
// words that are one name.
func ownKey(name string) (token, key string, err error) {
	token = strings.Join(script.ParseName(name).Tokens, "")
	if key = keyOf(token); !strings.ContainsFunc(key, unicode.IsLetter) {
		return "", "", fmt.Errorf("%q is no name: there are no letters in it", name)
	}
	return token, key, nil
}

// join makes the classes of names that are one. Lists that share a spelling, or
// a name of the dictionary, are one class.
func (o *own) join(g *Groups, same [][]string) error {
	var parent []int32
	root := func(c int32) int32 {
		for parent[c] != c {
			parent[c] = parent[parent[c]]
			c = parent[c]
		}
		return c
	}
	parent = append(parent, 0)
	for _, names := range same {
		at := int32(len(parent))
		parent, o.ids = append(parent, at), append(o.ids, "")
		meet := func(other int32, known bool) int32 {
			if known {
				// The lower number stays, which keeps the outcome free of
				// the order of maps.
				a, b := root(at), root(other)
				parent[max(a, b)] = min(a, b)
			}
			return at
		}
		for _, name := range names {
			token, key, err := ownKey(name)
			if err != nil {
				return err
			}
			other, known := o.class[key]
			o.class[key] = meet(other, known)
			if found := g.lookup(token); len(found) == 1 && len(found[0]) == 1 {
				other, known := o.listed[found[0][0]]
				o.listed[found[0][0]] = meet(other, known)
			}
			if o.ids[at] == "" {
				o.ids[at] = ownPrefix + name
			}
		}
	}
	for key, c := range o.class {
		o.class[key] = root(c)
	}
	for one, c := range o.listed {
		o.listed[one] = root(c)
	}
	return nil
}

// part keeps classes apart. A name that no list of same has is a class of its
// own.
func (o *own) part(apart [][]string) error {
	for _, names := range apart {
		classes := make([]int32, len(names))
		for i, name := range names {
			_, key, err := ownKey(name)
			if err != nil {
				return err
			}
			c, known := o.class[key]
			if !known {
				c = int32(len(o.ids))
				o.class[key], o.ids = c, append(o.ids, ownPrefix+name)
			}
			for j, before := range classes[:i] {
				if before == c {
					return fmt.Errorf("%q and %q are spellings of one name by other groups, or written alike but for habits of writing, and can't be kept apart", names[j], name)
				}
				o.never[[2]int32{min(before, c), max(before, c)}] = true
			}
			classes[i] = c
		}
	}
	return nil
}

// classOf gives the class of a spelling by itself, else by the one name that
// the dictionary reads it as.
func (o *own) classOf(folded string, readings []composed) (class int32, ok bool) {
	class, ok = o.class[keyOf(folded)]
	if !ok && len(readings) == 1 && len(readings[0]) == 1 {
		class, ok = o.listed[readings[0][0]]
	}
	return class, ok
}

// dress tells a token to which of the project's own classes it belongs.
func (o *own) dress(t *Token) {
	if o == nil {
		return
	}
	if c, ok := o.classOf(t.Folded, t.readings); ok {
		t.class = c
		t.Groups = append(t.Groups, o.ids[c])
	}
}

// compare gives what the project said of two tokens, if it said anything.
func (o *own) compare(a, b Token) (Likeness, bool) {
	switch {
	case o == nil || a.class == 0 || b.class == 0:
		return Likeness{}, false
	case a.class == b.class:
		return Likeness{Grouped, .97, fmt.Sprintf("both are spellings of %s, by a group of this archive", strings.TrimPrefix(o.ids[a.class], ownPrefix))}, true
	case o.never[[2]int32{min(a.class, b.class), max(a.class, b.class)}]:
		return Likeness{Different, 0, "a group of this archive keeps them apart"}, true
	}
	return Likeness{}, false
}

// Own is a name as a project itself knows it: all spellings of one have the same
// number. 0 is a name of which it said nothing.
type Own int32

// Own gives what a project knows a name of one or several words as.
func (g *Groups) Own(name string) Own {
	if g.own == nil {
		return 0
	}
	token, _, err := ownKey(name)
	if err != nil {
		return 0
	}
	c, _ := g.own.classOf(token, g.lookup(token))
	return Own(c)
}

// ID names one of a project's own names as Token.Groups does, "" for 0. Unlike
// the number it does not depend on what else the project said.
func (g *Groups) ID(name Own) string {
	if g.own == nil {
		return ""
	}
	return g.own.ids[name]
}

// Said gives what a project said of two of its own names: that they are one, or
// never one; ok is false if it said nothing.
func (g *Groups) Said(a, b Own) (one, ok bool) {
	switch {
	case a == 0 || b == 0:
		return false, false
	case a == b:
		return true, true
	}
	return false, g.own.never[[2]int32{int32(min(a, b)), int32(max(a, b))}]
}

// OwnSpellings gives the names that a project grouped with a token, as they
// were given; none if it said nothing of it.
func (g *Groups) OwnSpellings(t Token) (names []string) {
	if g.own == nil || t.class == 0 {
		return nil
	}
	for _, list := range g.own.same {
		for _, name := range list {
			if _, key, err := ownKey(name); err == nil && g.own.class[key] == t.class && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
