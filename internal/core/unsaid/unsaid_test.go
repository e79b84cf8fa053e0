package unsaid

import "testing"

func TestWordsAreMetHoweverTheyAreWritten(t *testing.T) {
	w := New([]string{"Karim Zarrin", "کریم زرین", "", "..", "Omid"})
	for text, want := range map[string]bool{
		"they took KARIM ZARRIN away":         true,
		"Zarrin, Karim":                       true,
		"Karim, whom they called old, Zarrin": false, // too far apart
		"Karim son of Ali Zarrin":             true,
		"Karim was taken":                     false,
		"كريم زرين را بردند":                  true, // Arabic letters
		"omid":                                true,
		"omidvar":                             false,
		"":                                    false,
		"Zarrin came. Much later, of others, Karim": false,
	} {
		if got := w.In(text); got != want {
			t.Errorf("In(%q) = %t", text, got)
		}
	}
	if !New([]string{"", "-"}).None() || (Finder{}).In("anything") {
		t.Error("nothing to look for meets something")
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Karim Zarrin", "before", "after")
	f.Add("کریم", "", "x")
	f.Fuzz(func(t *testing.T, name, before, after string) {
		if w := New([]string{name}); !w.None() && !w.In(before+" \n "+name+" \n "+after) {
			t.Errorf("%q is not met in itself", name)
		}
	})
}

func TestANameIsMetWhereverItIsPartedOrJoined(t *testing.T) {
	for recorded, texts := range map[string][]string{
		"علیرضا کریمی":       {"علی\u200cرضا کریمی", "علی رضا کریمی", "علیرضاکریمی"},
		"علی\u200cرضا کریمی": {"آقای علیرضا کریمی گفت"},
		"Mehrdad Danesh":     {"it was Mehr-\ndad Danesh", "MehrdadDanesh"},
	} {
		w := New([]string{recorded})
		for _, text := range texts {
			if !w.In(text) {
				t.Errorf("%q is not met in %q", recorded, text)
			}
			if len(w.Places([]string{text})) != 1 {
				t.Errorf("%q has no place in %q", recorded, text)
			}
		}
		if w.In("علی کریمی") || w.In("Mehr Danesh") {
			t.Errorf("%q is met in another name", recorded)
		}
	}
	if got := New([]string{"Mehrdad Danesh"}).Places([]string{"a", "Mehr", "dad Danesh", "b"}); len(got) != 1 || got[0] != [2]int{1, 2} {
		t.Errorf("the place is %v", got)
	}
}
