package sight

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// DatedDays implements flow.State: claims the actor may not know are taken off
// the counts, and a day that has no other is not told. It costs as much as
// rests on what is sealed.
func (v *Sight) DatedDays(ctx context.Context, f flow.DatedFilter, yield func(flow.DayCount) error) error {
	if v.whole {
		return v.State.DatedDays(ctx, f, yield)
	}
	if !v.Knows() {
		return nil
	}
	hidden, err := v.hiddenDays(ctx, f)
	if err != nil {
		return err
	}
	return v.State.DatedDays(ctx, f, func(d flow.DayCount) error {
		h := hidden[d.Day]
		if d.Claims, d.Wide = d.Claims-h.Claims, d.Wide-h.Wide; d.Claims <= 0 {
			return nil
		}
		return yield(d)
	})
}

// hiddenDays counts the dated claims that rest on something sealed, by day.
func (v *Sight) hiddenDays(ctx context.Context, f flow.DatedFilter) (map[int64]flow.DayCount, error) {
	hidden := map[int64]flow.DayCount{}
	sealed := v.veil.sealed()
	if len(sealed) == 0 {
		return hidden, nil
	}
	counted := map[string]bool{}
	return hidden, v.State.Resting(ctx, flow.Ground{Items: sealed}, func(_ custody.Sum, c claim.Claim) error {
		d, span, ok := flow.DayCountOf(c)
		if !ok || counted[c.Made.Claim] || !inDated(f, c) {
			return nil
		}
		first, last := d.Day, d.Day
		if at, known := span.Earliest.Known(); known {
			first = int64(at)
		}
		if at, known := span.Latest.Known(); known {
			last = int64(at)
		}
		if last < f.FromDay || first > f.ToDay {
			return nil
		}
		counted[c.Made.Claim] = true
		h := hidden[d.Day]
		h.Claims, h.Wide = h.Claims+d.Claims, h.Wide+d.Wide
		hidden[d.Day] = h
		return nil
	})
}

// inDated reports whether a filter of a timeline takes a claim in, but for its
// days. The other fields of a ClaimFilter ask for what no timeline is of.
func inDated(f flow.DatedFilter, c claim.Claim) bool {
	is := func(asked, got string) bool { return asked == "" || asked == got }
	return is(f.Case, c.Case) && is(f.Schema, c.Schema) && is(f.Property, c.Property) && is(f.Entity, c.Entity) &&
		(f.Entities == nil || slices.Contains(f.Entities, c.Entity))
}
