package flow

import (
	"context"
	"slices"

	"sanad/internal/core/disclosure"
)

// numbered asks for the plan whose pages get numbers: the one that two people
// decided, of the moment in which the numbers are recorded.
func (b *builder) numbered(id string) func(context.Context, State) (string, disclosure.Plan, error) {
	return func(ctx context.Context, s State) (string, disclosure.Plan, error) {
		plan, err := b.decided(ctx, s, id)
		if err != nil {
			return "", plan, err
		}
		r, err := s.Release(ctx, id)
		return r.Case, plan, err
	}
}

// shownEntries gives the entries that a bundle discloses, ascending: what its plan
// names, what speaks of the release, and what numbered its pages. Each stands on
// one line of the list of events, in this order.
func (b *builder) shownEntries(ctx context.Context, s State, r disclosure.Release, plan disclosure.Plan) ([]int64, error) {
	all := slices.Clone(plan.Events)
	history, err := decisions(ctx, s, r.Requested.Release)
	if err != nil {
		return nil, err
	}
	exhibits, err := Exhibits(ctx, s, r.Case, plan)
	if err != nil {
		return nil, err
	}
	all = append(all, history...)
	for _, e := range exhibits {
		all = append(all, e.Index)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Line gives on which line of the list of events an entry stands, from 1; 0 if
// it is not disclosed.
func (b Bundle) Line(index int64) int {
	i, ok := slices.BinarySearch(b.Entries, index)
	if !ok {
		return 0
	}
	return i + 1
}
