package flow

import (
	"context"
	"slices"

	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
)

// names refuses a group of names that contradicts the groups that are here, or
// that come in before it: the whole dictionary would be unreadable by it. Most
// batches fit as they are, which is asked once; in one that does not, each
// group is asked for by itself.
func (d *decider) names(ctx context.Context, f *person.NamesGrouped) error {
	if d.groups == nil {
		if err := d.askNames(ctx); err != nil {
			return err
		}
	}
	with := grouped(d.groups, *f)
	if !d.groupsFit {
		if _, err := namesWith(naming.Standard(), with); err != nil {
			return fail.New(fail.Conflict, "by the groups of names that are here: %w", err)
		}
	}
	d.groups = with
	return nil
}

// askNames reads the groups that are here, with those that a dry run would have
// recorded, and asks whether all of the batch fit to them.
func (d *decider) askNames(ctx context.Context) error {
	all, err := d.s.NameGroups(ctx)
	if err != nil {
		return err
	}
	for _, f := range d.im.dry.groups {
		all = grouped(all, f)
	}
	d.groups = append([]person.NamesGrouped{}, all...)
	for _, c := range d.batch {
		if f, ok := c.fact.(*person.NamesGrouped); ok {
			all = grouped(all, *f)
		}
	}
	_, err = namesWith(naming.Standard(), all)
	d.groupsFit = err == nil
	return nil
}

// grouped gives the groups that hold after one more word on names; all stays as
// it is.
func grouped(all []person.NamesGrouped, f person.NamesGrouped) []person.NamesGrouped {
	out := slices.DeleteFunc(slices.Clone(all), func(g person.NamesGrouped) bool { return slices.Equal(g.Names, f.Names) })
	if f.Lifted {
		return out
	}
	return append(out, f)
}
