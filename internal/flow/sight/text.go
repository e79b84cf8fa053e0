package sight

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// unreadStep is how many unread items are looked at in one question.
const unreadStep = 500

// Unread implements flow.State.
func (v *Sight) Unread(ctx context.Context, q flow.UnreadQuery) ([]custody.Item, error) {
	if v.whole {
		return v.State.Unread(ctx, q)
	}
	limit := q.Limit
	q.Limit = unreadStep
	var known []custody.Item
	for len(known) < limit {
		items, err := v.State.Unread(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			q.After = item.Index
			if len(known) == limit || !v.knowsItem(item.Sum) {
				continue
			}
			if item, err = v.asKnown(ctx, item); err != nil {
				return nil, err
			}
			known = append(known, item)
		}
		if len(items) < unreadStep {
			break
		}
	}
	return known, nil
}

// CountUnread implements flow.State.
func (v *Sight) CountUnread(ctx context.Context) (int64, error) {
	if !v.whole && !v.Knows() {
		return 0, nil
	}
	n, err := v.State.CountUnread(ctx)
	if err != nil || v.whole {
		return n, err
	}
	for _, sum := range v.veil.sealed() {
		renditions, err := v.State.Renditions(ctx, sum)
		if err != nil {
			return 0, err
		}
		troubles, err := v.State.Troubles(ctx, sum)
		if err != nil {
			return 0, err
		}
		if len(renditions)+len(troubles) == 0 {
			n--
		}
	}
	return n, nil
}

// Troubles implements flow.State.
func (v *Sight) Troubles(ctx context.Context, item custody.Sum) ([]text.Trouble, error) {
	if !v.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := v.State.Troubles(ctx, item)
	return slices.DeleteFunc(all, func(t text.Trouble) bool { return !v.knowsReading(item, t.Index) }), err
}

// Passage implements flow.State.
func (v *Sight) Passage(ctx context.Context, id string) (text.Passage, error) {
	p, err := v.State.Passage(ctx, id)
	if err == nil && !v.knowsItem(p.Item) {
		return text.Passage{}, absent("passage", id)
	}
	return p, err
}

// PassagesOf implements flow.State.
func (v *Sight) PassagesOf(ctx context.Context, item custody.Sum) ([]text.Passage, error) {
	if !v.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	return v.State.PassagesOf(ctx, item)
}

// EachRendition implements flow.State.
func (v *Sight) EachRendition(ctx context.Context, yield func(text.Rendition) error) error {
	return v.State.EachRendition(ctx, func(r text.Rendition) error {
		if !v.knowsReading(r.Item, r.Index) {
			return nil
		}
		return yield(r)
	})
}
