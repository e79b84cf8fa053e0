package app

import (
	"context"
	"strings"
	"testing"

	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// A decision from another archive never takes the place of one that was made
// here: it is named, and people here decide which of the two holds.
func TestAJudgementFromElsewhereTakesNoOthersPlace(t *testing.T) {
	a, sums := graphArchive(t)
	everyKind(t, a, sums)
	b, _ := graphArchive(t)
	if got := importGraph(t, b.archive, founder(), request(exportGraph(t, a.archive, founder(), ""))); got.Missed != 0 {
		t.Fatalf("the first time: %+v", got)
	}
	var of person.Judgement
	newest := func() (now person.Judgement) {
		look(t, b, func(s flow.State) error {
			return s.Judgements(context.Background(), "", func(j person.Judgement) error {
				if of.Left == "" && j.Verdict == person.Same {
					of = j
				}
				if j.Left == of.Left && j.Right == of.Right {
					now = j
				}
				return nil
			})
		})
		return now
	}
	if newest().Verdict != person.Same {
		t.Fatal("the judgement did not come in")
	}
	record(t, b, ben(), person.Judge(of.Left, of.Right, person.Different, "later, and on better grounds", "v-2"))
	record(t, a, ben(), person.Judge(of.Left, of.Right, person.Same, "looks the same to me", "v-1"))
	got := importGraph(t, b.archive, founder(), request(exportGraph(t, a.archive, founder(), "")))
	if got.Missed != 1 || !strings.Contains(got.Failed[0].Error, "judged different here") {
		t.Errorf("what did not come in: %+v", got.Failed)
	}
	if now := newest(); now.Verdict != person.Different {
		t.Errorf("the pair is %s now: %s", now.Verdict, now.Reason)
	}
}
