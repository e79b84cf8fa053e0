package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
)

// leaving is the archive as who reads a bundle may know it: the claims that leave,
// of these the fields that do, and of the nameless their pseudonyms in the place
// of their ids. What is asked of claims (posts, chains of command, dates, figures)
// is asked of it, so that an answer can't tell of what stays inside.
//
// The State inside is never set: a question that is not answered below has not
// been thought about, and ends the building instead of being answered from all.
type leaving struct {
	State
	whole  State
	claims map[string]disclosure.PlannedClaim
	about  map[string]bool   // things that claims which leave are about
	names  map[string]string // pseudonyms
	behind map[string]string // who is behind one
}

func newLeaving(s State, plan disclosure.Plan) *leaving {
	l := &leaving{whole: s, claims: make(map[string]disclosure.PlannedClaim, len(plan.Claims)), about: map[string]bool{},
		names: plan.Pseudonyms, behind: map[string]string{}}
	for _, c := range plan.Claims {
		l.claims[c.ID] = c
		l.about[c.Entity] = true
	}
	for id, pseudonym := range plan.Pseudonyms {
		l.behind[pseudonym] = id
	}
	return l
}

// shown gives the id by which a thing is met outside.
func (l *leaving) shown(id string) string {
	if p, ok := l.names[id]; ok {
		return p
	}
	return id
}

// real gives the id inside of one that is met outside.
func (l *leaving) real(id string) string {
	if r, ok := l.behind[id]; ok {
		return r
	}
	return id
}

func (l *leaving) reals(ids []string) []string {
	if ids == nil {
		return nil
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = l.real(id)
	}
	return out
}

// errFull ends a walk that has given as many as were asked for.
var errFull = errors.New("as many as were asked for")

// Claims implements flow.State.
func (l *leaving) Claims(ctx context.Context, f ClaimFilter, yield func(claim.Claim) error) error {
	asked := f
	asked.Limit = 0
	asked.Entity, asked.ValueEntity, asked.TellerEntity = l.real(f.Entity), l.real(f.ValueEntity), l.real(f.TellerEntity)
	asked.About, asked.Valued = l.reals(f.About), l.reals(f.Valued)
	given := 0
	err := l.whole.Claims(ctx, asked, l.through(ctx, f, func(c claim.Claim) error {
		if given++; f.Limit > 0 && given > f.Limit {
			return errFull
		}
		return yield(c)
	}))
	if errors.Is(err, errFull) {
		return nil
	}
	return err
}

// Dated implements flow.State.
func (l *leaving) Dated(ctx context.Context, f DatedFilter, yield func(claim.Claim) error) error {
	asked := f
	asked.Limit = 0
	asked.Entity, asked.Entities = l.real(f.Entity), l.reals(f.Entities)
	return l.whole.Dated(ctx, asked, l.through(ctx, f.ClaimFilter, yield))
}

// through hands on what leaves of the claims that were found by what leaves of
// them.
func (l *leaving) through(ctx context.Context, f ClaimFilter, yield func(claim.Claim) error) func(claim.Claim) error {
	return func(c claim.Claim) error {
		out, ok, err := l.leaves(ctx, c)
		if err != nil || !ok || !meets(out, f) {
			return err
		}
		return yield(out)
	}
}

// meets reports whether what was looked for is among what leaves: that a claim is
// found by a field which stays inside would tell of that field.
func meets(c claim.Claim, f ClaimFilter) bool {
	switch {
	case (f.ValueEntity != "" || len(f.Valued) > 0) && c.ValueEntity == "",
		len(f.Called) > 0 && c.Value == "",
		(f.Teller != "" || f.TellerEntity != "") && len(c.Says) == 0,
		(f.Entity != "" || len(f.About) > 0) && c.Entity == "",
		(!f.Item.IsZero() || f.Passage != "") && len(c.Passages) == 0:
		return false
	}
	return true
}

