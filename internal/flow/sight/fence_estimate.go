package sight

import (
	"context"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// Estimate implements flow.State.
func (f *fence) Estimate(ctx context.Context, id string) (count.Estimation, error) {
	e, err := f.all.Estimate(ctx, id)
	if err == nil && !f.reads(e.Case) {
		return count.Estimation{}, absent("estimate", id)
	}
	return e, err
}

// Estimates implements flow.State.
func (f *fence) Estimates(ctx context.Context, q flow.EstimateFilter, yield func(count.Estimation) error) error {
	one, some := f.only(q.Case)
	limit := q.Limit
	if q.Case, q.Limit = one, 0; !some {
		return nil
	}
	return flow.Walked(f.all.Estimates(ctx, q, func(e count.Estimation) error {
		if !f.reads(e.Case) {
			return nil
		}
		err := yield(e)
		if limit--; err == nil && limit == 0 {
			err = flow.ErrEnough
		}
		return err
	}))
}

// EstimateHistory implements flow.State.
func (f *fence) EstimateHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := f.Estimate(ctx, id); err != nil {
		return nil, err
	}
	return f.all.EstimateHistory(ctx, id)
}

// knowsEstimate decides for the kinds that speak of an estimate.
func (f *fence) knowsEstimate(ctx context.Context, e ledger.Event) (ok bool, err error) {
	there := func(id string) error {
		_, err := f.Estimate(ctx, id)
		ok = err == nil
		return notThere(err)
	}
	switch e.Kind {
	case count.Estimated{}.Kind():
		err = ledger.Take(e, func(b *count.Estimated) error { ok = f.reads(b.Case); return nil })
	case count.Reviewed{}.Kind():
		err = ledger.Take(e, func(b *count.Reviewed) error { return there(b.Estimate) })
	case count.Withdrawn{}.Kind():
		err = ledger.Take(e, func(b *count.Withdrawn) error { return there(b.Estimate) })
	default:
		if strings.HasPrefix(e.Kind.Name, "redaction.") {
			return f.knowsMarks(e)
		}
		if strings.HasPrefix(e.Kind.Name, "petition.") {
			return f.knowsPetition(ctx, e)
		}
		return f.knowsIntakeEvent(ctx, e)
	}
	return ok, err
}

// DatedDays implements flow.State: counted from the claims, for how many of a day
// rest on what other cases hold is in no index.
func (f *fence) DatedDays(ctx context.Context, q flow.DatedFilter, yield func(flow.DayCount) error) error {
	days := map[int64]flow.DayCount{}
	var order []int64
	q.Limit = 0
	err := f.Dated(ctx, q, func(c claim.Claim) error {
		d, _, ok := flow.DayCountOf(c)
		if !ok {
			return nil
		}
		sum, there := days[d.Day]
		if !there {
			order = append(order, d.Day) // the walk is by day
		}
		days[d.Day] = flow.DayCount{Day: d.Day, Claims: sum.Claims + d.Claims, Wide: sum.Wide + d.Wide}
		return nil
	})
	if err != nil {
		return err
	}
	for _, day := range order {
		if err := yield(days[day]); err != nil {
			return err
		}
	}
	return nil
}
