package linkage

import (
	"strings"
	"testing"

	"sanad/internal/ground/naming"
)

func TestAMappingThatSaysNothingUsefulIsRefused(t *testing.T) {
	for text, words := range map[string]string{
		"":                                  "empty",
		"fields: []":                        "1 to 24 fields",
		"fields: [{name: a, kind: shoe}]":   "choose name, full, date",
		"fields: [{name: a b, kind: name}]": "without dots and spaces",
		"fields: [{name: a, kind: name}, {name: a, kind: id}]":                                                    "two fields are named a",
		"fields: [{name: a, kind: name}]":                                                                         "lines of blocking",
		"fields: [{name: a, kind: name}]\nblocking: [b]":                                                          "no field is named b",
		"fields: [{name: a, kind: name}]\nblocking: [a.year]":                                                     ".sound",
		"fields: [{name: a, kind: name}]\nblocking: ['']":                                                         "is empty",
		"fields: [{name: a, kind: name, compare: false}]\nblocking: [a]":                                          "compare: false",
		"fields: [{name: a, kind: date, calendar: mayan}]\nblocking: [a]":                                         "mayan",
		"fields: [{name: a, kind: name}]\nblocking: [a]\nfamily: {given: a}":                                      "name both fields",
		"fields: [{name: a, kind: name}]\nblocking: [a]\nfamily: {given: a, surname: z}":                          "no field is named z",
		"fields: [{name: a, kind: name}]\nblocking: [a]\njoint: [{name: j, fields: [a]}]":                         "go together",
		"fields: [{name: a, kind: name}, {name: b, kind: id}]\nblocking: [a]\njoint: [{name: a, fields: [a, b]}]": "a name of its own",
		"fields: [{name: a, kind: name}]\nblocking: [a]\ntruth: '('":                                              "truth",
		"fields: [{name: a, kind: name}]\nblocking: [a]\ncolour: red":                                             "colour",
	} {
		if _, err := ParseSpec([]byte(text)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v, without %q", text, err, words)
		}
	}
}

func TestATableWithoutAColumnOfTheMappingIsRefused(t *testing.T) {
	table := emptyTable(t, plainMapping)
	if err := table.Add([]string{"a"}, 0); err == nil {
		t.Error("a row was taken before the headings")
	}
	for _, headings := range [][]string{{"given", "surname", "born"}, {"given", "surname", "born", "place", "Place "}} {
		if err := table.Headings(headings); err == nil || !strings.Contains(err.Error(), "place") {
			t.Errorf("%v: %v", headings, err)
		}
	}
	if _, err := Link(table, Options{}); err == nil {
		t.Error("a table without rows was linked")
	}
}

func TestKeysMeetWhateverTheOrder(t *testing.T) {
	table := plainTable(t, plainMapping, 2, func(i int) ([]string, int) {
		return [][]string{{"Reza", "Kaviani", "", ""}, {"کاویانی", "رضا", "", ""}}[i], 0
	})
	table.seal()
	b, err := makeBlocks(table, 100, 1e6)
	if err != nil {
		t.Fatal(err)
	}
	if !b.rules[0].has(0, 1) || b.rules[2].has(0, 1) {
		t.Error("names turned round and in another script share no key, or rows without dates share one")
	}
}

func TestLevelsOfNames(t *testing.T) {
	k := newNameKind(naming.Standard())
	for _, c := range []struct {
		a, b string
		want uint8
	}{
		{"محمد", "مُحمّد", nameSame}, {"Mohammad", "Muhammad", nameGroup}, {"حسین", "Hossein", nameGroup}, {"Hassan", "Hossein", nameOther},
		{"Kuhestani", "Koohestani", nameSound}, {"Simrudian", "Simrodian", nameSound}, {"Blackwood", "Blackwoot", nameVariant}, {"Blackwood", "Zhang", nameDifferent},
	} {
		if got := k.compare(k.add(c.a), k.add(c.b)); got != c.want {
			t.Errorf("%s and %s: %s, not %s", c.a, c.b, k.levels()[got-1], k.levels()[c.want-1])
		}
	}
}

func TestRadixSortKeepsTheOrderOfEqualKeys(t *testing.T) {
	s := stream(5)
	in := make([]entry, 5000)
	for i := range in {
		in[i] = entryOf(s.next()>>(s.next()%64), int32(i))
	}
	out := sortEntries(in, make([]entry, len(in)))
	for i := 1; i < len(out); i++ {
		if a, b := out[i-1], out[i]; a.key() > b.key() || a.key() == b.key() && a.row() > b.row() {
			t.Fatalf("%v before %v", a, b)
		}
	}
}

func TestWordsThatCannotBeAlikeAreKnownWithoutComparing(t *testing.T) {
	words := []string{"ali", "alireza", "blackwood", "blakcwood", "kuhestani", "kohestani", "zz", "zzzzzz", "محمد", "محمود"}
	for _, a := range words {
		for _, b := range words {
			if w, most := winkler(a, b), mostAlike(a, b, lettersOf(a), lettersOf(b)); w > most+1e-9 {
				t.Errorf("%s and %s are alike by %.3f, at most %.3f", a, b, w, most)
			}
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"abc", "abc", 0}, {"abc", "acb", 1}, {"abcd", "abd", 1}, {"abcd", "xbcd", 1}, {"abcd", "abcdef", 2}, {"abcd", "wxyz", 3}, {"", "abcdef", 3}} {
		if got := slips(c.a, c.b, 2); got != c.want {
			t.Errorf("%s and %s: %d slips, not %d", c.a, c.b, got, c.want)
		}
	}
}
