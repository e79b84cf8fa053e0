package sight

import (
	"context"
	"encoding/json"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/flow"
)

// knowsClaim reports whether a claim is of the actor's cases, with all it rests on.
func (f *fence) knowsClaim(c claim.Claim) bool { return f.reads(c.Case) && f.knowsPassages(c.Passages) }

// Claim implements flow.State.
func (f *fence) Claim(ctx context.Context, id string) (claim.Claim, error) {
	c, err := f.all.Claim(ctx, id)
	if err == nil && !f.knowsClaim(c) {
		return claim.Claim{}, absent("claim", id)
	}
	if err != nil {
		return c, err
	}
	return f.asStanding(ctx, c)
}

// asStanding tells how a claim stands beside the rivals of the actor's cases: one
// that another case prefers sets nothing aside here.
func (f *fence) asStanding(ctx context.Context, c claim.Claim) (claim.Claim, error) {
	if c.Standing != claim.Superseded || !f.atlas.crosses(c.Entity) {
		return c, nil
	}
	return amongRivals(ctx, f.all, c, f.knowsClaim)
}

// HasClaim implements flow.State: an id is a hash of what is claimed of what, and
// who is about to claim it must be told that it is there.
func (f *fence) HasClaim(ctx context.Context, id string) (bool, error) {
	return f.all.HasClaim(ctx, id)
}

// narrow asks for claims of the actor's cases.
func (f *fence) narrow(q flow.ClaimFilter) (flow.ClaimFilter, bool) {
	q.Cases = f.within(q.Case)
	q.Case = ""
	if len(q.Cases) == 1 {
		q.Case, q.Cases = q.Cases[0], nil
	}
	return q, q.Case != "" || len(q.Cases) > 0
}

// Claims implements flow.State.
func (f *fence) Claims(ctx context.Context, q flow.ClaimFilter, yield func(claim.Claim) error) error {
	limit := q.Limit
	q, some := f.narrow(q)
	if q.Limit = 0; !some {
		return nil
	}
	return f.known(ctx, limit, yield, func(yield func(claim.Claim) error) error { return f.all.Claims(ctx, q, yield) })
}

// Dated implements flow.State.
func (f *fence) Dated(ctx context.Context, q flow.DatedFilter, yield func(claim.Claim) error) error {
	limit := q.Limit
	narrowed, some := f.narrow(q.ClaimFilter)
	if q.ClaimFilter, q.Limit = narrowed, 0; !some {
		return nil
	}
	return f.known(ctx, limit, yield, func(yield func(claim.Claim) error) error { return f.all.Dated(ctx, q, yield) })
}

// known walks the claims of the actor's cases, at most limit of them if it is
// above 0.
func (f *fence) known(ctx context.Context, limit int, yield func(claim.Claim) error, walk func(func(claim.Claim) error) error) error {
	return flow.Walked(walk(func(c claim.Claim) error {
		if !f.knowsClaim(c) {
			return nil
		}
		c, err := f.asStanding(ctx, c)
		if err == nil {
			err = yield(c)
		}
		if limit--; err == nil && limit == 0 {
			err = flow.ErrEnough
		}
		return err
	}))
}

// Values implements flow.State.
func (f *fence) Values(ctx context.Context, caseName, property string, yield func(entity, value string) error) error {
	one, some := f.only(caseName)
	if !some {
		return nil
	}
	if one != "" {
		return f.all.Values(ctx, one, property, yield)
	}
	return f.Claims(ctx, flow.ClaimFilter{Property: property, After: -1}, func(c claim.Claim) error {
		if c.Standing == claim.TakenBack {
			return nil
		}
		return yield(c.Entity, c.Value)
	})
}

// ClaimHistory implements flow.State.
func (f *fence) ClaimHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := f.Claim(ctx, id); err != nil {
		return nil, err
	}
	return f.all.ClaimHistory(ctx, id)
}

// Entity implements flow.State: a thing is known by the claims of the actor's
// cases.
func (f *fence) Entity(ctx context.Context, id string) (claim.Entity, error) {
	e, err := f.all.Entity(ctx, id)
	if err == nil {
		e, err = f.asClaimed(ctx, e)
	}
	if err == nil && e.Claims == 0 {
		err = absent("entity", id)
	}
	if err != nil {
		return claim.Entity{}, err
	}
	return e, nil
}

// asClaimed is a thing as the actor's cases claim it, without claims if they don't.
func (f *fence) asClaimed(ctx context.Context, e claim.Entity) (claim.Entity, error) {
	if !f.atlas.crosses(e.ID) {
		if !f.reads(e.Case) {
			return claim.Entity{}, nil
		}
		return e, nil
	}
	return byClaims(e, func(yield func(claim.Claim) error) error {
		return f.Claims(ctx, flow.ClaimFilter{Entity: e.ID, After: -1}, yield)
	})
}

// Entities implements flow.State. What another case claimed on first stands
// behind the rest: where it stands there is not told.
func (f *fence) Entities(ctx context.Context, q flow.EntityFilter, yield func(claim.Entity) error) error {
	one, some := f.only(q.Case)
	if !some {
		return nil
	}
	limit := q.Limit
	tell := func(e claim.Entity) error {
		e, err := f.asClaimed(ctx, e)
		if err != nil || e.Claims == 0 || q.Case != "" && e.Case != q.Case {
			return err
		}
		err = yield(e)
		if limit--; err == nil && limit == 0 {
			err = flow.ErrEnough
		}
		return err
	}
	asked := q
	asked.Case, asked.Limit = one, 0
	err := f.all.Entities(ctx, asked, func(e claim.Entity) error {
		if !f.reads(e.Case) {
			return nil
		}
		return tell(e)
	})
	if err == nil && q.After < 0 {
		err = f.lateEntities(ctx, q, tell)
	}
	return flow.Walked(err)
}

