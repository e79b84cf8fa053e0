package sight

import (
	"context"
	"maps"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// fence is a state as if the archive held the cases of one actor and no other.
// It writes out every method of a state: one that is new does not compile until
// somebody decided what it may tell. What is sealed in these cases is the veil's.
type fence struct {
	all   flow.State
	atlas *atlas
	actor guard.Actor
	cases []string
	lists map[string]string // the cases of lists that were asked for
	found map[string]bool   // the findings that were asked for
}

var _ flow.State = (*fence)(nil)

// casesOf gives the cases an actor may read, in order of their names.
func casesOf(actor guard.Actor) (cases []string) {
	for _, name := range slices.Sorted(maps.Keys(actor.In)) {
		if actor.MayIn(name, guard.ToRead) == nil {
			cases = append(cases, name)
		}
	}
	return cases
}

// reads reports whether the actor is a member of the case.
func (f *fence) reads(caseName string) bool { return slices.Contains(f.cases, caseName) }

// only gives the case to ask for where the actor asks for one, or for all; ""
// where there are several. It reports false where there is nothing to ask for.
func (f *fence) only(caseName string) (string, bool) {
	switch {
	case caseName != "":
		return caseName, f.reads(caseName)
	case len(f.cases) == 1:
		return f.cases[0], true
	}
	return "", len(f.cases) > 0
}

// within gives the cases a walk goes over where the actor asks for one, or all.
func (f *fence) within(caseName string) []string {
	if caseName == "" {
		return f.cases
	}
	if f.reads(caseName) {
		return []string{caseName}
	}
	return nil
}

func (f *fence) knowsItem(sums ...custody.Sum) bool {
	for _, sum := range sums {
		if _, _, ok := f.atlas.own(sum, f.cases); !ok {
			return false
		}
	}
	return true
}

func (f *fence) knowsPassages(passages []text.Passage) bool {
	return !slices.ContainsFunc(passages, func(p text.Passage) bool { return !f.knowsItem(p.Item) })
}

func (f *fence) knowsAccession(ctx context.Context, id string) (bool, error) {
	name, err := f.atlas.accession(ctx, f.all, id)
	return err == nil && f.reads(name), notThere(err)
}

// User implements flow.State: a member knows their own account, not who works on
// what else.
func (f *fence) User(ctx context.Context, handle string) (guard.User, error) {
	if handle != f.actor.Handle && !f.knowsUsers() {
		return guard.User{}, absent("account", handle)
	}
	return f.all.User(ctx, handle)
}

func (f *fence) knowsUsers() bool {
	return f.actor.MayEverywhere(guard.ToAdmin) == nil || f.actor.MayEverywhere(guard.ToAudit) == nil
}

// Users implements flow.State.
func (f *fence) Users(ctx context.Context) ([]guard.User, error) {
	if f.knowsUsers() {
		return f.all.Users(ctx)
	}
	own, err := f.all.User(ctx, f.actor.Handle)
	if fail.Of(err) == fail.NotFound {
		return nil, nil
	}
	return []guard.User{own}, err
}

// HasCase implements flow.State.
func (f *fence) HasCase(ctx context.Context, name string) (bool, error) {
	if !f.reads(name) {
		return false, nil
	}
	return f.all.HasCase(ctx, name)
}

// Cases implements flow.State.
func (f *fence) Cases(ctx context.Context) ([]string, error) {
	all, err := f.all.Cases(ctx)
	return slices.DeleteFunc(all, func(name string) bool { return !f.reads(name) }), err
}

// TakenFor implements flow.State.
func (f *fence) TakenFor(ctx context.Context, after int64, yield func(custody.Sum, string, int64) error) error {
	return f.all.TakenFor(ctx, after, func(item custody.Sum, caseName string, index int64) error {
		if !f.reads(caseName) {
			return nil
		}
		return yield(item, caseName, index)
	})
}

// Crossing implements flow.State: what is first to a member may not be the first.
func (f *fence) Crossing(ctx context.Context, after int64, yield func(string, string, int64) error) error {
	return f.all.Crossing(ctx, after, func(entity, caseName string, index int64) error {
		e, err := f.Entity(ctx, entity)
		if err != nil || !f.reads(caseName) || e.Case == caseName {
			return notThere(err)
		}
		return yield(entity, caseName, index)
	})
}
