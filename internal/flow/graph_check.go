package flow

import (
	"context"
	"errors"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// waits says that a thing is not here yet.
func waits(what, id string) error {
	return errWaits{fail.New(fail.NotFound, "it points at the %s %s, which is neither here nor in what can be taken over", what, id)}
}

// orWaits turns the answer that a thing is not here into one that it may come.
func orWaits(err error, what, id string) error {
	if fail.Of(err) == fail.NotFound {
		return waits(what, id)
	}
	return err
}

// check refuses what would point at nothing, or say an id again for another
// thing.
func (d *decider) check(ctx context.Context, c *graphCandidate) error {
	switch f := c.fact.(type) {
	case *claim.VocabularyImported:
		return d.edition(ctx, f)
	case *claim.Made:
		return d.made(ctx, c, f)
	case *finding.Made:
		return d.concluded(ctx, c, f)
	case *text.Mentioned:
		_, err := d.kindOf(ctx, f.Entity)
		return err
	case *person.Judged:
		for _, id := range []string{f.Left, f.Right} {
			if err := d.hasJudged(ctx, id); err != nil {
				return err
			}
		}
		return d.judged(ctx, f)
	case *person.NamesGrouped:
		return d.names(ctx, f)
	}
	if id := claimOf(c.fact); id != "" {
		return d.turn(ctx, c, id)
	}
	if id := findingOf(c.fact); id != "" {
		return d.findingTurn(ctx, c, id)
	}
	return d.row(ctx, c)
}

// edition gives errKnown for every part of an edition that was taken over from
// its table here: its id says that it has the same terms. An edition that came
// from a graph is known part by part.
func (d *decider) edition(ctx context.Context, f *claim.VocabularyImported) error {
	if err := besideSchema(*f); err != nil {
		return err
	}
	if f.Part == 1 {
		all, err := d.s.Vocabularies(ctx, f.Case)
		if err != nil {
			return err
		}
		d.im.editions[f.Vocabulary] = slices.ContainsFunc(all, func(v claim.Vocabulary) bool { return v.Vocabulary == f.Vocabulary })
	}
	if d.im.editions[f.Vocabulary] {
		return errKnown
	}
	return nil
}

func (d *decider) made(ctx context.Context, c *graphCandidate, f *claim.Made) error {
	if err := d.same(ctx, c, f); err != nil {
		return err
	}
	property, ok := schema.Find(f.Schema, f.Property)
	if !ok {
		return usage(schema.Check(f.Schema, f.Property))
	}
	kind, err := d.kindOf(ctx, f.Entity)
	if err != nil {
		return err
	}
	if kind != f.Schema {
		return fail.New(fail.Conflict, "the entity %s is a %s here, and the claim is on a %s", f.Entity, kind, f.Schema)
	}
	if f.ValueEntity != "" {
		kind, err := d.kindOf(ctx, f.ValueEntity)
		if err != nil {
			return err
		}
		if !property.Takes(kind) {
			return fail.New(fail.Conflict, "the entity %s is a %s, which the %s of a %s can't be", f.ValueEntity, kind, f.Property, f.Schema)
		}
	}
	for _, id := range tellers(f.Says) {
		if _, err := d.kindOf(ctx, id); err != nil {
			return err
		}
	}
	if f.Replaces != "" {
		return d.hasClaim(ctx, f.Replaces)
	}
	return nil
}

// same gives errKnown if the claim is here by its id, and says the same.
func (d *decider) same(ctx context.Context, c *graphCandidate, f *claim.Made) error {
	if d.claim(f.Claim) != nil {
		return fail.New(fail.Conflict, "the claim %s stands in the file twice", f.Claim)
	}
	there, err := d.s.HasClaim(ctx, f.Claim)
	if err != nil || !there {
		return err
	}
	old, err := d.s.Claim(ctx, f.Claim)
	if err != nil {
		return err
	}
	return d.compare(ctx, c, old.Index, "the claim "+f.Claim)
}

// kindOf gives the kind of an entity that is here or comes with this batch.
func (d *decider) kindOf(ctx context.Context, id string) (string, error) {
	for _, known := range []map[string]string{d.kinds, d.out.there.entities, d.im.dry.entities} {
		if kind, ok := known[id]; ok {
			return kind, nil
		}
	}
	e, err := d.s.Entity(ctx, id)
	if fail.Of(err) == fail.NotFound {
		if kind, ok := d.promised.entities[id]; ok {
			return kind, nil
		}
	}
	if err != nil {
		return "", orWaits(err, "entity", id)
	}
	if d.kinds == nil {
		d.kinds = map[string]string{}
	}
	d.kinds[id] = e.Schema
	return e.Schema, nil
}

func (d *decider) hasClaim(ctx context.Context, id string) error {
	if d.claim(id) != nil || d.promised.claims[id] != nil {
		return nil
	}
	_, err := d.s.Claim(ctx, id)
	return orWaits(err, "claim", id)
}

func (d *decider) hasMention(ctx context.Context, id string) error {
	if d.mention(id) {
		return nil
	}
	_, err := d.s.Mention(ctx, id)
	return orWaits(err, "row", id)
}

// judged refuses a decision that would take the place of another one, made here
// or come from elsewhere: people here decide which of the two holds.
func (d *decider) judged(ctx context.Context, f *person.Judged) error {
	if f.Blind || f.Recorded == nil {
		return nil
	}
	here, ok, err := judgementOf(ctx, d.s, f.Left, f.Right)
	if err != nil || !ok || here.Verdict == f.Verdict && here.Relation == f.Relation {
		return err
	}
	e, err := d.s.Event(ctx, here.Index)
	if err != nil {
		return err
	}
	same := false
	err = ledger.Take(e.Event, func(j *person.Judged) error {
		same = j.Recorded != nil && j.Recorded.Log == f.Recorded.Log
		return nil
	})
	if err == nil && !same {
		err = fail.New(fail.Conflict, "%s and %s were judged %s here by %s, and %s there", f.Left, f.Right, here.Verdict, here.Actor, f.Verdict)
	}
	return err
}

// hasJudged asks for a row, or for a person who is no row.
func (d *decider) hasJudged(ctx context.Context, id string) error {
	err := d.hasMention(ctx, id)
	if !errors.As(err, new(errWaits)) {
		return err
	}
	kind, err := d.kindOf(ctx, id)
	if errors.As(err, new(errWaits)) {
		return waits("row or person", id)
	}
	if err == nil && kind != "Person" {
		err = fail.New(fail.Conflict, "%s is a %s: only rows of lists and persons are judged", id, kind)
	}
	return err
}

// turn refuses a turn of a claim that is not here or was withdrawn, and a second
// reading by whoever read first.
func (d *decider) turn(ctx context.Context, c *graphCandidate, id string) error {
	var by ledger.Recorded
	dropped := d.dropped(id)
	if made := d.claim(id); made != nil {
		by = *made.Recorded
	} else {
		old, err := d.s.Claim(ctx, id)
		if err != nil {
			return orWaits(err, "claim", id)
		}
		dropped = dropped || old.Standing == claim.TakenBack
		by = d.author(old.Recorded, old.Actor)
	}
	if dropped {
		return fail.New(fail.Conflict, "the claim %s is withdrawn here, and nothing more can be said of it", id)
	}
	if _, ok := c.fact.(*claim.Accepted); ok && d.oneHand(c, by) {
		return fail.New(fail.Conflict, "%s recorded the claim %s and accepts it", by.By, id)
	}
	return nil
}

// author gives who recorded something first.
func (d *decider) author(first *ledger.Recorded, actor string) ledger.Recorded {
	if first != nil {
		return *first
	}
	return ledger.Recorded{Log: d.im.a.origin(), By: actor}
}

func (d *decider) oneHand(c *graphCandidate, by ledger.Recorded) bool {
	return c.line.Recorded.Log == by.Log && c.line.Recorded.By == by.By
}

func (d *decider) concluded(ctx context.Context, c *graphCandidate, f *finding.Made) error {
	if d.finding(f.Finding) != nil {
		return fail.New(fail.Conflict, "the finding %s stands in the file twice", f.Finding)
	}
	old, err := d.s.Finding(ctx, f.Finding)
	if err == nil {
		return d.compare(ctx, c, old.Index, "the finding "+f.Finding)
	}
	if fail.Of(err) != fail.NotFound {
		return err
	}
	for _, id := range slices.Concat(f.Claims, f.Against) {
		if err := d.hasClaim(ctx, id); err != nil {
			return err
		}
	}
	for _, id := range f.About {
		if _, err := d.kindOf(ctx, id); err != nil {
			return err
		}
	}
	if f.Replaces != "" && d.finding(f.Replaces) == nil && d.promised.findings[f.Replaces] == nil {
		_, err = d.s.Finding(ctx, f.Replaces)
		return orWaits(err, "finding", f.Replaces)
	}
	return nil
}

// findingTurn refuses a confirmation of other words than those that are here,
// and one by whoever concluded.
func (d *decider) findingTurn(ctx context.Context, c *graphCandidate, id string) error {
	made := d.finding(id)
	dropped := d.dropped(id)
	var by ledger.Recorded
	if made != nil {
		by = *made.Recorded
	} else {
		old, err := d.s.Finding(ctx, id)
		if err != nil {
			return orWaits(err, "finding", id)
		}
		dropped = dropped || old.Standing == finding.TakenBack
		made, by = &old.Made, d.author(old.Recorded, old.Author)
	}
	if dropped {
		return fail.New(fail.Conflict, "the finding %s is withdrawn here, and nothing more can be said of it", id)
	}
	f, ok := c.fact.(*finding.Confirmed)
	switch {
	case ok && f.Sum != made.Sum():
		return fail.New(fail.Conflict, "what was confirmed is not what the finding %s says", id)
	case ok && d.oneHand(c, by):
		return fail.New(fail.Conflict, "%s made the finding %s and confirms it", by.By, id)
	}
	return nil
}
