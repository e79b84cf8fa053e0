package sight

import (
	"context"
	"maps"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// Accession implements flow.State.
func (v *Sight) Accession(ctx context.Context, id string) (custody.Accession, error) {
	a, err := v.State.Accession(ctx, id)
	if err == nil && !v.sees(a) {
		return custody.Accession{}, absent("accession", id)
	}
	return a, err
}

// Accessions implements flow.State.
func (v *Sight) Accessions(ctx context.Context, caseName string, yield func(custody.Accession) error) error {
	return v.State.Accessions(ctx, caseName, func(a custody.Accession) error {
		if !v.sees(a) {
			return nil
		}
		return yield(a)
	})
}

// Acquisitions implements flow.State.
func (v *Sight) Acquisitions(ctx context.Context, accession string, yield func(custody.Acquired, int64) error) error {
	if !v.knowsAccession(accession) {
		return absent("accession", accession)
	}
	return v.State.Acquisitions(ctx, accession, yield)
}

// Members implements flow.State.
func (v *Sight) Members(ctx context.Context, parent custody.Sum, yield func(custody.Acquired, int64) error) error {
	if !v.knowsItem(parent) {
		return absent("item", parent.String())
	}
	return v.State.Members(ctx, parent, func(f custody.Acquired, index int64) error {
		if !v.knowsAccession(f.Accession) {
			return nil
		}
		return yield(f, index)
	})
}

// Family implements flow.State. The numbers are the outermost item's, which
// an actor may not know of; no face shows them.
func (v *Sight) Family(ctx context.Context, item custody.Sum) (flow.Family, error) {
	if !v.knowsItem(item) {
		return flow.Family{}, absent("item", item.String())
	}
	return v.State.Family(ctx, item)
}

// Losses implements flow.State.
func (v *Sight) Losses(ctx context.Context, accession string, yield func(custody.Loss) error) error {
	return v.State.Losses(ctx, accession, func(l custody.Loss) error {
		if !v.knowsAccession(l.Accession) {
			return nil
		}
		return yield(l)
	})
}

// Item implements flow.State.
func (v *Sight) Item(ctx context.Context, sum custody.Sum) (custody.Item, error) {
	item, err := v.State.Item(ctx, sum)
	if err == nil && !v.knowsItem(sum) {
		err = absent("item", sum.String())
	}
	if err != nil {
		return custody.Item{}, err
	}
	return v.asKnown(ctx, item)
}

// asKnown tells of an item only what accessions tell that the actor may know:
// that a sealed source handed over the same bytes first must not show in the
// item's name, its case, its entry or the number of its copies.
func (v *Sight) asKnown(ctx context.Context, item custody.Item) (custody.Item, error) {
	if v.whole {
		return item, nil
	}
	if item.Parent != nil && !v.knowsItem(*item.Parent) {
		item.Parent = nil
	}
	if item.Copies == 1 && v.knowsAccession(item.Accession) {
		return item, nil
	}
	steps, err := v.Steps(ctx, item.Sum)
	if err != nil {
		return custody.Item{}, err
	}
	first := true
	item.Copies = 0
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		if item.Copies++; !first {
			continue
		}
		first = false
		a, err := v.Accession(ctx, step.Accession)
		if err != nil {
			return custody.Item{}, err
		}
		item.Accession, item.Case, item.Name, item.Index = a.ID, a.Case, step.Name, step.Index
	}
	return item, nil
}

// HasItem implements flow.State.
func (v *Sight) HasItem(ctx context.Context, sum custody.Sum) (bool, error) {
	if !v.knowsItem(sum) {
		return false, nil
	}
	return v.State.HasItem(ctx, sum)
}

// ItemsNamed implements flow.State. It asks for more than the limit, because
// what must not be known takes no place.
func (v *Sight) ItemsNamed(ctx context.Context, prefix string, limit int) ([]custody.Sum, error) {
	if v.whole {
		return v.State.ItemsNamed(ctx, prefix, limit)
	}
	sums, err := v.State.ItemsNamed(ctx, prefix, limit+len(v.veil.sealed()))
	if err != nil {
		return nil, err
	}
	var known []custody.Sum
	for _, sum := range sums {
		if len(known) < limit && v.knowsItem(sum) {
			known = append(known, sum)
		}
	}
	return known, nil
}

// Items implements flow.State.
func (v *Sight) Items(ctx context.Context, f flow.ItemFilter, yield func(custody.Item) error) error {
	if f.Accession != "" && !v.knowsAccession(f.Accession) {
		return nil
	}
	limit := f.Limit
	if !v.whole {
		f.Limit = 0
	}
	left := limit
	return flow.Walked(v.State.Items(ctx, f, func(item custody.Item) error {
		if !v.knowsItem(item.Sum) {
			return nil
		}
		if !v.whole && v.veil.openedAt(item.Sum) > 0 {
			if ok, err := troubled(ctx, v, f, item.Sum); err != nil || !ok {
				return err
			}
		}
		item, err := v.asKnown(ctx, item)
		if err != nil {
			return err
		}
		if err := yield(item); err != nil {
			return err
		}
		if left--; limit > 0 && left == 0 {
			return flow.ErrEnough
		}
		return nil
	}))
}