func (f *fence) lateEntities(ctx context.Context, q flow.EntityFilter, tell func(claim.Entity) error) error {
	for _, id := range f.atlas.lateThings(f.cases) {
		e, err := f.all.Entity(ctx, id)
		if err == nil && !f.reads(e.Case) && (q.Schema == "" || q.Schema == e.Schema) {
			err = tell(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Named implements flow.State.
func (f *fence) Named(ctx context.Context, caseName, kind, name string) (ids []string, err error) {
	for _, of := range f.within(caseName) {
		some, err := f.all.Named(ctx, of, kind, name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// Finding implements flow.State.
func (f *fence) Finding(ctx context.Context, id string) (finding.Finding, error) {
	found, err := f.all.Finding(ctx, id)
	if err == nil && !f.reads(found.Case) {
		return finding.Finding{}, absent("finding", id)
	}
	return found, err
}

// Findings implements flow.State.
func (f *fence) Findings(ctx context.Context, q flow.FindingFilter, yield func(finding.Finding) error) error {
	one, some := f.only(q.Case)
	limit := q.Limit
	if q.Case, q.Limit = one, 0; !some {
		return nil
	}
	return flow.Walked(f.all.Findings(ctx, q, func(found finding.Finding) error {
		if !f.reads(found.Case) {
			return nil
		}
		err := yield(found)
		if limit--; err == nil && limit == 0 {
			err = flow.ErrEnough
		}
		return err
	}))
}

// FindingHistory implements flow.State.
func (f *fence) FindingHistory(ctx context.Context, id string) ([]int64, error) {
	if _, err := f.Finding(ctx, id); err != nil {
		return nil, err
	}
	return f.all.FindingHistory(ctx, id)
}

// FindingsNaming implements flow.State.
func (f *fence) FindingsNaming(ctx context.Context, claims []string, yield func(flow.FindingClaim) error) error {
	return f.all.FindingsNaming(ctx, claims, func(c flow.FindingClaim) error {
		known, asked := f.found[c.Finding]
		if !asked {
			_, err := f.Finding(ctx, c.Finding)
			if notThere(err) != nil {
				return err
			}
			known = err == nil
			f.found[c.Finding] = known
		}
		if !known {
			return nil
		}
		return yield(c)
	})
}

// Resting implements flow.State.
func (f *fence) Resting(ctx context.Context, on flow.Ground, yield func(custody.Sum, claim.Claim) error) error {
	if len(on.Items) > 0 {
		on.Items = slices.DeleteFunc(slices.Clone(on.Items), func(sum custody.Sum) bool { return !f.knowsItem(sum) })
		if len(on.Items) == 0 {
			return nil
		}
	}
	return f.all.Resting(ctx, on, func(via custody.Sum, c claim.Claim) error {
		if !f.knowsClaim(c) {
			return nil
		}
		c, err := f.asStanding(ctx, c)
		if err != nil {
			return err
		}
		return yield(via, c)
	})
}

// ClaimsNamed implements flow.State.
func (f *fence) ClaimsNamed(ctx context.Context, ids []string, yield func(claim.Claim) error) error {
	return f.known(ctx, 0, yield, func(yield func(claim.Claim) error) error { return f.all.ClaimsNamed(ctx, ids, yield) })
}

// Agreeing implements flow.State.
func (f *fence) Agreeing(ctx context.Context, keys []int64, yield func(key int64, entity, claim string) error) error {
	return f.all.Agreeing(ctx, keys, func(key int64, entity, id string) error {
		if _, err := f.Claim(ctx, id); err != nil {
			return notThere(err)
		}
		return yield(key, entity, id)
	})
}

// Chains implements flow.State. The chains of several cases are counted together,
// in memory: a case has few.
func (f *fence) Chains(ctx context.Context, q flow.ChainFilter, yield func(flow.Chain) error) error {
	sums := map[string]flow.Chain{}
	var order []string
	cases := f.within(q.Case)
	for _, of := range cases {
		q.Case = of
		if len(cases) == 1 {
			return f.all.Chains(ctx, q, yield)
		}
		err := f.all.Chains(ctx, q, func(c flow.Chain) error {
			name, err := json.Marshal(c.Says)
			if err != nil {
				return err
			}
			sum, there := sums[string(name)]
			if !there {
				order = append(order, string(name))
			}
			sum.Says, sum.Claims, sum.Duress, sum.Hearsay = c.Says, sum.Claims+c.Claims, sum.Duress+c.Duress, sum.Hearsay+c.Hearsay
			sums[string(name)] = sum
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.Sort(order)
	for _, name := range order {
		if err := yield(sums[name]); err != nil {
			return err
		}
	}
	return nil
}

// Vocabularies implements flow.State. One that counts in every case is everybody's,
// though not the table it was read from.
func (f *fence) Vocabularies(ctx context.Context, caseName string) (known []claim.Vocabulary, err error) {
	if caseName != "" && !f.reads(caseName) {
		return nil, nil
	}
	all, err := f.all.Vocabularies(ctx, caseName)
	for _, v := range all {
		if v.Case != "" && !f.reads(v.Case) {
			continue
		}
		if !f.knowsItem(v.Item) {
			v.Item = custody.Sum{}
		}
		known = append(known, v)
	}
	return known, err
}

// Terms implements flow.State.
func (f *fence) Terms(ctx context.Context, q flow.TermFilter, yield func(claim.Term) error) error {
	all, err := f.Vocabularies(ctx, "")
	if err != nil || !slices.ContainsFunc(all, func(v claim.Vocabulary) bool { return v.Vocabulary == q.Vocabulary }) {
		return err
	}
	return f.all.Terms(ctx, q, yield)
}
