package flow

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/support"
)

// eachEstimate tells what becomes of the estimates that count now. One that
// fell before, withdrawn or replaced, rests on nothing any more.
func (f *faller) eachEstimate(ctx context.Context) error {
	touched := map[string]map[string]bool{} // by case, lists of which single rows fall
	return f.st.Estimates(ctx, EstimateFilter{After: -1}, func(e count.Estimation) error {
		if !e.Standing().Stands() {
			return nil
		}
		fall, err := f.estimateFall(ctx, e, touched)
		if err != nil || fall.Effect == support.Stands {
			return err
		}
		f.tally.Estimate(fall.Effect)
		return f.yield(Fall{Estimate: &fall})
	})
}

func (f *faller) estimateFall(ctx context.Context, e count.Estimation, touched map[string]map[string]bool) (EstimateFall, error) {
	fall := EstimateFall{Estimation: e, Effect: support.Stands}
	sums := make([]custody.Sum, len(e.Question.Lists))
	for i, l := range e.Question.Lists {
		sums[i] = l.Item
	}
	if err := f.learn(ctx, sums); err != nil {
		return fall, err
	}
	rows, err := f.touchedLists(ctx, e.Case, touched)
	if err != nil {
		return fall, err
	}
	for _, l := range e.Question.Lists {
		if f.supposed.Item(l.Item) {
			fall.Effect = support.Falls
			fall.Lists = append(fall.Lists, l.Name)
		} else if rows[l.List] && fall.Effect == support.Stands {
			fall.Effect = support.Weakened
		}
	}
	return fall, nil
}

// touchedLists gives the lists of a case of which single rows fall.
func (f *faller) touchedLists(ctx context.Context, caseName string, known map[string]map[string]bool) (map[string]bool, error) {
	if lists, ok := known[caseName]; ok || len(f.rows[caseName]) == 0 {
		return lists, nil
	}
	lists := map[string]bool{}
	known[caseName] = lists
	return lists, f.st.Mentions(ctx, caseName, "", func(m person.Mention) error {
		if f.rows[caseName][m.Mentioned.Mention] > 0 {
			lists[m.List] = true
		}
		return nil
	})
}
