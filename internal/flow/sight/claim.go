package sight

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// Claim implements flow.State: a claim is known to who knows every item it
// rests on.
func (v *Sight) Claim(ctx context.Context, id string) (claim.Claim, error) {
	c, err := v.State.Claim(ctx, id)
	if err == nil && !v.knowsPassages(c.Passages) {
		return claim.Claim{}, absent("claim", id)
	}
	if err != nil {
		return c, err
	}
	return v.asStanding(ctx, c)
}

// asStanding tells how a claim stands among those the actor may know: that it
// is set aside must not tell of a sealed rival. Then the rival that was
// preferred last, of those known, is the preferred one.
func (v *Sight) asStanding(ctx context.Context, c claim.Claim) (claim.Claim, error) {
	if v.whole || c.Standing != claim.Superseded || !v.veil.touches(c.Entity) {
		return c, nil
	}
	return amongRivals(ctx, v.State, c, func(r claim.Claim) bool { return v.knowsPassages(r.Passages) })
}

// amongRivals tells how a claim that was set aside stands among its rivals that
// are known.
func amongRivals(ctx context.Context, s flow.State, c claim.Claim, known func(claim.Claim) bool) (claim.Claim, error) {
	chosen, newest := "", int64(-1)
	err := s.Claims(ctx, flow.ClaimFilter{Entity: c.Entity, Property: c.Property}, func(r claim.Claim) error {
		if known(r) && r.Own.Standing == claim.Favoured && r.Own.Index > newest {
			chosen, newest = r.Made.Claim, r.Own.Index
		}
		return nil
	})
	switch {
	case chosen == c.Made.Claim:
		c.Standing = claim.Favoured
	case chosen == "" && c.Own.Standing == "":
		c.Standing = claim.Proposed
	case chosen == "":
		c.Standing = c.Own.Standing
	}
	return c, err
}

// Claims implements flow.State.
func (v *Sight) Claims(ctx context.Context, f flow.ClaimFilter, yield func(claim.Claim) error) error {
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	return v.known(ctx, limit, yield, func(yield func(claim.Claim) error) error { return v.State.Claims(ctx, f, yield) })
}

// Dated implements flow.State.
func (v *Sight) Dated(ctx context.Context, f flow.DatedFilter, yield func(claim.Claim) error) error {
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	return v.known(ctx, limit, yield, func(yield func(claim.Claim) error) error { return v.State.Dated(ctx, f, yield) })
}

// known walks those claims the actor may know, as they may know them, at most
// limit of them if it is above 0.
func (v *Sight) known(ctx context.Context, limit int, yield func(claim.Claim) error, walk func(func(claim.Claim) error) error) error {
	left := limit
	return flow.Walked(walk(func(c claim.Claim) error {
		if !v.knowsPassages(c.Passages) {
			return nil
		}
		c, err := v.asStanding(ctx, c)
		if err != nil {
			return err
		}
		if err := yield(c); err != nil {
			return err
		}
		if left--; limit > 0 && left == 0 {
			return flow.ErrEnough
		}
		return nil
	}))
}

// ClaimHistory implements flow.State.
func (v *Sight) ClaimHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := v.Claim(ctx, id); err != nil {
		return nil, err
	}
	return v.State.ClaimHistory(ctx, id)
}

// CountClaims gives how many claims the actor may know.
func (v *Sight) CountClaims() int64 {
	all, hidden := v.veil.countClaims()
	switch {
	case v.whole:
		return all
	case !v.Knows():
		return 0
	}
	return all - hidden
}

// Entity implements flow.State: an entity is known to who knows a claim on
// it, and by no other name than those claims give.
func (v *Sight) Entity(ctx context.Context, id string) (claim.Entity, error) {
	e, err := v.State.Entity(ctx, id)
	if err != nil {
		return e, err
	}
	e, err = v.entityAsKnown(ctx, e)
	if err == nil && e.Claims == 0 {
		return claim.Entity{}, absent("entity", id)
	}
	return e, err
}

func (v *Sight) entityAsKnown(ctx context.Context, e claim.Entity) (claim.Entity, error) {
	if v.whole || v.Knows() && !v.veil.touches(e.ID) {
		return e, nil
	}
	return byClaims(e, func(yield func(claim.Claim) error) error { return v.Claims(ctx, flow.ClaimFilter{Entity: e.ID}, yield) })
}

// byClaims gives a thing as some claims on it tell of it.
func byClaims(e claim.Entity, claims func(func(claim.Claim) error) error) (claim.Entity, error) {
	e.Name, e.Claims = "", 0
	favoured := false
	err := claims(func(c claim.Claim) error {
		if e.Claims++; c.Property == "name" && c.Standing.Stands() && !favoured && (e.Name == "" || c.Standing == claim.Favoured) {
			e.Name, favoured = c.Value, c.Standing == claim.Favoured
		}
		if e.Claims == 1 {
			e.Case, e.Schema = c.Case, c.Schema
		}
		return nil
	})
	return e, err
}

// Entities implements flow.State.
func (v *Sight) Entities(ctx context.Context, f flow.EntityFilter, yield func(claim.Entity) error) error {
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	left := limit
	return flow.Walked(v.State.Entities(ctx, f, func(e claim.Entity) error {
		e, err := v.entityAsKnown(ctx, e)
		if err != nil || e.Claims == 0 {
			return err
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

// Values implements flow.State. Only entities the veil touches cost a second
// question.
func (v *Sight) Values(ctx context.Context, caseName, property string, yield func(entity, value string) error) error {
	if v.whole {
		return v.State.Values(ctx, caseName, property, yield)
	}
	if !v.Knows() {
		return nil
	}
	asked := map[string]bool{}
	return v.State.Values(ctx, caseName, property, func(entity, value string) error {
		if !v.veil.touches(entity) {
			return yield(entity, value)
		}
		if asked[entity] {
			return nil
		}
		asked[entity] = true
		return v.Claims(ctx, flow.ClaimFilter{Case: caseName, Entity: entity, Property: property}, func(c claim.Claim) error {
			if c.Standing == claim.TakenBack {
				return nil
			}
			return yield(c.Entity, c.Value)
		})
	})
}
