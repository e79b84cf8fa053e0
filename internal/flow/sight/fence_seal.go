package sight

import (
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
)

// Holders implements flow.State: public keys are everybody's, but those of other
// cases tell that there are such.
func (f *fence) Holders(ctx context.Context) ([]guard.Holder, error) {
	all, err := f.all.Holders(ctx)
	return f.ownHolders(all), err
}

// FormerHolders implements flow.State.
func (f *fence) FormerHolders(ctx context.Context) ([]guard.Holder, error) {
	all, err := f.all.FormerHolders(ctx)
	return f.ownHolders(all), err
}

func (f *fence) ownHolders(all []guard.Holder) []guard.Holder {
	return slices.DeleteFunc(all, func(h guard.Holder) bool { return !f.ofOwn(h.Case) })
}

// ofOwn reports whether what belongs to a case, or for "" to the whole archive,
// is the actor's to know.
func (f *fence) ofOwn(caseName string) bool { return caseName == "" || f.reads(caseName) }

// Thresholds implements flow.State.
func (f *fence) Thresholds(ctx context.Context) ([]guard.ThresholdSet, error) {
	all, err := f.all.Thresholds(ctx)
	return slices.DeleteFunc(all, func(t guard.ThresholdSet) bool { return !f.ofOwn(t.Case) }), err
}

// knowsHolder reports whether one of the names is that of a key holder whom the
// actor may know.
func (f *fence) knowsHolder(ctx context.Context, names ...string) (bool, error) {
	for _, list := range []func(context.Context) ([]guard.Holder, error){f.Holders, f.FormerHolders} {
		holders, err := list(ctx)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(holders, func(h guard.Holder) bool { return slices.Contains(names, h.Name) }) {
			return true, nil
		}
	}
	return false, nil
}

// Sealed implements flow.State.
func (f *fence) Sealed(ctx context.Context, id string) (seal.Record, error) {
	r, err := f.all.Sealed(ctx, id)
	if err == nil && !f.reads(r.Case) {
		return seal.Record{}, absent("sealed record", id)
	}
	return r, err
}

// EachSealed implements flow.State.
func (f *fence) EachSealed(ctx context.Context, q flow.SealedFilter, yield func(seal.Record) error) error {
	one, some := f.only(q.Case)
	if !some {
		return nil
	}
	q.Case = one
	return known(q.Limit, func(r seal.Record) bool { return f.reads(r.Case) }, yield, func(limit int, yield func(seal.Record) error) error {
		q.Limit = limit
		return f.all.EachSealed(ctx, q, yield)
	})
}

// Unsealing implements flow.State.
func (f *fence) Unsealing(ctx context.Context, id string) (seal.Request, error) {
	r, err := f.all.Unsealing(ctx, id)
	if err == nil && !f.reads(r.Case) {
		return seal.Request{}, absent("request to unseal", id)
	}
	return r, err
}

// Unsealings implements flow.State.
func (f *fence) Unsealings(ctx context.Context, q flow.UnsealFilter, yield func(seal.Request) error) error {
	one, some := f.only(q.Case)
	if !some {
		return nil
	}
	q.Case = one
	return known(q.Limit, func(r seal.Request) bool { return f.reads(r.Case) }, yield, func(limit int, yield func(seal.Request) error) error {
		q.Limit = limit
		return f.all.Unsealings(ctx, q, yield)
	})
}

// Spread implements flow.State.
func (f *fence) Spread(ctx context.Context) ([]seal.Spread, error) {
	all, err := f.all.Spread(ctx)
	return slices.DeleteFunc(all, func(s seal.Spread) bool { return !f.reads(s.Case) }), err
}

// Holdings implements flow.State.
func (f *fence) Holdings(ctx context.Context) ([]seal.Holding, error) {
	all, err := f.all.Holdings(ctx)
	return slices.DeleteFunc(all, func(h seal.Holding) bool { return !f.reads(h.Case) }), err
}

// knowsSealing decides of the kinds that speak of key holders and sealed records.
func (f *fence) knowsSealing(ctx context.Context, e ledger.Event) (ok bool, err error) {
	of := func(caseName string) error { ok = f.ofOwn(caseName); return nil }
	holder := func(names ...string) (err error) { ok, err = f.knowsHolder(ctx, names...); return err }
	there := func(err error) error { ok = err == nil; return notThere(err) }
	request := func(id string) error { _, err := f.Unsealing(ctx, id); return there(err) }
	record := func(id string) error { _, err := f.Sealed(ctx, id); return there(err) }
	switch e.Kind {
	case guard.HolderAdded{}.Kind():
		err = ledger.Take(e, func(b *guard.HolderAdded) error { return of(b.Case) })
	case guard.HolderRotated{}.Kind():
		err = ledger.Take(e, func(b *guard.HolderRotated) error { return holder(b.Holder, b.To) })
	case guard.HolderRemoved{}.Kind():
		err = ledger.Take(e, func(b *guard.HolderRemoved) error { return holder(b.Holder) })
	case guard.ThresholdSet{}.Kind():
		err = ledger.Take(e, func(b *guard.ThresholdSet) error { return of(b.Case) })
	case seal.IdentitySealed{}.Kind():
		err = ledger.Take(e, func(b *seal.IdentitySealed) error { return of(b.Case) })
	case seal.Requested{}.Kind():
		err = ledger.Take(e, func(b *seal.Requested) error { return record(b.Record) })
	case seal.Approved{}.Kind():
		err = ledger.Take(e, func(b *seal.Approved) error { return request(b.Request) })
	case seal.Refused{}.Kind():
		err = ledger.Take(e, func(b *seal.Refused) error { return request(b.Request) })
	case seal.Opened{}.Kind():
		err = ledger.Take(e, func(b *seal.Opened) error { return request(b.Request) })
	case seal.Resplit{}.Kind():
		err = ledger.Take(e, func(b *seal.Resplit) error { return record(b.Record) })
	case seal.SharesMoved{}.Kind():
		err = ledger.Take(e, func(b *seal.SharesMoved) error { return holder(b.Holder) })
	}
	return ok, err
}
