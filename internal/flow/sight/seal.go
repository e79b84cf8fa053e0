package sight

import (
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
)

// unseals reports whether the actor may know of what is sealed in a case.
func (v *Sight) unseals(caseName string) bool {
	return v.whole || v.actor.MaySeeIn(caseName, guard.Sealed)
}

// Sealed implements flow.State.
func (v *Sight) Sealed(ctx context.Context, id string) (seal.Record, error) {
	r, err := v.State.Sealed(ctx, id)
	if err == nil && !v.unseals(r.Case) {
		return seal.Record{}, absent("sealed record", id)
	}
	return r, err
}

// EachSealed implements flow.State.
func (v *Sight) EachSealed(ctx context.Context, f flow.SealedFilter, yield func(seal.Record) error) error {
	return known(f.Limit, func(r seal.Record) bool { return v.unseals(r.Case) }, yield, func(limit int, yield func(seal.Record) error) error {
		if !v.whole {
			f.Limit = limit
		}
		return v.State.EachSealed(ctx, f, yield)
	})
}

// Unsealing implements flow.State.
func (v *Sight) Unsealing(ctx context.Context, id string) (seal.Request, error) {
	r, err := v.State.Unsealing(ctx, id)
	if err == nil && !v.unseals(r.Case) {
		return seal.Request{}, absent("request to unseal", id)
	}
	return r, err
}

// Unsealings implements flow.State.
func (v *Sight) Unsealings(ctx context.Context, f flow.UnsealFilter, yield func(seal.Request) error) error {
	return known(f.Limit, func(r seal.Request) bool { return v.unseals(r.Case) }, yield, func(limit int, yield func(seal.Request) error) error {
		if !v.whole {
			f.Limit = limit
		}
		return v.State.Unsealings(ctx, f, yield)
	})
}

// Spread implements flow.State.
func (v *Sight) Spread(ctx context.Context) ([]seal.Spread, error) {
	all, err := v.State.Spread(ctx)
	return slices.DeleteFunc(all, func(s seal.Spread) bool { return !v.unseals(s.Case) }), err
}

// Holdings implements flow.State.
func (v *Sight) Holdings(ctx context.Context) ([]seal.Holding, error) {
	all, err := v.State.Holdings(ctx)
	return slices.DeleteFunc(all, func(h seal.Holding) bool { return !v.unseals(h.Case) }), err
}

// known walks what keep agrees to, at most limit of it (0: all).
func known[T any](limit int, keep func(T) bool, yield func(T) error, walk func(limit int, yield func(T) error) error) error {
	left := limit
	return flow.Walked(walk(0, func(v T) error {
		if !keep(v) {
			return nil
		}
		if err := yield(v); err != nil {
			return err
		}
		if left--; limit > 0 && left == 0 {
			return flow.ErrEnough
		}
		return nil
	}))
}

// knowsSealing decides of the kinds that speak of sealed records. Whether the
// shares of a holder of all cases were moved is no member's to know.
func (v *Sight) knowsSealing(ctx context.Context, e ledger.Event) (ok bool, err error) {
	there := func(err error) error { ok = err == nil; return notThere(err) }
	request := func(id string) error { _, err := v.Unsealing(ctx, id); return there(err) }
	record := func(id string) error { _, err := v.Sealed(ctx, id); return there(err) }
	switch e.Kind {
	case seal.IdentitySealed{}.Kind():
		err = ledger.Take(e, func(f *seal.IdentitySealed) error { ok = v.unseals(f.Case); return nil })
	case seal.Requested{}.Kind():
		err = ledger.Take(e, func(f *seal.Requested) error { return record(f.Record) })
	case seal.Approved{}.Kind():
		err = ledger.Take(e, func(f *seal.Approved) error { return request(f.Request) })
	case seal.Refused{}.Kind():
		err = ledger.Take(e, func(f *seal.Refused) error { return request(f.Request) })
	case seal.Opened{}.Kind():
		err = ledger.Take(e, func(f *seal.Opened) error { return request(f.Request) })
	case seal.Resplit{}.Kind():
		err = ledger.Take(e, func(f *seal.Resplit) error { return record(f.Record) })
	case seal.SharesMoved{}.Kind():
		err = ledger.Take(e, func(f *seal.SharesMoved) error {
			ok, err = v.knowsHoldings(ctx, f.Holder)
			return err
		})
	}
	return ok, err
}

func (v *Sight) knowsHoldings(ctx context.Context, name string) (bool, error) {
	for _, list := range []func(context.Context) ([]guard.Holder, error){v.Holders, v.FormerHolders} {
		holders, err := list(ctx)
		if err != nil {
			return false, err
		}
		for _, h := range holders {
			if h.Name == name {
				return h.Case != "" && v.unseals(h.Case), nil
			}
		}
	}
	return false, nil
}
