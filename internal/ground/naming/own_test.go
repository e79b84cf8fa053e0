package naming

import (
	"strings"
	"testing"
)

// ownLevel compares two spellings by the dictionary with own groups over it.
func ownLevel(t *testing.T, g *Groups, a, b string) Level {
	t.Helper()
	x, y := g.token(a, tokenOf(a)), g.token(b, tokenOf(b))
	one, two := g.Compare(x, y), g.Compare(y, x)
	if quick := g.Level(x, y); quick != one.Level {
		t.Errorf("%s and %s are %s in full and %s in haste", a, b, one.Level, quick)
	}
	if one.Level != two.Level || one.Score != two.Score {
		t.Errorf("%s and %s are %v, and %v turned round", a, b, one, two)
	}
	return one.Level
}

func TestAProjectSaysWhichNamesAreOne(t *testing.T) {
	g, err := Standard().With([][]string{
		{"Sorkhab", "Zarrinpoush"}, {"Zarrinpoush", "Mehrgan"}, // one by the spelling that both have
		{"Hamed", "Hamoud"}, {"Reza", "Rezi"}, {"Farid", "فریده"}, {"Shah Bakhsh", "Lakhmi"},
	}, [][]string{{"Ahangari", "Ahangaran", "Hamoud"}, {"Said", "Saeed"}, {"Zhaleh", "Jaleh"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a, b string
		want Level
	}{
		{"Sorkhab", "Zarrinpoush", Grouped}, {"Sorkhab", "Mehrgan", Grouped}, {"Sorkhab", "Zarinpush", Grouped}, {"Sorkhab", "Zarrinposh", Different},
		{"Rezi", "رضا", Grouped},                                  // what the dictionary holds for one name comes along
		{"Farid", "فریده", Grouped}, {"فرید", "Farideh", Grouped}, // names of two genders, if the project says so
		{"Shahbakhsh", "Lakhmi", Grouped}, {"شاه‌بخش", "Lakhmi", Different}, // of two words, in the spelling given
		{"Ahangari", "Ahangaran", Different}, {"Ahangari", "Hamoud", Different}, {"Ahangari", "Hamed", Different},
		{"Said", "Saeed", Different}, {"Said", "سعید", Grouped}, {"Saeed", "سعید", Grouped},
		{"Zhaleh", "Jaleh", Different}, {"Jaleh", "ژاله", Grouped},
		{"Reza", "Reza", Exact}, {"Hasan", "Hossein", Different}, {"M.", "Mohammad", Initial},
	} {
		if got := ownLevel(t, g, c.a, c.b); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.a, c.b, got, c.want)
		}
	}
	c := g.CompareNames(g.Parse("Rezi Sorkhab", ""), g.Parse("رضا Mehrgan", ""))
	if c.Level != Grouped || !strings.Contains(c.Pairs[0].Why, "group of this archive") {
		t.Errorf("whole names: %+v", c)
	}
	if got := g.token("Rezi", "rezi").Groups; len(got) != 1 || got[0] != "own:Reza" {
		t.Errorf("the groups of Rezi are %v", got)
	}
	if levelsOf("Sorkhab", "Zarrinpoush") != Different || levelsOf("Said", "Saeed") != Grouped {
		t.Error("the program's own dictionary was changed")
	}
}

// What is said in two goes holds as if it were said in one, with lines of the
// dictionary between.
func TestOwnGroupsAddUp(t *testing.T) {
	g := Standard()
	for _, step := range []func() (*Groups, error){
		func() (*Groups, error) { return g.With([][]string{{"Sorkhab", "Zarrinpoush"}}, nil) },
		func() (*Groups, error) { return g.WithLines("own.txt", "m بهمرد | behmard bahmard") },
		func() (*Groups, error) {
			return g.With([][]string{{"Sorkhab", "Mehrgan"}, {"Bahmard", "Bemard"}}, [][]string{{"Mehrgan", "Mehregan"}})
		},
	} {
		var err error
		if g, err = step(); err != nil {
			t.Fatal(err)
		}
	}
	for pair, want := range map[[2]string]Level{{"Zarrinpoush", "Mehrgan"}: Grouped, {"Bemard", "بهمرد"}: Grouped, {"Sorkhab", "Mehregan"}: Different} {
		if got := ownLevel(t, g, pair[0], pair[1]); got != want {
			t.Errorf("%v are %s, want %s", pair, got, want)
		}
	}
	if _, err := g.With(nil, [][]string{{"Zarrinpoush", "Mehrgan"}}); err == nil {
		t.Error("what was made one before was kept apart")
	}
}

func TestOwnGroupsAreRefused(t *testing.T) {
	for what, c := range map[string]struct{ same, apart [][]string }{
		"no letters":                  {[][]string{{"Reza", "12"}}, nil},
		"no letters, apart":           {nil, [][]string{{"Reza", " "}}},
		"same and apart":              {[][]string{{"Sorkhab", "Mehrgan"}}, [][]string{{"Mehrgan", "Sorkhab"}}},
		"same by way of another":      {[][]string{{"a1 Sorkhab", "Mehrgan"}, {"Mehrgan", "Zarrinpoush"}}, [][]string{{"Zarrinpoush", "a1 Sorkhab"}}},
		"same by a name of the lists": {[][]string{{"Reza", "Rezi"}, {"رضا", "Rizo"}}, [][]string{{"Rezi", "Rizo"}}},
		"written alike":               {nil, [][]string{{"Zahra", "Zahraa"}}},
		"more than there may be":      {make([][]string, maxGroups+1), nil},
	} {
		if _, err := Standard().With(c.same, c.apart); err == nil {
			t.Errorf("%s: taken", what)
		}
	}
}

func BenchmarkWith(b *testing.B) {
	var same [][]string
	for i := range 500 {
		same = append(same, []string{"Sorkhab" + strings.Repeat("a", i%7+1) + string(rune('b'+i%20)), "Mehrgan" + string(rune('b'+i/20))})
	}
	g := Standard()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.With(same, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheSpellingsThatAProjectGroupedAreGiven(t *testing.T) {
	g, err := Standard().With([][]string{{"Sorkhab", "Zarrinpoush"}, {"Reza", "Rezi"}}, [][]string{{"Said", "Saeed"}})
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]string{"zarinpush": "Sorkhab Zarrinpoush", "رضا": "Reza Rezi", "rezi": "Reza Rezi", "said": "", "hasan": ""} {
		if got := strings.Join(g.OwnSpellings(g.Token(token)), " "); got != want {
			t.Errorf("%s is grouped with %q, want %q", token, got, want)
		}
	}
	if got := Standard().OwnSpellings(Standard().Token("reza")); got != nil {
		t.Errorf("the dictionary alone groups %v", got)
	}
}
