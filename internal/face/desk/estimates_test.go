package desk

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// applyEstimate follows estimates and what becomes of them.
func (s *memoryState) applyEstimate(e ledger.Event) error {
	of := func(id string, change func(*count.Estimation)) error {
		for i := range s.estimates {
			if s.estimates[i].Estimated.Estimate == id {
				change(&s.estimates[i])
			}
		}
		s.history[id] = append(s.history[id], e.Index)
		return nil
	}
	switch e.Kind {
	case count.Estimated{}.Kind():
		return ledger.Take(e, func(f *count.Estimated) error {
			s.estimates = append(s.estimates, count.Estimation{Estimated: *f, Author: e.Actor, At: e.Time, Index: e.Index})
			if f.Replaces != "" {
				_ = of(f.Replaces, func(was *count.Estimation) { was.ReplacedBy = f.Estimate })
			}
			return of(f.Estimate, func(*count.Estimation) {})
		})
	case count.Reviewed{}.Kind():
		return ledger.Take(e, func(f *count.Reviewed) error {
			return of(f.Estimate, func(was *count.Estimation) {
				was.Reviews = append(was.Reviews, count.Review{Reviewed: *f, Reviewer: e.Actor, At: e.Time, Index: e.Index})
			})
		})
	case count.Withdrawn{}.Kind():
		return ledger.Take(e, func(f *count.Withdrawn) error {
			return of(f.Estimate, func(was *count.Estimation) { was.Withdrawer, was.WithdrawnAt, was.Why = e.Actor, e.Index, f.Reason })
		})
	}
	return nil
}

func (s *memoryState) Estimate(_ context.Context, id string) (count.Estimation, error) {
	return one(s.estimates, "estimate", id, func(e count.Estimation) bool { return e.Estimated.Estimate == id })
}

func (s *memoryState) Estimates(_ context.Context, f flow.EstimateFilter, yield func(count.Estimation) error) error {
	return each(s.estimates, f.Limit, func(e count.Estimation) bool {
		return in(e.Case, f.Case) && e.Index > f.After && (f.Event == "" || e.Event == f.Event)
	}, yield)
}

func (s *memoryState) EstimateHistory(ctx context.Context, id string) ([]int64, error) {
	_, err := s.Estimate(ctx, id)
	return s.history[id], err
}
