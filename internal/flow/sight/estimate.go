package sight

import (
	"context"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// Estimate implements flow.State. One that was counted with what lies under
// seal is for those who may see that. An open one names nothing else, for it
// is counted from what is open, and neither replaces a sealed one nor is
// replaced by one.
func (v *Sight) Estimate(ctx context.Context, id string) (count.Estimation, error) {
	e, err := v.State.Estimate(ctx, id)
	if err == nil && !v.actor.MaySeeIn(e.Case, e.Label) {
		return count.Estimation{}, absent("estimate", id)
	}
	return e, err
}

// Estimates implements flow.State.
func (v *Sight) Estimates(ctx context.Context, f flow.EstimateFilter, yield func(count.Estimation) error) error {
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	left := limit
	return flow.Walked(v.State.Estimates(ctx, f, func(e count.Estimation) error {
		if !v.actor.MaySeeIn(e.Case, e.Label) {
			return nil
		}
		if err := yield(e); err != nil {
			return err
		}
		if left--; limit > 0 && left == 0 {
			return flow.ErrEnough
		}
		return nil
	}))
}

// EstimateHistory implements flow.State.
func (v *Sight) EstimateHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := v.Estimate(ctx, id); err != nil {
		return nil, err
	}
	return v.State.EstimateHistory(ctx, id)
}

// knowsEstimate decides for the kinds that speak of an estimate.
func (v *Sight) knowsEstimate(ctx context.Context, e ledger.Event) (ok bool, err error) {
	of := func(id string) error {
		_, err := v.Estimate(ctx, id)
		ok = err == nil
		return notThere(err)
	}
	switch e.Kind {
	case count.Estimated{}.Kind():
		err = ledger.Take(e, func(f *count.Estimated) error { return of(f.Estimate) })
	case count.Reviewed{}.Kind():
		err = ledger.Take(e, func(f *count.Reviewed) error { return of(f.Estimate) })
	case count.Withdrawn{}.Kind():
		err = ledger.Take(e, func(f *count.Withdrawn) error { return of(f.Estimate) })
	default:
		if strings.HasPrefix(e.Kind.Name, "redaction.") {
			return v.knowsMarks(e)
		}
		if strings.HasPrefix(e.Kind.Name, "petition.") {
			return v.knowsPetition(ctx, e)
		}
		return v.knowsIntakeEvent(ctx, e)
	}
	return ok, err
}
