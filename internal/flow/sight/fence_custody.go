package sight

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// Accession implements flow.State.
func (f *fence) Accession(ctx context.Context, id string) (custody.Accession, error) {
	ok, err := f.knowsAccession(ctx, id)
	if err == nil && !ok {
		err = absent("accession", id)
	}
	if err != nil {
		return custody.Accession{}, err
	}
	return f.all.Accession(ctx, id)
}

// Accessions implements flow.State.
func (f *fence) Accessions(ctx context.Context, caseName string, yield func(custody.Accession) error) error {
	one, some := f.only(caseName)
	if !some {
		return nil
	}
	return f.all.Accessions(ctx, one, func(a custody.Accession) error {
		if !f.reads(a.Case) {
			return nil
		}
		return yield(a)
	})
}

// Item implements flow.State.
func (f *fence) Item(ctx context.Context, sum custody.Sum) (custody.Item, error) {
	if !f.knowsItem(sum) {
		return custody.Item{}, absent("item", sum.String())
	}
	item, err := f.all.Item(ctx, sum)
	if err != nil {
		return item, err
	}
	return f.asTaken(ctx, item)
}

// asTaken tells of an item what the accessions of the actor's cases tell: that
// another case holds the same bytes must not show in its name, its label, its
// entry or the number of its copies.
func (f *fence) asTaken(ctx context.Context, item custody.Item) (custody.Item, error) {
	if item.Parent != nil && !f.knowsItem(*item.Parent) {
		item.Parent = nil
	}
	if !f.atlas.several(item.Sum) {
		return item, nil
	}
	steps, err := f.Steps(ctx, item.Sum)
	if err != nil {
		return custody.Item{}, err
	}
	item.Copies, item.Label = 0, guard.Sealed
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := f.all.Accession(ctx, step.Accession)
		if err != nil {
			return custody.Item{}, err
		}
		if item.Copies++; item.Copies == 1 {
			item.Accession, item.Case, item.Name, item.Index = a.ID, a.Case, step.Name, step.Index
		}
		item.Label = max(item.Label, a.Label)
	}
	return item, nil
}

// HasItem implements flow.State.
func (f *fence) HasItem(ctx context.Context, sum custody.Sum) (bool, error) {
	if !f.knowsItem(sum) {
		return false, nil
	}
	return f.all.HasItem(ctx, sum)
}

// ItemsNamed implements flow.State. It asks for more than the limit, because
// what must not be known takes no place.
func (f *fence) ItemsNamed(ctx context.Context, prefix string, limit int) ([]custody.Sum, error) {
	for ask := limit + 64; ; ask *= 4 {
		sums, err := f.all.ItemsNamed(ctx, prefix, ask)
		if err != nil {
			return nil, err
		}
		var known []custody.Sum
		for _, sum := range sums {
			if len(known) < limit && f.knowsItem(sum) {
				known = append(known, sum)
			}
		}
		if len(known) == limit || len(sums) < ask {
			return known, nil
		}
	}
}

