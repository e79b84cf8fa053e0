package memorial

import (
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// TestThoseWhoOnlyToldOrActedAreNotRemembered keeps witnesses, writers and officials
// off the wall of those to whom something was done.
func TestThoseWhoOnlyToldOrActedAreNotRemembered(t *testing.T) {
	w := &writer{Site: &flow.Site{Cards: []flow.Card{
		{ID: "e-rapporteur", Kind: "Person"},
		{ID: "m-row", Kind: "Person"},
		{ID: "e-joined", Kind: "Person", Also: []string{"m-other"}},
		{ID: "e-prisoner", Kind: "Person", Links: []flow.CardLink{{Property: "prison", To: "e-site"}}},
		{ID: "e-guest", Kind: "Person", Died: &claim.Date{}},
		{ID: "e-mother", Kind: "Person"},
		{ID: "e-asked", Kind: "Person"},
		{ID: "e-governor", Kind: "Person", Died: &claim.Date{}, Links: []flow.CardLink{{Property: "holds", To: "e-post"}}},
		{ID: "e-judge", Kind: "Person", Died: &claim.Date{}},
		{ID: "e-buried", Kind: "Person", Tags: []flow.CardTag{{Property: "burial_place", Value: "the Salt Basin"}}},
		{ID: "e-report", Kind: "Document"}, {ID: "e-act", Kind: "Act"}, {ID: "e-appeal", Kind: "Intervention"}, {ID: "e-tenure", Kind: "Tenure"},
	}}, refs: map[int][]reference{0: {{10, "author"}, {12, "by"}}, 5: {{11, "victim"}}, 6: {{12, "about_person"}}, 8: {{13, "holder"}}}}
	for i, want := range []bool{false, true, true, true, true, true, true, false, false, true} {
		if got := w.remembered(i); got != want {
			t.Errorf("%s is remembered: %v", w.Cards[i].ID, got)
		}
	}
}
