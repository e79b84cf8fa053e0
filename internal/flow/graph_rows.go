package flow

import (
	"context"

	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
)

// row decides on what is said of a list or of a row of one.
func (d *decider) row(ctx context.Context, c *graphCandidate) error {
	list, mention, version := listOf(c.fact)
	if list == "" {
		return nil // a passage that was cited rests on nothing but its item
	}
	newest, versions, err := d.versionsOf(ctx, list)
	if err != nil {
		return err
	}
	switch f := c.fact.(type) {
	case *person.ListImported:
		if newest == 0 {
			return nil
		}
		if len(versions) == 0 {
			return fail.New(fail.Conflict, "the list %s stands in the file twice", list)
		}
		return d.compare(ctx, c, versions[0].Index, "the list "+list)
	case *person.ListRevised:
		if newest > 0 && version <= newest && version <= len(versions) {
			return d.compare(ctx, c, versions[version-1].Index, "a version of the list "+list)
		}
		if newest > 0 && version != newest+1 {
			return fail.New(fail.Conflict, "the list %s has %d versions here, and this would be version %d", list, newest, version)
		}
	case *person.ListCompleted:
		if version <= len(versions) && versions[version-1].Complete {
			return errKnown
		}
	case *person.Mentioned:
		if err := d.sameRow(ctx, f); err != nil {
			return err
		}
	case *person.Revised, *person.Retired:
		if err := d.hasMention(ctx, mention); err != nil {
			return err
		}
	}
	if version > newest && !isRevised(c) || newest == 0 {
		return waits("list", list)
	}
	return nil
}

func isRevised(c *graphCandidate) bool {
	_, ok := c.fact.(*person.ListRevised)
	return ok
}

// versionsOf gives how many versions a list has with what comes in, and those
// that are here.
func (d *decider) versionsOf(ctx context.Context, list string) (int, []person.List, error) {
	versions, err := d.s.ListVersions(ctx, list)
	return max(len(versions), d.out.there.lists[list], d.im.dry.lists[list]), versions, err
}

// sameRow gives errKnown if the row is here, and speaks of the same.
func (d *decider) sameRow(ctx context.Context, f *person.Mentioned) error {
	if d.mention(f.Mention) {
		return fail.New(fail.Conflict, "the row %s stands in the file twice", f.Mention)
	}
	m, err := d.s.Mention(ctx, f.Mention)
	switch {
	case fail.Of(err) == fail.NotFound:
		return nil
	case err != nil:
		return err
	case m.List != f.List:
		return fail.New(fail.Conflict, "the row %s is one of the list %s here", f.Mention, m.List)
	}
	return errKnown
}
