package claim

import (
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
)

func passage(quote string) text.Passage {
	return text.Passage{Item: custody.Sum{1}, Rendition: custody.Sum{2}, Selector: text.Selector{Page: 1}, Quote: quote}
}

func whole() Made {
	return Made{Claim: "c", Case: "main", Entity: "e", Schema: "Person", Property: "name", Value: "v", Passages: []text.Passage{passage("q")}}
}

func TestNoClaimWithoutAnExactPlace(t *testing.T) {
	if err := whole().Check(); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*Made){
		"no passage":           func(m *Made) { m.Passages = nil },
		"a passage nowhere":    func(m *Made) { m.Passages[0].Selector = text.Selector{} },
		"a passage of no item": func(m *Made) { m.Passages[0].Item = custody.Sum{} },
		"a passage of nothing": func(m *Made) { m.Passages[0].Quote = "" },
		"bytes that end first": func(m *Made) { m.Passages[0].Selector.Bytes = &text.Range{Start: 5, End: 5} },
		"no value":             func(m *Made) { m.Value = "" },
		"no entity":            func(m *Made) { m.Entity = "" },
		"a grade that is none": func(m *Made) { m.SourceGrade = "G" },
		"grades in one":        func(m *Made) { m.InfoGrade = "34" },
		"a flag that is none":  func(m *Made) { m.Flags = []string{"true"} },
	} {
		m := whole()
		change(&m)
		if m.Check() == nil {
			t.Errorf("%s passed", what)
		}
	}
}

func TestTheSameStatementOfTheSamePlaceIsOneClaim(t *testing.T) {
	same := ID("e", "name", "v", []text.Passage{passage("q")})
	if same != ID("e", "name", "v", []text.Passage{passage("q")}) {
		t.Error("said twice it is two claims")
	}
	for _, other := range []string{
		ID("e2", "name", "v", []text.Passage{passage("q")}), ID("e", "age", "v", []text.Passage{passage("q")}),
		ID("e", "name", "w", []text.Passage{passage("q")}), ID("e", "name", "v", []text.Passage{passage("r")}),
		ID("e", "namev", "", []text.Passage{passage("q")}),
	} {
		if other == same {
			t.Error("another statement has the same id")
		}
	}
}

func TestTurnsNeedReasons(t *testing.T) {
	if (Withdrawn{Claim: "c", Reason: " "}).Check() == nil || (Preferred{Claim: "", Reason: "r"}).Check() == nil {
		t.Error("a turn without claim or reason passed")
	}
}

func TestWhoIsQuotedTellsAtFirstHandAndWhoPassesItOnDoesNot(t *testing.T) {
	m := whole()
	m.Says = []Teller{{Who: "a guard"}, {Who: "the sister"}, {Who: "the reporter"}}
	for place, want := range []Telling{{true, 0, 3}, {false, 1, 2}, {false, 2, 1}} {
		if got := m.Tells(place); got != want {
			t.Errorf("%s: %+v, want %+v", m.Says[place].Who, got, want)
		}
	}
	m.Flags = []string{FlagHearsay}
	if m.Tells(0).FirstHand {
		t.Error("hearsay is told at first hand")
	}
}
