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
		if !v.knowsMention(j.Left) || !v.knowsMention(j.Right) {
			return nil
		}
		return yield(j)
	})
}
