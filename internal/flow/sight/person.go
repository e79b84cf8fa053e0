package sight

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// Lists implements flow.State: a list is known by its newest version that the
// actor may know.
func (v *Sight) Lists(ctx context.Context, caseName string) ([]person.List, error) {
	lists, err := v.State.Lists(ctx, caseName)
	if err != nil {
		return nil, err
	}
	var known []person.List
	for _, l := range lists {
		if v.knowsItem(l.Item) {
			known = append(known, l)
			continue
		}
		versions, err := v.ListVersions(ctx, l.List)
		if err != nil {
			return nil, err
		}
		if n := len(versions); n > 0 {
			versions[n-1].Index = l.Index
			known = append(known, versions[n-1])
		}
	}
	return known, nil
}

// ListVersions implements flow.State.
func (v *Sight) ListVersions(ctx context.Context, list string) ([]person.List, error) {
	all, err := v.State.ListVersions(ctx, list)
	var known []person.List
	for _, l := range all {
		if v.knowsItem(l.Item) {
			known = append(known, l)
		}
	}
	return known, err
}

// Mention implements flow.State.
func (v *Sight) Mention(ctx context.Context, id string) (person.Mention, error) {
	m, err := v.State.Mention(ctx, id)
	if err != nil {
		return m, err
	}
	if !v.knowsMention(id) {
		return person.Mention{}, absent("mention", id)
	}
	return v.asGiven(ctx, m)
}

// asGiven shows a row as the newest version gives it that the actor may know:
// what a sealed one says of it, also that it is gone, is not told.
func (v *Sight) asGiven(ctx context.Context, m person.Mention) (person.Mention, error) {
	if v.whole || !v.veil.versionsHidden(m.List) {
		return m, nil
	}
	if newest, err := v.State.ListVersions(ctx, m.List); err != nil {
		return m, err
	} else if n := len(newest); n > 0 && !v.knowsItem(newest[n-1].Item) {
		m.Retired = false
	}
	if v.knowsItem(m.Item) {
		return m, nil
	}
	e, err := v.State.Event(ctx, m.Index)
	if err != nil || len(e.Body) == 0 {
		return m, err
	}
	return m, ledger.Take(e.Event, func(f *person.Mentioned) error { m.Mentioned = *f; return nil })
}

// HasMention implements flow.State.
func (v *Sight) HasMention(ctx context.Context, id string) (bool, error) {
	if !v.knowsMention(id) {
		return false, nil
	}
	return v.State.HasMention(ctx, id)
}

// Mentions implements flow.State.
func (v *Sight) Mentions(ctx context.Context, caseName, list string, yield func(person.Mention) error) error {
	return v.State.Mentions(ctx, caseName, list, func(m person.Mention) error {
		if !v.knowsMention(m.Mentioned.Mention) {
			return nil
		}
		m, err := v.asGiven(ctx, m)
		if err != nil {
			return err
		}
		return yield(m)
	})
}

// Named implements flow.State: by names that a claim the actor may know gives.
func (v *Sight) Named(ctx context.Context, caseName, kind, name string) ([]string, error) {
	all, err := v.State.Named(ctx, caseName, kind, name)
	if err != nil || v.whole {
		return all, err
	}
	if !v.Knows() {
		return nil, nil
	}
	var known []string
	for _, id := range all {
		ok, err := v.bears(ctx, id, name)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, id)
		}
	}
	return known, nil
}

// bears reports whether a claim the actor may know gives a thing the name.
func (v *Sight) bears(ctx context.Context, entity, name string) (ok bool, err error) {
	if !v.veil.touches(entity) {
		return true, nil
	}
	err = v.Claims(ctx, flow.ClaimFilter{Entity: entity, Property: "name", After: -1}, func(c claim.Claim) error {
		ok = ok || c.Standing.Stands() && flow.SameName(c.Value, name)
		return nil
	})
	return ok, err
}

// Judgements implements flow.State.
func (v *Sight) Judgements(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return v.State.Judgements(ctx, caseName, func(j person.Judgement) error {
		ok, err := v.knowsJudgement(ctx, j.Judged)
		if err != nil || !ok {
			return err
		}
		return yield(j)
	})
}

// EachJudgement implements flow.State.
func (v *Sight) EachJudgement(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return v.State.EachJudgement(ctx, caseName, func(j person.Judgement) error {
		ok, err := v.knowsJudgement(ctx, j.Judged)
		if err != nil || !ok {
			return err
		}
		return yield(j)
	})
}

// JudgementsOf implements flow.State.
func (v *Sight) JudgementsOf(ctx context.Context, id string) ([]person.Judgement, error) {
	all, err := v.State.JudgementsOf(ctx, id)
	if err != nil || v.whole {
		return all, err
	}
	var known []person.Judgement
	for _, j := range all {
		ok, err := v.knowsJudgement(ctx, j.Judged)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, j)
		}
	}
	return known, nil
}

// knowsJudgement reports whether the actor may know both who were judged: rows
// of lists they know, and persons of whom they know a claim. Only things the
// veil touches cost a question.
func (v *Sight) knowsJudgement(ctx context.Context, j person.Judged) (bool, error) {
	for _, id := range []string{j.Left, j.Right} {
		if !v.knowsMention(id) {
			return false, nil
		}
		if v.whole || !v.veil.touches(id) {
			continue
		}
		if ok, err := v.knowsEntity(ctx, id); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}
