package sight

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/support"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// Renditions implements flow.State. What was read before the actor's cases held
// the item is another case's: the item waits to be read for them.
func (f *fence) Renditions(ctx context.Context, item custody.Sum) ([]text.Rendition, error) {
	since, late, ok := f.atlas.own(item, f.cases)
	if !ok {
		return nil, absent("item", item.String())
	}
	all, err := f.all.Renditions(ctx, item)
	return slices.DeleteFunc(all, func(r text.Rendition) bool { return late && r.Index < since }), err
}

// Troubles implements flow.State, likewise.
func (f *fence) Troubles(ctx context.Context, item custody.Sum) ([]text.Trouble, error) {
	since, late, ok := f.atlas.own(item, f.cases)
	if !ok {
		return nil, absent("item", item.String())
	}
	all, err := f.all.Troubles(ctx, item)
	return slices.DeleteFunc(all, func(t text.Trouble) bool { return late && t.Index < since }), err
}

// waits reports whether an item that came late was not read since.
func (f *fence) waits(ctx context.Context, item custody.Sum) (bool, error) {
	renditions, err := f.Renditions(ctx, item)
	if err != nil {
		return false, err
	}
	troubles, err := f.Troubles(ctx, item)
	return len(renditions)+len(troubles) == 0, err
}

// lateUnread gives what came to the actor's cases when another had read it, and
// was not read since.
func (f *fence) lateUnread(ctx context.Context, q flow.UnreadQuery) (items []custody.Item, err error) {
	for _, l := range f.atlas.late(f.cases) {
		if l.index <= q.After || len(items) == q.Limit {
			continue
		}
		ok, err := f.waits(ctx, l.sum)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		item, err := f.Item(ctx, l.sum)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// Unread implements flow.State.
func (f *fence) Unread(ctx context.Context, q flow.UnreadQuery) (known []custody.Item, err error) {
	limit, asked := q.Limit, q
	q.Limit = unreadStep
	for len(known) < limit {
		items, err := f.all.Unread(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			q.After = item.Index
			if len(known) == limit || !f.knowsItem(item.Sum) {
				continue
			}
			if item, err = f.asWaiting(ctx, item); err != nil {
				return nil, err
			}
			known = append(known, item)
		}
		if len(items) < unreadStep {
			break
		}
	}
	if len(known) == 0 && q.Again {
		return f.lateUnread(ctx, asked)
	}
	return known, nil
}

// asWaiting is asTaken with the place the item has in the row of those that wait,
// which is where a walk over them goes on.
func (f *fence) asWaiting(ctx context.Context, item custody.Item) (custody.Item, error) {
	at := item.Index
	item, err := f.asTaken(ctx, item)
	item.Index = at
	return item, err
}

// CountUnread implements flow.State.
func (f *fence) CountUnread(ctx context.Context) (int64, error) {
	return f.CountUnreadFor(ctx, f.cases)
}

// CountUnreadFor implements flow.State.
func (f *fence) CountUnreadFor(ctx context.Context, cases []string) (int64, error) {
	var own []string
	for _, name := range cases {
		own = append(own, f.within(name)...)
	}
	n, err := f.all.CountUnreadFor(ctx, own)
	if err != nil {
		return 0, err
	}
	for _, l := range f.atlas.late(own) {
		waits, err := f.waits(ctx, l.sum)
		if err != nil {
			return 0, err
		}
		if waits {
			n++
		}
	}
	return n, nil
}

// Verdicts implements flow.State.
func (f *fence) Verdicts(ctx context.Context, item custody.Sum) (known []text.Verdict, err error) {
	if !f.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := f.all.Verdicts(ctx, item)
	for _, v := range all {
		if _, absent := f.Entity(ctx, v.Entity); absent == nil {
			known = append(known, v)
		} else if err == nil {
			err = notThere(absent)
		}
	}
	return known, err
}

// Passage implements flow.State. Who names a passage of an item they hold knows
// already what it says.
func (f *fence) Passage(ctx context.Context, id string) (text.Passage, error) {
	p, err := f.all.Passage(ctx, id)
	if err == nil && !f.knowsItem(p.Item) {
		return text.Passage{}, absent("passage", id)
	}
	return p, err
}

// PassagesOf implements flow.State. What is cited in an item that is of another
// case too tells who looks for what there: of such an item only passages are
// listed that a claim of the actor's cases rests on.
func (f *fence) PassagesOf(ctx context.Context, item custody.Sum) (known []text.Passage, err error) {
	if !f.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := f.all.PassagesOf(ctx, item)
	if err != nil || !f.atlas.several(item) {
		return all, err
	}
	rested := map[string]bool{}
	err = f.Claims(ctx, flow.ClaimFilter{Item: item, After: -1}, func(c claim.Claim) error {
		for _, p := range c.Passages {
			rested[p.ID()] = true
		}
		return nil
	})
	for _, p := range all {
		if rested[p.ID()] {
			known = append(known, p)
		}
	}
	return known, err
}

// EachRendition implements flow.State.
func (f *fence) EachRendition(ctx context.Context, yield func(text.Rendition) error) error {
	return f.all.EachRendition(ctx, func(r text.Rendition) error {
		since, late, ok := f.atlas.own(r.Item, f.cases)
		if !ok {
			return nil
		}
		if late && r.Index < since {
			return nil
		}
		return yield(r)
	})
}

// Takings implements flow.State.
func (f *fence) Takings(ctx context.Context, items []custody.Sum, yield func(support.Taking) error) error {
	return f.all.Takings(ctx, items, func(t support.Taking) error {
		if ok, err := f.knowsAccession(ctx, t.Accession); err != nil || !ok {
			return err
		}
		if t.Parent != nil && !f.knowsItem(*t.Parent) {
			t.Parent = nil
		}
		return yield(t)
	})
}
