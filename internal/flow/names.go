package flow

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/naming"
)

// maxNameGroups bounds the groups of names that hold in an archive.
const maxNameGroups = 10_000

// Dictionary gives the dictionary by which names are compared in this archive:
// the one given, such as naming.Standard, with the archive's own groups over it.
func Dictionary(ctx context.Context, s State, standard *naming.Groups) (*naming.Groups, error) {
	all, err := s.NameGroups(ctx)
	if err != nil {
		return nil, err
	}
	g, err := namesWith(standard, all)
	if err != nil {
		return nil, fmt.Errorf("reading the groups of names of this archive: %w", err)
	}
	return g, nil
}

// namesWith lays groups over a dictionary.
func namesWith(standard *naming.Groups, all []person.NamesGrouped) (*naming.Groups, error) {
	if len(all) > maxNameGroups {
		return nil, fail.New(fail.Usage, "an archive has at most %d groups of names", maxNameGroups)
	}
	var same, apart [][]string
	for _, f := range all {
		if f.Apart {
			apart = append(apart, f.Names)
		} else {
			same = append(same, f.Names)
		}
	}
	return standard.With(same, apart)
}

// GroupNames records that names are spellings of one name or, if apart, that no
// two of them are ever one. A newer word on the same names takes the place of
// an older one. What would contradict other groups is refused.
func GroupNames(ctx context.Context, a *Archive, actor guard.Actor, names []string, apart bool, reason string) (person.NamesGrouped, error) {
	f := person.GroupNames(names, apart, reason)
	if err := actor.MayEverywhere(guard.ToJudge); err != nil {
		return f, err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if err := usage(f.Check()); err != nil {
			return nil, err
		}
		all, err := s.NameGroups(ctx)
		if err != nil {
			return nil, err
		}
		if at := groupOf(all, f.Names); at >= 0 {
			if all[at].Apart == apart {
				return nil, fail.New(fail.Conflict, "these names are grouped so already: %s", all[at].Reason)
			}
			all = slices.Delete(all, at, at+1)
		}
		if _, err := namesWith(naming.Standard(), append(all, f)); err != nil {
			return nil, fail.New(fail.Usage, "%w", err).Do("see sanad name groups; take one back with sanad name ungroup NAME NAME --reason TEXT")
		}
		return []ledger.Fact{f}, nil
	})
	return f, err
}

// UngroupNames records that a group of exactly these names holds no more.
func UngroupNames(ctx context.Context, a *Archive, actor guard.Actor, names []string, reason string) (person.NamesGrouped, error) {
	f := person.GroupNames(names, false, reason)
	f.Lifted = true
	if err := actor.MayEverywhere(guard.ToJudge); err != nil {
		return f, err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if err := usage(f.Check()); err != nil {
			return nil, err
		}
		all, err := s.NameGroups(ctx)
		if err != nil {
			return nil, err
		}
		at := groupOf(all, f.Names)
		if at < 0 {
			return nil, fail.New(fail.NotFound, "no group has exactly these names").Do("see sanad name groups")
		}
		f.Apart = all[at].Apart
		return []ledger.Fact{f}, nil
	})
	return f, err
}

// groupOf gives the place of the group of just these names, -1 if there is none.
func groupOf(all []person.NamesGrouped, names []string) int {
	return slices.IndexFunc(all, func(g person.NamesGrouped) bool { return slices.Equal(g.Names, names) })
}
