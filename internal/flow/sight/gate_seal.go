package sight

import (
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// passSealing weighs what is done with sealed records and by their holders: it is
// for who may see sealed things in the case of each.
func (g *gate) passSealing(ctx context.Context, f ledger.Fact) (error, bool) {
	record := func(id string) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { r, err := g.s.Sealed(ctx, id); return r.Case, err })
		if err == nil {
			err = g.any(name, guard.ToSeal)
		}
		return err, true
	}
	request := func(id string) (error, bool) {
		name, err := g.caseOf(id, func() (string, error) { r, err := g.s.Unsealing(ctx, id); return r.Case, err })
		if err == nil {
			err = g.any(name, guard.ToSeal)
		}
		return err, true
	}
	switch f := f.(type) {
	case seal.IdentitySealed:
		return g.any(f.Case, guard.ToSeal, guard.ToCollect, guard.ToClaim), true
	case seal.Requested:
		return record(f.Record)
	case seal.Resplit:
		return record(f.Record)
	case seal.Approved:
		return request(f.Request)
	case seal.Refused:
		return request(f.Request)
	case seal.Opened:
		return request(f.Request)
	case seal.SharesMoved:
		return g.holds(ctx, f.Holder), true
	case guard.HolderRotated:
		return g.holds(ctx, f.Holder), true
	}
	return nil, false
}

// holds refuses who may neither change holders nor see what this one helps to open.
func (g *gate) holds(ctx context.Context, name string) error {
	if g.actor.MayEverywhere(guard.ToAdmin) == nil {
		return nil
	}
	all, err := g.s.Holders(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(h guard.Holder) bool { return h.Name == name })
	if at < 0 {
		return fail.New(fail.NotFound, "there is no key holder %s", name)
	}
	return g.wide(all[at].Case, guard.ToSeal)
}