// Items implements flow.State. What came to the cases when another had it already
// stands where it came to them.
func (f *fence) Items(ctx context.Context, q flow.ItemFilter, yield func(custody.Item) error) error {
	late, limit := f.lateItems(q), q.Limit
	tell := func(item custody.Item) error {
		item, err := f.asTaken(ctx, item)
		if err == nil {
			err = yield(item)
		}
		if limit--; err == nil && limit == 0 {
			err = flow.ErrEnough
		}
		return err
	}
	before := func(index int64) error {
		for len(late) > 0 && (index < 0 || late[0].index < index) {
			sum := late[0].sum
			late = late[1:]
			if ok, err := troubled(ctx, f, q, sum); err != nil || !ok {
				return err
			}
			item, err := f.all.Item(ctx, sum)
			if err == nil {
				err = tell(item)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	asked, some, err := f.asked(ctx, q)
	if err != nil || !some {
		return err
	}
	asked.Limit = 0
	err = f.all.Items(ctx, asked, func(item custody.Item) error {
		if err := before(item.Index); err != nil {
			return err
		}
		return tell(item)
	})
	if err == nil {
		err = before(-1)
	}
	return flow.Walked(err)
}

// asked narrows a filter to the actor's cases. An accession is of one case, and
// nobody asks for its items in another.
func (f *fence) asked(ctx context.Context, q flow.ItemFilter) (flow.ItemFilter, bool, error) {
	if q.Accession == "" {
		q.Cases = f.within(q.Case)
		q.Case = ""
		some := len(q.Cases) > 0
		if len(q.Cases) == 1 { // which the database answers from an index
			q.Case, q.Cases = q.Cases[0], nil
		}
		return q, some, nil
	}
	name, err := f.atlas.accession(ctx, f.all, q.Accession)
	if err != nil {
		return q, false, notThere(err)
	}
	some := f.reads(name) && (q.Case == "" || q.Case == name)
	q.Case = ""
	return q, some, nil
}

// lateItems gives what a filter takes in besides what the cases had first.
func (f *fence) lateItems(q flow.ItemFilter) (late []lateItem) {
	if q.Accession != "" {
		return nil
	}
	for _, l := range f.atlas.late(f.cases) {
		if l.index > q.After && (q.Case == "" || q.Case == l.of) {
			late = append(late, l)
		}
	}
	return late
}

// CountItems implements flow.State.
func (f *fence) CountItems(ctx context.Context, q flow.ItemFilter) (items, bytes int64, err error) {
	asked, some, err := f.asked(ctx, q)
	if err != nil || !some {
		return 0, 0, err
	}
	if items, bytes, err = f.all.CountItems(ctx, asked); err != nil {
		return 0, 0, err
	}
	q.After = -1
	for _, l := range f.lateItems(q) {
		counted, err := troubled(ctx, f, q, l.sum)
		if err != nil {
			return 0, 0, err
		}
		if !counted {
			continue
		}
		item, err := f.all.Item(ctx, l.sum)
		if err != nil {
			return 0, 0, err
		}
		items, bytes = items+1, bytes+item.Bytes
	}
	return items, bytes, nil
}

// Steps implements flow.State: the chain of custody of the actor's cases. A
// reading that another case had before they held the item is no step of it.
func (f *fence) Steps(ctx context.Context, sum custody.Sum) ([]custody.Step, error) {
	since, _, ok := f.atlas.own(sum, f.cases)
	if !ok {
		return nil, absent("item", sum.String())
	}
	steps, err := f.all.Steps(ctx, sum)
	if err != nil {
		return nil, err
	}
	var known []custody.Step
	for _, step := range steps {
		ok := step.Index > since
		if step.Accession != "" {
			if ok, err = f.knowsAccession(ctx, step.Accession); err != nil {
				return nil, err
			}
		}
		if ok {
			known = append(known, step)
		}
	}
	return known, nil
}

// HashClaims implements flow.State: what was checked for another case, or for
// this one before it held item and file, is not told.
func (f *fence) HashClaims(ctx context.Context, item custody.Sum) ([]custody.HashClaim, error) {
	if !f.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := f.all.HashClaims(ctx, item)
	return slices.DeleteFunc(all, func(c custody.HashClaim) bool { return !f.knowsHash(c.HashClaimed, c.Index) }), err
}

// knowsHash reports whether item and file were both held in the actor's cases
// when the claim was checked.
func (f *fence) knowsHash(c custody.HashClaimed, index int64) bool {
	for _, sum := range []custody.Sum{c.Item, c.File} {
		if since, _, held := f.atlas.own(sum, f.cases); !held || index <= since {
			return false
		}
	}
	return true
}

// Seen implements flow.State: what members of other cases were shown is theirs.
func (f *fence) Seen(ctx context.Context, q flow.SeenFilter) ([]custody.Sighting, error) {
	q.Cases = f.common(q.Cases)
	return f.all.Seen(ctx, q)
}

// common gives those of the cases asked for that the actor reads; all that they
// read if none is asked for.
func (f *fence) common(asked []string) []string {
	cases := []string{}
	for _, name := range f.cases {
		if asked == nil || slices.Contains(asked, name) {
			cases = append(cases, name)
		}
	}
	return cases
}

// Acquisitions implements flow.State.
func (f *fence) Acquisitions(ctx context.Context, accession string, yield func(custody.Acquired, int64) error) error {
	ok, err := f.knowsAccession(ctx, accession)
	if err == nil && !ok {
		err = absent("accession", accession)
	}
	if err != nil {
		return err
	}
	return f.all.Acquisitions(ctx, accession, yield)
}

// Members implements flow.State.
func (f *fence) Members(ctx context.Context, parent custody.Sum, yield func(custody.Acquired, int64) error) error {
	if !f.knowsItem(parent) {
		return absent("item", parent.String())
	}
	return f.all.Members(ctx, parent, func(a custody.Acquired, index int64) error {
		if ok, err := f.knowsAccession(ctx, a.Accession); err != nil || !ok {
			return err
		}
		return yield(a, index)
	})
}

// Family implements flow.State; its numbers are limits, which no face shows.
func (f *fence) Family(ctx context.Context, item custody.Sum) (flow.Family, error) {
	if !f.knowsItem(item) {
		return flow.Family{}, absent("item", item.String())
	}
	return f.all.Family(ctx, item)
}

// Losses implements flow.State.
func (f *fence) Losses(ctx context.Context, accession string, yield func(custody.Loss) error) error {
	return f.all.Losses(ctx, accession, func(l custody.Loss) error {
		if ok, err := f.knowsAccession(ctx, l.Accession); err != nil || !ok {
			return err
		}
		return yield(l)
	})
}
