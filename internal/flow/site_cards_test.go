package flow

import (
	"testing"

	"sanad/internal/core/disclosure"
)

// A reason that left before may hold a name that must not leave now.
func TestARecordIsMadeAnewWhereWordsMustNotLeave(t *testing.T) {
	r := siteRecord{members: []string{"e-1"}, kind: "Person", events: []int64{7}, reasons: true}
	for _, words := range []disclosure.Words{{}, disclosure.WordsBy(func(string) bool { return false })} {
		g := newSiteGatherer(nil, "main", disclosure.Plan{Words: words})
		if same := g.sum(r, "r-1") == g.sum(r, "r-2"); same != words.None() {
			t.Errorf("words that must not leave: %t, and the record is taken over: %t", !words.None(), same)
		}
	}
}
