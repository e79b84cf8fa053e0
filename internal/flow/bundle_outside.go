package flow

import (
	"context"
	"errors"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/disclosure"
	"sanad/internal/ground/fail"
)

// outside is the archive as who reads a bundle may know it: the claims that leave,
// of these the fields that do, and of the nameless their pseudonyms in the place
// of their ids. What is asked of claims (posts, chains of command, dates, figures)
// is asked of it, so that an answer can't tell of what stays inside.
//
// The State inside is never set: a question that is not answered below has not
// been thought about, and ends the building instead of being answered from all.
type outside struct {
	State
	whole  State
	shown  *disclosure.Shown
	about  map[string]bool   // things that claims which leave are about
	behind map[string]string // what is behind an id that was drawn for the release
}

func newOutside(s State, plan disclosure.Plan, shown *disclosure.Shown) *outside {
	o := &outside{whole: s, shown: shown, about: map[string]bool{}, behind: map[string]string{}}
	for _, c := range plan.Claims {
		o.about[c.Entity] = true
	}
	for id, local := range plan.Local {
		o.behind[local] = id
	}
	return o
}

// real gives the id inside of one that is met outside.
func (o *outside) real(id string) string {
	if r, ok := o.behind[id]; ok {
		return r
	}
	return id
}

func (o *outside) reals(ids []string) []string {
	if ids == nil {
		return nil
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = o.real(id)
	}
	return out
}

// errFull ends a walk that has given as many as were asked for.
var errFull = errors.New("as many as were asked for")

// Claims implements flow.State.
func (o *outside) Claims(ctx context.Context, f ClaimFilter, yield func(claim.Claim) error) error {
	asked := f
	asked.Limit = 0
	asked.Entity, asked.ValueEntity, asked.TellerEntity = o.real(f.Entity), o.real(f.ValueEntity), o.real(f.TellerEntity)
	asked.About, asked.Valued = o.reals(f.About), o.reals(f.Valued)
	given := 0
	err := o.whole.Claims(ctx, asked, o.through(ctx, f, func(c claim.Claim) error {
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
func (o *outside) Dated(ctx context.Context, f DatedFilter, yield func(claim.Claim) error) error {
	asked := f
	asked.Limit = 0
	asked.Entity, asked.Entities = o.real(f.Entity), o.reals(f.Entities)
	return o.whole.Dated(ctx, asked, o.through(ctx, f.ClaimFilter, yield))
}

// through hands on what leaves of the claims that were found by what leaves of
// them.
func (o *outside) through(ctx context.Context, f ClaimFilter, yield func(claim.Claim) error) func(claim.Claim) error {
	return func(c claim.Claim) error {
		out, ok, err := o.leaves(ctx, c)
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
func (o *outside) leaves(ctx context.Context, c claim.Claim) (out claim.Claim, ok bool, err error) {
	if out, ok = o.shown.Claim(c); ok && c.Standing == claim.Superseded {
		out.Standing, err = o.standing(ctx, c)
	}
	return out, ok, err
}

// standing gives how a claim that a rival set aside stands among those that leave.
func (o *outside) standing(ctx context.Context, c claim.Claim) (claim.Standing, error) {
	var rivals []claim.Claim
	err := o.whole.Claims(ctx, ClaimFilter{Entity: c.Entity, Property: c.Property, After: -1}, func(r claim.Claim) error {
		if o.shown.Leaves(r.Made.Claim) {
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

// Entity implements flow.State: what claims that leave are about, by the name that
// leaves.
func (o *outside) Entity(ctx context.Context, id string) (claim.Entity, error) {
	if !o.about[o.real(id)] || o.shown.ID(id) != id {
		return claim.Entity{}, fail.New(fail.NotFound, "nothing that leaves is about %s", id)
	}
	e, err := o.whole.Entity(ctx, o.real(id))
	if err != nil {
		return claim.Entity{}, err
	}
	return o.entity(ctx, e)
}

func (o *outside) entity(ctx context.Context, e claim.Entity) (claim.Entity, error) {
	out := claim.Entity{ID: o.shown.ID(e.ID), Schema: e.Schema, Case: e.Case}
	if name, nameless := o.shown.Pseudonym(e.ID); nameless {
		out.Name = name
		return out, nil
	}
	err := o.Claims(ctx, ClaimFilter{Entity: out.ID, Property: "name", After: -1}, func(c claim.Claim) error {
		if out.Name == "" || c.Standing == claim.Favoured {
			out.Name = c.Value
		}
		return nil
	})
	return out, err
}

// calledBy gives what may stand for a thing that has no name of its own: whose
// tenure of which post it is, or who is said to have had a part in what.
func (o *outside) calledBy(ctx context.Context, e claim.Entity) (string, error) {
	var words []string
	for _, property := range []string{"holder", "post", "person", "act", "event"} {
		if e.Schema != "Tenure" && e.Schema != "Involvement" {
			break
		}
		value := ""
		err := o.Claims(ctx, ClaimFilter{Entity: e.ID, Property: property, After: -1}, func(c claim.Claim) error {
			if value == "" || c.Standing == claim.Favoured {
				value = c.Value
			}
			return nil
		})
		if err != nil {
			return "", err
		}
		if value != "" {
			words = append(words, value)
		}
	}
	return strings.Join(words, " · "), nil
}

// Entities implements flow.State. Names are not looked up: who needs one asks for
// the thing.
func (o *outside) Entities(ctx context.Context, f EntityFilter, yield func(claim.Entity) error) error {
	return o.whole.Entities(ctx, f, func(e claim.Entity) error {
		if !o.about[e.ID] {
			return nil
		}
		return yield(claim.Entity{ID: o.shown.ID(e.ID), Schema: e.Schema, Case: e.Case})
	})
}
