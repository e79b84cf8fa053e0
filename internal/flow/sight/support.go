package sight

import (
	"context"
	"encoding/json"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/support"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Resting implements flow.State: what rests on something sealed besides is not
// told.
func (v *Sight) Resting(ctx context.Context, on flow.Ground, yield func(custody.Sum, claim.Claim) error) error {
	var known []custody.Sum
	for _, sum := range on.Items {
		if v.knowsItem(sum) {
			known = append(known, sum)
		}
	}
	if len(on.Items) > 0 && len(known) == 0 {
		return nil
	}
	on.Items = known
	return v.State.Resting(ctx, on, func(via custody.Sum, c claim.Claim) error {
		if !v.knowsPassages(c.Passages) {
			return nil
		}
		c, err := v.asStanding(ctx, c)
		if err != nil {
			return err
		}
		return yield(via, c)
	})
}

// ClaimsNamed implements flow.State.
func (v *Sight) ClaimsNamed(ctx context.Context, ids []string, yield func(claim.Claim) error) error {
	return v.known(ctx, 0, yield, func(yield func(claim.Claim) error) error { return v.State.ClaimsNamed(ctx, ids, yield) })
}

// Agreeing implements flow.State. Only claims on entities the veil touches cost
// a second question.
func (v *Sight) Agreeing(ctx context.Context, keys []int64, yield func(key int64, entity, claim string) error) error {
	if !v.whole && !v.Knows() {
		return nil
	}
	return v.State.Agreeing(ctx, keys, func(key int64, entity, id string) error {
		if !v.whole && v.veil.touches(entity) {
			if _, err := v.Claim(ctx, id); err != nil {
				return notThere(err)
			}
		}
		return yield(key, entity, id)
	})
}

// Takings implements flow.State.
func (v *Sight) Takings(ctx context.Context, items []custody.Sum, yield func(support.Taking) error) error {
	return v.State.Takings(ctx, items, func(t support.Taking) error {
		if !v.knowsItem(t.Item) || !v.knowsAccession(t.Accession) {
			return nil
		}
		if t.Parent != nil && !v.knowsItem(*t.Parent) {
			t.Parent = nil
		}
		return yield(t)
	})
}

// FindingsNaming implements flow.State. A finding is weighed once however many
// of its claims are asked for.
func (v *Sight) FindingsNaming(ctx context.Context, claims []string, yield func(flow.FindingClaim) error) error {
	if v.whole {
		return v.State.FindingsNaming(ctx, claims, yield)
	}
	if !v.Knows() {
		return nil
	}
	return v.State.FindingsNaming(ctx, claims, func(c flow.FindingClaim) error {
		known, asked := v.findings[c.Finding]
		if !asked {
			_, err := v.Finding(ctx, c.Finding)
			if err != nil && fail.Of(err) != fail.NotFound {
				return err
			}
			known = err == nil
			v.findings[c.Finding] = known
		}
		if !known {
			return nil
		}
		return yield(c)
	})
}

// Chains implements flow.State: claims the actor may not know are taken off the
// counts, and a chain that has no other is not told.
func (v *Sight) Chains(ctx context.Context, f flow.ChainFilter, yield func(flow.Chain) error) error {
	if v.whole {
		return v.State.Chains(ctx, f, yield)
	}
	if !v.Knows() {
		return nil
	}
	hidden, err := v.hiddenChains(ctx, f.Case)
	if err != nil {
		return err
	}
	return v.State.Chains(ctx, f, func(c flow.Chain) error {
		if len(hidden) > 0 {
			name, err := chainName(c.Says)
			if err != nil {
				return err
			}
			h := hidden[name]
			c.Claims, c.Duress, c.Hearsay = c.Claims-h.Claims, c.Duress-h.Duress, c.Hearsay-h.Hearsay
		}
		if c.Claims == 0 {
			return nil
		}
		return yield(c)
	})
}

// hiddenChains counts the standing claims the actor may not know, by chain. It
// costs as much as rests on what is sealed.
func (v *Sight) hiddenChains(ctx context.Context, caseName string) (map[string]flow.Chain, error) {
	hidden := map[string]flow.Chain{}
	sealed := v.veil.sealed()
	if len(sealed) == 0 {
		return hidden, nil
	}
	return hidden, v.State.Resting(ctx, flow.Ground{Items: sealed}, func(via custody.Sum, c claim.Claim) error {
		if !c.Standing.Stands() || len(c.Says) == 0 || caseName != "" && c.Case != caseName {
			return nil
		}
		for _, p := range c.Passages { // of several sealed items it rests on, the smallest tells it
			if v.veil.hides(p.Item) && slices.Compare(p.Item[:], via[:]) < 0 {
				return nil
			}
		}
		name, err := chainName(c.Says)
		if err != nil {
			return err
		}
		h := hidden[name]
		h.Add(c)
		hidden[name] = h
		return nil
	})
}

func chainName(says []claim.Teller) (string, error) {
	b, err := json.Marshal(says)
	return string(b), err
}
