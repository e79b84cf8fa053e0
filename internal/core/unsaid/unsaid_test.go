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
