package storetest

import (
	"context"
	"encoding/json"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func sampleChecklist(answer count.Answer) (list count.Checklist) {
	for _, c := range count.Conditions() {
		list = append(list, count.Checked{Condition: c, Answer: answer, Remark: "as both say"})
	}
	return list
}

func sampleEstimated(id, event, replaces string) count.Estimated {
	return count.Estimated{Estimate: id, Case: "main", Event: event, By: "prison", Version: 1, Seen: 60, Note: "برآورد نخست", Checklist: sampleChecklist(count.Yes), Replaces: replaces, Label: guard.Case,
		Question: count.Question{Rule: "documented-minimum/2", Level: "judged", Seed: 1<<63 + 1, Methods: []string{"dga"}, Options: json.RawMessage(`{"seed":"9223372036854775809"}`), Drawings: 20, Run: "k-1",
			Lists:  []count.Listed{{List: "l-1", Name: "the list", Version: 1, Item: sampleItem()}, {List: "l-2", Name: "another", Version: 1, Item: sampleItem()}},
			Merged: [][]string{{"the list", "another"}}, Copies: [][2]string{{"the list", "another"}}, Incomplete: []string{"another"}, Undecided: 2},
		Parts: []count.Part{{Table: custody.Sum{21}, Report: custody.Sum{22}, Documented: 9}, {Stratum: "e-1", Of: "told", Label: "زندان", Table: custody.Sum{23}, Report: custody.Sum{24}, Documented: 4}}}
}

func sampleEstimates() []ledger.Fact {
	sealed := sampleEstimated("u-4", "", "")
	sealed.Label = guard.Sealed
	return []ledger.Fact{
		sampleEstimated("u-1", "e-2", ""),
		count.Reviewed{Estimate: "u-1", Sum: "v-1", Verdict: count.Disputes, Reason: "the second list copies the first", Checklist: sampleChecklist(count.No)},
		count.Reviewed{Estimate: "u-1", Sum: "v-1", Verdict: count.Confirms, Reason: "it does not", Checklist: sampleChecklist(count.Unknown)},
		sampleEstimated("u-2", "", ""),
		count.Withdrawn{Estimate: "u-2", Reason: "a list was left out"},
		sampleEstimated("u-3", "e-2", "u-1"),
		sealed,
		sampleEstimated("u-5", "", ""),
		sampleEstimated("u-6", "", "u-5"),
		sampleEstimated("u-7", "", "u-6"),
		count.Withdrawn{Estimate: "u-6", Reason: "its seed was a slip"},
		sampleEstimated("u-8", "", ""),
		sampleEstimated("u-9", "", "u-8"),
		count.Withdrawn{Estimate: "u-9", Reason: "it was worse"},
	}
}

func askEstimates(ctx context.Context, t *testing.T, s flow.State) {
	e, err := s.Estimate(ctx, "u-1")
	want(t, "the estimate as it was recorded", e.Estimated, sampleEstimated("u-1", "e-2", ""), err)
	want(t, "who made it, and what replaced it", []any{e.Author, e.At.IsZero(), e.ReplacedBy, e.Standing()}, []any{"first", false, "u-3", count.Superseded}, nil)
	if len(e.Reviews) != 2 {
		t.Fatalf("the estimate has the reviews %+v", e.Reviews)
	}
	want(t, "its reviews in order", []any{e.Reviews[0].Verdict, e.Reviews[0].Checklist.Denied(), e.Reviews[1].Verdict, e.Reviews[1].Reviewer, e.Reviews[0].Index < e.Reviews[1].Index},
		[]any{count.Disputes, count.Conditions(), count.Confirms, "first", true}, nil)
	gone, err := s.Estimate(ctx, "u-2")
	want(t, "one that was withdrawn", []any{gone.Standing(), gone.Withdrawer, gone.Why, gone.WithdrawnAt > gone.Index}, []any{count.TakenBack, "first", "a list was left out", true}, err)
	if _, err := s.Estimate(ctx, "u-99"); fail.Of(err) != fail.NotFound {
		t.Errorf("an estimate that is not there: %v, want not found", err)
	}
	for filter, should := range map[*flow.EstimateFilter]string{
		{After: -1}:                         "u-1u-2u-3u-4u-5u-6u-7u-8u-9",
		{After: -1, Case: "other"}:          "",
		{After: -1, Event: "e-2"}:           "u-1u-3",
		{Case: "main", After: e.Index}:      "u-2u-3u-4u-5u-6u-7u-8u-9",
		{Case: "main", Limit: 2}:            "u-1u-2",
		{After: -1, Event: "e-2", Limit: 1}: "u-1",
	} {
		found := ""
		err := s.Estimates(ctx, *filter, func(e count.Estimation) error { found += e.Estimated.Estimate; return nil })
		want(t, "estimates found", found, should, err)
	}
	for id, by := range map[string]string{"u-5": "u-6", "u-8": ""} {
		e, err := s.Estimate(ctx, id)
		want(t, "what stands in the place of "+id, e.ReplacedBy, by, err)
	}
	history, err := s.EstimateHistory(ctx, "u-1")
	want(t, "entries on u-1, with the one that replaces it", len(history), 4, err)
}
