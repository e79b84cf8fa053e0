package finding

import (
	"strings"
	"testing"

	"sanad/internal/ground/fail"
)

func whole() Made {
	return Made{Finding: "f", Case: "main", Conclusion: "The order was given.", Standard: Grounds, Claims: []string{"c-1", "c-2"}, Against: []string{"c-3"}, Needs: 1}
}

func TestAConclusionRestsOnClaimsAndSaysHowSureItIs(t *testing.T) {
	if err := whole().Check(); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*Made){
		"no claim":              func(f *Made) { f.Claims = nil },
		"no standard":           func(f *Made) { f.Standard = "" },
		"a standard of its own": func(f *Made) { f.Standard = "certain" },
		"no conclusion":         func(f *Made) { f.Conclusion = " " },
		"a book":                func(f *Made) { f.Conclusion = strings.Repeat("x", MaxText+1) },
		"a claim twice":         func(f *Made) { f.Claims = []string{"c-1", "c-1"} },
		"for and against":       func(f *Made) { f.Against = []string{"c-1"} },
		"more than it has":      func(f *Made) { f.Needs = 3 },
	} {
		f := whole()
		change(&f)
		if f.Check() == nil {
			t.Errorf("%s passed", what)
		}
	}
}

func TestAConfirmationIsOfEveryWord(t *testing.T) {
	sum := whole().Sum()
	for what, change := range map[string]func(*Made){
		"conclusion": func(f *Made) { f.Conclusion += "!" },
		"standard":   func(f *Made) { f.Standard = BeyondDoubt },
		"claims":     func(f *Made) { f.Claims = f.Claims[:1] },
		"sides":      func(f *Made) { f.Claims, f.Against = append(f.Claims, "c-3"), nil },
		"needs":      func(f *Made) { f.Needs = 0 },
	} {
		f := whole()
		change(&f)
		if f.Sum() == sum {
			t.Errorf("another %s has the same sum", what)
		}
	}
	if whole().Sum() != sum {
		t.Error("the same finding has two sums")
	}
}

func TestNobodyConfirmsTheirOwnConclusion(t *testing.T) {
	f := Finding{Made: whole(), Author: "one", Standing: Proposed}
	if err := f.MayConfirm("one"); fail.Of(err) != fail.Refused {
		t.Errorf("the author may confirm: %v", err)
	}
	if err := f.MayConfirm("two"); err != nil {
		t.Error(err)
	}
	for _, s := range []Standing{Holds, TakenBack} {
		f.Standing = s
		if err := f.MayConfirm("two"); fail.Of(err) != fail.Conflict {
			t.Errorf("a %s finding can be confirmed: %v", s, err)
		}
	}
}
