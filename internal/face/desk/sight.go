package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// sight is a state as one actor may know it. Every method that could tell of
// something sealed is here again and leaves it out; pages and verbs get
// nothing else, so that a new page can't forget to ask. An actor who may see
// sealed things sees the state as it is.
type sight struct {
	flow.State
	actor guard.Actor
	veil  *veil
	whole bool
}

// seeing is a book whose states are sights.
type seeing struct {
	flow.Book
	veil  *veil
	actor guard.Actor
}

func (b seeing) Append(ctx context.Context, actor guard.Actor, decide func(context.Context, flow.State) ([]ledger.Fact, error)) (flow.Written, error) {
	return b.Book.Append(ctx, actor, func(ctx context.Context, s flow.State) ([]ledger.Fact, error) {
		seen, err := b.veil.over(ctx, s, b.actor)
		if err != nil {
			return nil, err
		}
		return decide(ctx, seen)
	})
}

func (b seeing) Look(ctx context.Context, read func(context.Context, flow.State) error) error {
	return b.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		seen, err := b.veil.over(ctx, s, b.actor)
		if err != nil {
			return err
		}
		return read(ctx, seen)
	})
}

// absent is what an actor is told of a thing that is not there, and of one
// that must not be known.
func absent(what, id string) error { return fail.New(fail.NotFound, "there is no %s %s", what, id) }

// knows reports whether the actor may know what lies under no seal.
func (v *sight) knows() bool { return v.actor.MaySee(guard.Case) }

func (v *sight) knowsItem(sums ...custody.Sum) bool {
	return v.whole || v.knows() && !v.veil.hides(sums...)
}

func (v *sight) knowsPassages(passages []text.Passage) bool {
	sums := make([]custody.Sum, len(passages))
	for i, p := range passages {
		sums[i] = p.Item
	}
	return v.knowsItem(sums...)
}

func (v *sight) knowsAccession(id string) bool {
	return v.whole || v.knows() && !v.veil.hidesAccession(id)
}

func (v *sight) knowsList(id string) bool { return v.whole || v.knows() && !v.veil.hidesList(id) }

func (v *sight) knowsMention(id string) bool {
	return v.whole || v.knows() && !v.veil.hidesMention(id)
}

// Release implements flow.State. A release names nothing that is sealed: its
// plan counts what it withholds, as its public pages will.
func (v *sight) Release(ctx context.Context, id string) (disclosure.Release, error) {
	if !v.knows() {
		return disclosure.Release{}, absent("release", id)
	}
	return v.State.Release(ctx, id)
}

// Releases implements flow.State.
func (v *sight) Releases(ctx context.Context, caseName string) ([]disclosure.Release, error) {
	if !v.knows() {
		return nil, nil
	}
	return v.State.Releases(ctx, caseName)
}

// ReleaseHistory implements flow.State.
func (v *sight) ReleaseHistory(ctx context.Context, id string) ([]int64, error) {
	if !v.knows() {
		return nil, absent("release", id)
	}
	return v.State.ReleaseHistory(ctx, id)
}
