package flow

import (
	"testing"

	"sanad/internal/core/claim"
)

// placesOf makes places of claims, each a record, a property and a value.
func placesOf(claims ...[3]string) *thingNames {
	p := placeNames{sort: map[string]map[string]bool{}, within: map[[2]string]bool{}, called: map[string][]string{}, names: map[string]string{}}
	for _, c := range claims {
		made := claim.Made{Entity: c[0], Property: c[1], Value: c[2]}
		if c[1] == "part_of" {
			made.ValueEntity = c[2]
		}
		p.take(claim.Claim{Made: made})
	}
	n := &thingNames{root: map[string]string{}, bearer: map[string]map[string]bool{}, label: map[string]string{}}
	p.into(n)
	return n
}

// Which spellings are of one place, records say, and nothing else does.
func TestPlacesAreOneWhereARecordBearsTheirNames(t *testing.T) {
	two := [][3]string{{"e-1", "name", "Sangab"}, {"e-2", "name", "SANGAB"}, {"e-2", "alias", "سنگاب"}}
	for what, c := range map[string]struct {
		claims [][3]string
		text   string
		want   string
	}{
		"a name that nobody bears":               {two, "Divarak", "~divarak"},
		"a name of two records of one place":     {two, "Sangab", "e-1"},
		"the other record's name":                {two, "سنگاب", "e-1"},
		"another keyboard":                       {two, "سنكاب", "~سنکاب"},
		"records of different sorts":             {append(two, [3]string{"e-1", "kind", "prison"}, [3]string{"e-2", "kind", "grave"}), "Sangab", "e-1+e-2"},
		"records of one sort":                    {append(two, [3]string{"e-1", "kind", "prison"}, [3]string{"e-2", "kind", "prison"}), "Sangab", "e-1"},
		"one that is part of the other":          {append(two, [3]string{"e-2", "part_of", "e-1"}), "Sangab", "e-1+e-2"},
		"a chain of names":                       {append(two, [3]string{"e-3", "name", "سنگاب"}, [3]string{"e-3", "alias", "The Yard"}), "the yard", "e-1"},
		"a third record, of two that are two":    {append(two, [3]string{"e-2", "part_of", "e-1"}, [3]string{"e-3", "name", "sangab"}), "سنگاب", "e-2"},
		"what a cell says where nothing is said": {two, "—", textMark},
	} {
		if got, _ := placesOf(c.claims...).keyOf("", c.text); got != c.want {
			t.Errorf("%s: %q is %q, want %q", what, c.text, got, c.want)
		}
	}
	if got, _ := placesOf(two...).keyOf("e-2", ""); got != "e-1" {
		t.Errorf("a record is %q, want the one that stands for it", got)
	}
	if got, _ := placesOf(two...).keyOf("e-9", "Sangab"); got != "e-9" {
		t.Errorf("a record without a name is %q", got)
	}
	if got := placesOf(two...).label["e-1"]; got != "Sangab" {
		t.Errorf("the place is called %q", got)
	}
}
