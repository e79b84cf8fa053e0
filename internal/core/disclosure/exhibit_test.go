package disclosure

import (
	"testing"

	"sanad/internal/core/custody"
)

func TestPagesHaveTheNumbersThatCourtsKnow(t *testing.T) {
	f := ExhibitNumbered{Case: "main", Item: custody.Sum{1}, Version: AsOriginal, Prefix: "VAR", First: 123, Pages: 3}
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	if f.Beg() != "VAR-0000123" || f.End() != "VAR-0000125" || f.Number(2) != "VAR-0000124" {
		t.Errorf("%s to %s", f.Beg(), f.End())
	}
	for what, change := range map[string]func(*ExhibitNumbered){
		"no case":           func(f *ExhibitNumbered) { f.Case = "" },
		"no item":           func(f *ExhibitNumbered) { f.Item = custody.Sum{} },
		"page nought":       func(f *ExhibitNumbered) { f.First = 0 },
		"no page":           func(f *ExhibitNumbered) { f.Pages = 0 },
		"small letters":     func(f *ExhibitNumbered) { f.Prefix = "var" },
		"a path":            func(f *ExhibitNumbered) { f.Prefix = "../X" },
		"a hyphen at last":  func(f *ExhibitNumbered) { f.Prefix = "VAR-" },
		"no version":        func(f *ExhibitNumbered) { f.Version = "" },
		"beyond all digits": func(f *ExhibitNumbered) { f.First = maxExhibit },
	} {
		g := f
		change(&g)
		if g.Check() == nil {
			t.Errorf("%s passed", what)
		}
	}
}

func TestEveryCaseHasAPrefixThatStands(t *testing.T) {
	for _, ask := range [][3]string{
		{"Varanda Archive", "main", "VAR"}, {"آرشیو", "main", "EX"}, {"Varanda", "east 2", "VAR-EAST2"}, {"Varanda", "شرق", "VAR-C"},
	} {
		got := PrefixFor(ask[0], ask[1], "main")
		if got != ask[2] || CheckPrefix(got) != nil {
			t.Errorf("%q in %q: %q", ask[1], ask[0], got)
		}
	}
}
