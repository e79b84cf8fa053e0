package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/tenure"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// standing computes how a claim stands from the turns of it and its rivals.
func (s *memoryState) standing(c claim.Claim) claim.Claim {
	own := s.turns[c.Made.Claim]
	if len(own) > 0 {
		c.Own = own[len(own)-1]
	}
	rival := int64(-1)
	for _, r := range s.claims {
		turns := s.turns[r.Made.Claim]
		if r.Made.Claim == c.Made.Claim || r.Entity != c.Entity || r.Property != c.Property || len(turns) == 0 {
			continue
		}
		if last := turns[len(turns)-1]; last.Standing == claim.Favoured && flow.Single(c.Schema, c.Property) {
			rival = max(rival, last.Index)
		}
	}
	c.Standing, c.Reason = claim.Stand(own, rival)
	return c
}

func (s *memoryState) Claim(_ context.Context, id string) (claim.Claim, error) {
	c, err := one(s.claims, "claim", id, func(c claim.Claim) bool { return c.Made.Claim == id })
	if err != nil {
		return c, err
	}
	return s.standing(c), nil
}

func (s *memoryState) HasClaim(ctx context.Context, id string) (bool, error) {
	_, err := s.Claim(ctx, id)
	return err == nil, nil
}

func (s *memoryState) Claims(_ context.Context, f flow.ClaimFilter, yield func(claim.Claim) error) error {
	return each(s.claims, f.Limit, func(c claim.Claim) bool {
		on := func(of func(text.Passage) bool) bool { return slices.ContainsFunc(c.Passages, of) }
		return in(c.Case, f.Case) && in(c.Entity, f.Entity) && in(c.Property, f.Property) && in(c.Schema, f.Schema) && in(c.ValueEntity, f.ValueEntity) && c.Index > f.After &&
			(f.Flag == "" || slices.Contains(c.Flags, f.Flag)) && (f.IDs == nil || slices.Contains(f.IDs, c.Made.Claim)) &&
			(f.About == nil || slices.Contains(f.About, c.Entity)) && (f.Valued == nil || c.ValueEntity != "" && slices.Contains(f.Valued, c.ValueEntity)) &&
			(f.Called == nil || tenure.KeyOf(c.Made) != "" && slices.Contains(f.Called, tenure.KeyOf(c.Made))) &&
			(f.Teller == "" || slices.ContainsFunc(c.Says, func(t claim.Teller) bool { return t.Who == f.Teller })) &&
			(f.TellerEntity == "" || slices.ContainsFunc(c.Says, func(t claim.Teller) bool { return t.Entity == f.TellerEntity })) &&
			(f.Item == custody.Sum{} || on(func(p text.Passage) bool { return p.Item == f.Item })) &&
			(f.Passage == "" || on(func(p text.Passage) bool { return p.ID() == f.Passage }))
	}, func(c claim.Claim) error { return yield(s.standing(c)) })
}

func (s *memoryState) Values(ctx context.Context, caseName, property string, yield func(entity, value string) error) error {
	return s.Claims(ctx, flow.ClaimFilter{Case: caseName, Property: property, After: -1}, func(c claim.Claim) error {
		if c.Standing == claim.TakenBack {
			return nil
		}
		return yield(c.Entity, c.Value)
	})
}

// entities gives what claims are about, in the order of their first claims.
func (s *memoryState) entities() []placed[claim.Entity] {
	var out []placed[claim.Entity]
	for _, c := range s.claims {
		at := slices.IndexFunc(out, func(p placed[claim.Entity]) bool { return p.value.ID == c.Entity })
		if at < 0 {
			at = len(out)
			out = append(out, placed[claim.Entity]{c.Index, claim.Entity{ID: c.Entity, Schema: c.Schema, Case: c.Case}})
		}
		e := &out[at].value
		if e.Claims++; c.Property == "name" && e.Name == "" {
			e.Name = c.Value
		}
	}
	return out
}

func (s *memoryState) Entity(_ context.Context, id string) (claim.Entity, error) {
	p, err := one(s.entities(), "entity", id, func(p placed[claim.Entity]) bool { return p.value.ID == id })
	return p.value, err
}

func (s *memoryState) Entities(_ context.Context, f flow.EntityFilter, yield func(claim.Entity) error) error {
	return each(s.entities(), f.Limit, func(p placed[claim.Entity]) bool {
		return in(p.value.Case, f.Case) && in(p.value.Schema, f.Schema) && p.index > f.After
	}, func(p placed[claim.Entity]) error { return yield(p.value) })
}

func (s *memoryState) ClaimHistory(ctx context.Context, id string) ([]int64, error) {
	c, err := s.Claim(ctx, id)
	if err != nil {
		return nil, err
	}
	return append([]int64{c.Index}, s.spoken[id]...), nil
}
