package linkage

import (
	"testing"

	"sanad/internal/ground/naming"
)

// ownNames is the dictionary with what a project said over it.
func ownNames(t *testing.T) *naming.Groups {
	t.Helper()
	g, err := naming.Standard().With([][]string{{"Sorkhab", "Zarrinpoush"}, {"Goharak", "Shah Lalehzar"}, {"Mahtabnaz", "نیلوفر"}},
		[][]string{{"Zhaleh", "Jaleh"}, {"Simrudian", "Simrodian"}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestWhatAProjectSaidOfNamesDecidesTheirLevel(t *testing.T) {
	k := newNameKind(ownNames(t))
	for _, c := range []struct {
		a, b string
		want uint8
	}{
		{"Zhaleh", "Jaleh", nameOther}, // one name of the dictionary, but for the project
		{"Simrudian", "Simrodian", nameOther}, {"Zhaleh Banu", "Jaleh Banu", nameOther}, {"Zhaleh", "Jaleh Banu", nameOther},
		{"Zhaleh", "ژاله", nameGroup}, {"Jaleh", "ژاله", nameGroup}, {"Zhaleh", "ZHALEH", nameSame},
		{"Sorkhab", "Zarrinpoush", nameGroup}, {"Goharak", "Shah Lalehzar", nameGroup}, {"Goharak", "Shahlalehzar", nameGroup},
		{"Mahtabnaz", "نیلوفر", nameGroup}, {"Sorkhab Banu", "Zarrinpoush Banu", nameGroup},
		{"Sorkhab", "Goharak", nameDifferent}, {"Goharak", "Goharek", nameSound}, // an own name is none of the dictionary's
		{"Kohestani", "Kuhestani", nameSound},
	} {
		a, b := k.add(c.a), k.add(c.b)
		if got, back := k.compare(a, b), k.compare(b, a); got != c.want || back != got {
			t.Errorf("%s and %s: %s, and %s turned round, not %s", c.a, c.b, k.levels()[got-1], k.levels()[back-1], k.levels()[c.want-1])
		}
	}
	meaning := func(name string) uint64 { return k.meaning(k.add(name)) }
	if meaning("Zhaleh") == meaning("Jaleh") || meaning("Sorkhab") != meaning("Zarrinpoush") {
		t.Error("fields that go together do not count names as the project does")
	}
}

func TestWhatAProjectSaidOfNamesDecidesWholeNames(t *testing.T) {
	k := newFullKind(ownNames(t))
	pairs := []struct {
		a, b  string
		holds bool // all words of one are in the other
	}{
		{"Zhaleh Banu", "Jaleh Banu", false}, {"Zhaleh", "Jaleh", false}, {"Zhaleh Banu", "Banu Zhaleh", true},
		{"Sorkhab Banu", "Banu Zarrinpoush", true}, {"Goharak Banu", "Banu Shah Lalehzar", true}, {"Goharak", "Sorkhab", false},
	}
	var ids [][2]int32
	for _, p := range pairs {
		ids = append(ids, [2]int32{k.add(p.a), k.add(p.b)})
	}
	k.seal(2 * len(pairs))
	for i, p := range pairs {
		a, b := ids[i][0], ids[i][1]
		if got := k.compare(a, b); got != k.compare(b, a) || fullHolds(got) != p.holds {
			t.Errorf("%s and %s: %s", p.a, p.b, k.levels()[got-1])
		}
	}
	if got := k.compare(ids[1][0], ids[1][1]); got != 14 {
		t.Errorf("names kept apart are %s", k.levels()[got-1])
	}
}

func TestNamesThatOnlyAProjectMakesOneMeetInABlock(t *testing.T) {
	const mapping = `
fields:
  - {name: given, kind: name}
  - {name: surname, kind: name}
  - {name: whole, kind: full}
blocking:
  - given.sound
  - given.sound+surname.sound
  - whole.sound
  - whole.word
  - whole.rare
  - whole.two
`
	s, err := ParseSpec([]byte(mapping))
	if err != nil {
		t.Fatal(err)
	}
	table, err := NewTable(s, ownNames(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Headings([]string{"given", "surname", "whole"}); err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]string{{"Sorkhab", "Banu", "Sorkhab Kohan"}, {"Banu", "Zarrinpoush", "Kohan Zarrinpoush"},
		{"Zarrinpoush", "", "Zarrinpoush Kohan"}, {"Mehrab", "Banu", "Mehrab Divan"}} {
		if err := table.Add(row, i); err != nil {
			t.Fatal(err)
		}
	}
	table.seal()
	b, err := makeBlocks(table, 100, 1e6)
	if err != nil {
		t.Fatal(err)
	}
	for i, rule := range b.rules {
		a, b := int32(0), int32(2)
		if i == 1 { // names turned round
			b = 1
		}
		if !rule.has(a, b) {
			t.Errorf("%s does not bring spellings of an own name together", rule.line)
		}
		if rule.has(a, 3) {
			t.Errorf("%s brings strangers together", rule.line)
		}
	}
}
