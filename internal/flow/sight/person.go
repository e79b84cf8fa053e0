package sight

import (
	"context"

	"sanad/internal/core/person"
)

// Lists implements flow.State.
func (v *Sight) Lists(ctx context.Context, caseName string) ([]person.List, error) {
	lists, err := v.State.Lists(ctx, caseName)
	if err != nil {
		return nil, err
	}
	var known []person.List
	for _, l := range lists {
		if v.knowsItem(l.Item) {
			known = append(known, l)
		}
	}
	return known, nil
}

// Mention implements flow.State.
func (v *Sight) Mention(ctx context.Context, id string) (person.Mention, error) {
	m, err := v.State.Mention(ctx, id)
	if err == nil && !v.knowsList(m.List) {
		return person.Mention{}, absent("mention", id)
	}
	return m, err
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
		if !v.knowsList(m.List) {
			return nil
		}
		return yield(m)
	})
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