// leaves gives a claim as it leaves; false if it stays inside.
func (l *leaving) leaves(ctx context.Context, c claim.Claim) (claim.Claim, bool, error) {
	planned, ok := l.claims[c.Made.Claim]
	if !ok {
		return claim.Claim{}, false, nil
	}
	var err error
	if c.Standing == claim.Superseded {
		if c.Standing, err = l.standing(ctx, c); err != nil {
			return claim.Claim{}, false, err
		}
	}
	c.Actor, c.Note, c.Replaces, c.Recorded = "", "", "", nil
	if len(planned.Closed) > 0 {
		if c.Made, err = withoutFields(c.Made, planned.Closed); err != nil {
			return claim.Claim{}, false, err
		}
		c.Reason, c.Own.Reason = "", "" // whoever wrote it could name what is closed
	}
	c.Entity, c.ValueEntity = l.shown(c.Entity), l.shown(c.ValueEntity)
	if len(l.names) > 0 {
		c.Says = slices.Clone(c.Says)
		for i := range c.Says {
			c.Says[i].Entity = l.shown(c.Says[i].Entity)
		}
	}
	return c, true, nil
}

// standing gives how a claim that a rival set aside stands among those that leave.
func (l *leaving) standing(ctx context.Context, c claim.Claim) (claim.Standing, error) {
	var rivals []claim.Claim
	err := l.whole.Claims(ctx, ClaimFilter{Entity: c.Entity, Property: c.Property, After: -1}, func(r claim.Claim) error {
		if _, ok := l.claims[r.Made.Claim]; ok {
			rivals = append(rivals, r)
		}
		return nil
	})
	for _, r := range standingAmong(rivals) {
		if r.Made.Claim == c.Made.Claim {
			return r.Standing, err
		}
	}
	return c.Standing, err
}

// withoutFields gives a claim without the fields of its event that stay closed.
func withoutFields(made claim.Made, closed []string) (claim.Made, error) {
	data, err := json.Marshal(made)
	if err != nil {
		return claim.Made{}, err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &fields); err != nil {
		return claim.Made{}, err
	}
	for _, name := range closed {
		delete(fields, name)
	}
	if data, err = json.Marshal(fields); err != nil {
		return claim.Made{}, err
	}
	var out claim.Made
	if err := json.Unmarshal(data, &out); err != nil {
		return out, fmt.Errorf("taking fields out of the claim %s: %w", made.Claim, err)
	}
	return out, nil
}

// Entity implements flow.State: what claims that leave are about, by the name that
// leaves.
func (l *leaving) Entity(ctx context.Context, id string) (claim.Entity, error) {
	if !l.about[l.real(id)] || l.shown(id) != id {
		return claim.Entity{}, fail.New(fail.NotFound, "nothing that leaves is about %s", id)
	}
	e, err := l.whole.Entity(ctx, l.real(id))
	if err != nil {
		return claim.Entity{}, err
	}
	return l.entity(ctx, e)
}

func (l *leaving) entity(ctx context.Context, e claim.Entity) (claim.Entity, error) {
	out := claim.Entity{ID: l.shown(e.ID), Schema: e.Schema, Case: e.Case}
	err := l.Claims(ctx, ClaimFilter{Entity: out.ID, Property: "name", After: -1}, func(c claim.Claim) error {
		if out.Name == "" || c.Standing == claim.Favoured {
			out.Name = c.Value
		}
		return nil
	})
	return out, err
}

// Entities implements flow.State. Names are not looked up: who needs one asks for
// the thing.
func (l *leaving) Entities(ctx context.Context, f EntityFilter, yield func(claim.Entity) error) error {
	return l.whole.Entities(ctx, f, func(e claim.Entity) error {
		if !l.about[e.ID] {
			return nil
		}
		return yield(claim.Entity{ID: l.shown(e.ID), Schema: e.Schema, Case: e.Case})
	})
}

// Item implements flow.State for those who read only the media type and length of
// what a passage is of.
func (l *leaving) Item(ctx context.Context, sum custody.Sum) (custody.Item, error) {
	item, err := l.whole.Item(ctx, sum)
	return custody.Item{Sum: item.Sum, Bytes: item.Bytes, MediaType: item.MediaType}, err
}

// passagesOf gives the places of claims that leave, by the item they are in.
func (l *leaving) passagesOf(ctx context.Context, item custody.Sum) (out []text.Passage, err error) {
	seen := map[string]bool{}
	err = l.Claims(ctx, ClaimFilter{Item: item, After: -1}, func(c claim.Claim) error {
		for _, p := range c.Passages {
			if p.Item == item && !seen[p.ID()] {
				seen[p.ID()] = true
				out = append(out, p)
			}
		}
		return nil
	})
	return out, err
}