// CountItems implements flow.State.
func (v *Sight) CountItems(ctx context.Context, f flow.ItemFilter) (items, bytes int64, err error) {
	if !v.whole && (!v.Knows() || f.Accession != "" && !v.knowsAccession(f.Accession)) {
		return 0, 0, nil
	}
	items, bytes, err = v.State.CountItems(ctx, f)
	if err != nil || v.whole {
		return items, bytes, err
	}
	for _, sum := range v.veil.sealed() {
		item, err := v.State.Item(ctx, sum)
		if err != nil {
			return 0, 0, err
		}
		counted, err := v.counts(ctx, f, item)
		if err != nil {
			return 0, 0, err
		}
		if counted {
			items, bytes = items-1, bytes-item.Bytes
		}
	}
	n, size, err := v.uncounted(ctx, f)
	return items - n, bytes - size, err
}

// uncounted gives what a filter for failed or partial readings takes in only by
// readings that were made while an item was sealed.
func (v *Sight) uncounted(ctx context.Context, f flow.ItemFilter) (items, bytes int64, err error) {
	if !f.Failed && !f.Partial {
		return 0, 0, nil
	}
	for _, sum := range v.veil.once() {
		item, err := v.State.Item(ctx, sum)
		if err != nil {
			return 0, 0, err
		}
		if f.Case != "" && f.Case != item.Case {
			continue
		}
		if f.Accession != "" {
			steps, err := v.Steps(ctx, sum)
			if err != nil {
				return 0, 0, err
			}
			if !slices.ContainsFunc(steps, func(s custody.Step) bool { return s.Accession == f.Accession }) {
				continue
			}
		}
		counted, err := troubled(ctx, v.State, f, sum)
		if err != nil {
			return 0, 0, err
		}
		known, err := troubled(ctx, v, f, sum)
		if err != nil {
			return 0, 0, err
		}
		if counted && !known {
			items, bytes = items+1, bytes+item.Bytes
		}
	}
	return items, bytes, nil
}

// troubled reports whether an item is what a filter for failed or partial
// readings takes in.
func troubled(ctx context.Context, s flow.State, f flow.ItemFilter, sum custody.Sum) (bool, error) {
	if f.Partial {
		all, err := s.Renditions(ctx, sum)
		if err != nil || !slices.ContainsFunc(all, func(r text.Rendition) bool { return len(r.Gaps) > 0 }) {
			return false, err
		}
	}
	if !f.Failed {
		return true, nil
	}
	troubles, err := s.Troubles(ctx, sum)
	return len(troubles) > 0, err
}

// counts reports whether the filter takes in a sealed item. An item that is
// sealed is in no accession that is not.
func (v *Sight) counts(ctx context.Context, f flow.ItemFilter, item custody.Item) (bool, error) {
	if f.Accession != "" || f.Case != "" && f.Case != item.Case {
		return false, nil
	}
	return troubled(ctx, v.State, f, item.Sum)
}

// Steps implements flow.State: steps of accessions the actor may not know are
// left out.
func (v *Sight) Steps(ctx context.Context, sum custody.Sum) ([]custody.Step, error) {
	if !v.knowsItem(sum) {
		return nil, absent("item", sum.String())
	}
	steps, err := v.State.Steps(ctx, sum)
	if err != nil {
		return nil, err
	}
	var known []custody.Step
	for _, step := range steps {
		if step.Accession == "" && v.knowsReading(sum, step.Index) || step.Accession != "" && v.knowsAccession(step.Accession) {
			known = append(known, step)
		}
	}
	return known, nil
}

// HashClaims implements flow.State: what a file claims that the actor may not
// know of is left out.
func (v *Sight) HashClaims(ctx context.Context, item custody.Sum) ([]custody.HashClaim, error) {
	if !v.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := v.State.HashClaims(ctx, item)
	return slices.DeleteFunc(all, func(c custody.HashClaim) bool { return !v.knowsItem(c.File) }), err
}

// Seen implements flow.State: who was shown what is sealed in a case is known to
// those who may see it there.
func (v *Sight) Seen(ctx context.Context, f flow.SeenFilter) ([]custody.Sighting, error) {
	if v.whole {
		return v.State.Seen(ctx, f)
	}
	cases := []string{}
	for _, name := range slices.Sorted(maps.Keys(v.actor.In)) {
		if v.actor.MaySeeIn(name, guard.Sealed) && (f.Cases == nil || slices.Contains(f.Cases, name)) {
			cases = append(cases, name)
		}
	}
	f.Cases = cases
	return v.State.Seen(ctx, f)
}

// Renditions implements flow.State.
func (v *Sight) Renditions(ctx context.Context, item custody.Sum) ([]text.Rendition, error) {
	if !v.knowsItem(item) {
		return nil, absent("item", item.String())
	}
	all, err := v.State.Renditions(ctx, item)
	return slices.DeleteFunc(all, func(r text.Rendition) bool { return !v.knowsReading(item, r.Index) }), err
}
