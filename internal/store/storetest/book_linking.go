package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func askLinkings(ctx context.Context, t *testing.T, s flow.State) {
	askEveryJudgement(ctx, t, s)
	of, err := flow.JudgedOf(ctx, s, "m-3")
	if len(of) != 1 {
		t.Fatalf("judgements of m-3: %v, %v", of, err)
	}
	want(t, "how a row stands to its relative", []string{of[0].Stands, of[0].Other.ID}, []string{"child", "m-1"}, err)
	newest, err := s.Linking(ctx, "main")
	linked := sampleLinked("k-2", &custody.Sum{7})
	want(t, "the newest linking", newest.Linked, linked, err)
	want(t, "who linked, and where it stands", []any{newest.Actor, newest.Index > 0}, []any{"first", true}, nil)
	if _, err := s.Linking(ctx, "other"); fail.Of(err) != fail.NotFound {
		t.Errorf("the linking of a case that was never linked: %v, want not found", err)
	}
	for caseName, should := range map[string]string{"main": "k-1k-2", "": "k-1k-2", "other": ""} {
		runs, last := "", int64(-1)
		err := s.Linkings(ctx, caseName, func(l person.Linking) error {
			if runs += l.Run; l.Index <= last {
				t.Errorf("the linking %s stands at %d, after %d", l.Run, l.Index, last)
			}
			if last = l.Index; (l.Sealed == nil) != (l.Run == "k-1") || l.Model != linked.Model || l.Outcome != linked.Outcome {
				t.Errorf("the linking %s is %+v", l.Run, l)
			}
			return nil
		})
		want(t, "the linkings of the case "+caseName, runs, should, err)
	}
	groups, err := s.NameGroups(ctx)
	want(t, "the groups of names that hold", groups, []person.NamesGrouped{
		{Names: []string{"Kayvan", "Keyvan", "کیوان"}, Reason: "one name in two scripts"},
		{Names: []string{"Nadia", "Nadja"}, Apart: true, Reason: "two names after all"},
	}, err)
}

// askEveryJudgement asks for what a newer judgement took the place of, and for
// blind ones, which take nobody's.
func askEveryJudgement(ctx context.Context, t *testing.T, s flow.State) {
	for caseName, should := range map[string]int{"main": 4, "other": 3, "": 7} {
		var all []person.Judgement
		err := s.EachJudgement(ctx, caseName, func(j person.Judgement) error { all = append(all, j); return nil })
		want(t, "all judgements of the case "+caseName, len(all), should, err)
		if caseName != "main" || len(all) != should {
			continue
		}
		want(t, "one that counts no more", all[0].Verdict, person.Unsure, nil)
		want(t, "a blind one", all[2].Judged, sampleBlind(), nil)
		want(t, "relatives", []any{all[3].Verdict, all[3].Left, all[3].Relation, all[3].Blind, all[3].Actor},
			[]any{person.Relative, "m-1", "parent", false, "first"}, nil)
	}
}
