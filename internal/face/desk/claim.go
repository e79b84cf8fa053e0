package desk

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type claimPage struct {
	frame
	Claim   claim.Claim
	Entity  claim.Entity
	History []turn
	Rivals  []claim.Claim
	MayTurn bool
	Machine bool // letters of a passage were read from a picture
}

// turn is an entry that speaks of a claim, with the reason given in it.
type turn struct {
	ledger.Event
	Reason string
}

func showClaim(ctx context.Context, v *visit) (view, error) {
	p := &claimPage{MayTurn: v.actor.May(guard.ToClaim) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Claim, err = s.Claim(ctx, v.r.PathValue("claim")); err != nil {
			return err
		}
		if p.Entity, err = s.Entity(ctx, p.Claim.Entity); err != nil {
			return err
		}
		if _, p.Machine, err = flow.MachineRead(ctx, s, p.Claim.Passages); err != nil {
			return err
		}
		err = s.Claims(ctx, flow.ClaimFilter{Entity: p.Claim.Entity, Property: p.Claim.Property}, func(c claim.Claim) error {
			if c.Made.Claim != p.Claim.Made.Claim {
				p.Rivals = append(p.Rivals, c)
			}
			return nil
		})
		if err != nil {
			return err
		}
		p.History, err = s.turns(ctx, p.Claim.Made.Claim)
		return err
	})
}

// turns gives what the ledger says of a claim, oldest first.
func (v *sight) turns(ctx context.Context, id string) ([]turn, error) {
	indexes, err := v.ClaimHistory(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []turn
	for _, index := range indexes {
		e, err := v.Event(ctx, index)
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		t := turn{Event: e.Event}
		switch e.Kind {
		case claim.Withdrawn{}.Kind():
			err = ledger.Take(e.Event, func(f *claim.Withdrawn) error { t.Reason = f.Reason; return nil })
		case claim.Preferred{}.Kind():
			err = ledger.Take(e.Event, func(f *claim.Preferred) error { t.Reason = f.Reason; return nil })
		}
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}
