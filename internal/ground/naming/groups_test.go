package naming

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryLineOfTheDictionaryIsRead(t *testing.T) {
	g, err := standard()
	if err != nil {
		t.Fatal(err)
	}
	given := 0
	for _, one := range g.all {
		if one.given() {
			given++
		}
		for _, key := range []string{one.id} {
			if found := g.lookup(key); len(found) == 0 {
				t.Errorf("%s does not find itself", key)
			}
		}
	}
	if given < 400 {
		t.Errorf("only %d given names", given)
	}
	t.Logf("%d groups, %d of given names, %d spellings", len(g.all), given, len(g.keys))
}

// What names a group in Latin letters, and its usual spelling in Arabic script, must lead to
// it first: else a name would be romanised as its twin.
func TestAGroupIsNamedByASpellingOfItsOwn(t *testing.T) {
	g := Standard()
	for _, one := range g.all {
		for _, s := range []string{one.latin[0]} {
			for _, other := range g.keys[keyOf(s)] {
				if other != one && other.latin[0] == s {
					t.Errorf("%s names two groups", s)
				}
				if other != one && other.kind != Ending && one.kind != Ending {
					t.Logf("%s is a spelling of %s too", s, other.id)
				}
			}
		}
	}
	var shared []string
	for key, groups := range g.keys {
		if len(groups) > 1 {
			ids := []string{key}
			for _, x := range groups {
				ids = append(ids, x.id)
			}
			shared = append(shared, strings.Join(ids, " "))
		}
	}
	slices.Sort(shared)
	t.Log(strings.Join(shared, "\n"))
}
