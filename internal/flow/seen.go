package flow

import (
	"context"
	"slices"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// See records that the actor is about to be shown something of a sealed item,
// once a day for each thing; of an item that is not sealed it records nothing.
// It must be called, and succeed, before a byte is shown: what was not recorded
// is not shown. Who looks again is only asked about, and nothing is written.
func See(ctx context.Context, a *Archive, actor guard.Actor, item custody.Item, now time.Time, what ...custody.Look) error {
	if !item.IsSealed() || len(what) == 0 {
		return nil
	}
	day := now.UTC().Format(time.DateOnly)
	var unseen []ledger.Fact
	look := func(ctx context.Context, s State) (err error) {
		unseen, err = unseenYet(ctx, s, actor, item, day, what)
		return err
	}
	if err := a.Book.Look(ctx, look); err != nil || len(unseen) == 0 {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		err := look(ctx, s)
		return unseen, err
	})
	return err
}

// unseenYet gives what is not recorded of the looks, for each case that the item
// is sealed in to the actor: an audit of any of them is to find it.
func unseenYet(ctx context.Context, s State, actor guard.Actor, item custody.Item, day string, what []custody.Look) (facts []ledger.Fact, err error) {
	cases, err := sealedIn(ctx, s, item)
	if err != nil {
		return nil, err
	}
	known, err := s.Seen(ctx, SeenFilter{Item: item.Sum, Actor: actor.Handle, Day: day, Limit: len(custody.Looks()) * len(cases)})
	if err != nil {
		return nil, err
	}
	for _, name := range cases {
		for _, w := range what {
			f := custody.Seen{Item: item.Sum, Case: name, What: w, Day: day}
			if !slices.ContainsFunc(known, func(k custody.Sighting) bool { return k.Seen == f }) {
				facts = append(facts, f)
			}
		}
	}
	return facts, nil
}

// sealedIn gives the cases for which an item was handed over, as the actor whose
// state it is knows them.
func sealedIn(ctx context.Context, s State, item custody.Item) (cases []string, err error) {
	if item.Copies == 1 {
		return []string{item.Case}, nil
	}
	steps, err := s.Steps(ctx, item.Sum)
	if err != nil {
		return nil, err
	}
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := s.Accession(ctx, step.Accession)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(cases, a.Case) {
			cases = append(cases, a.Case)
		}
	}
	return cases, nil
}
