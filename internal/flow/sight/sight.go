// Package sight knows what of the archive one person may know, and may write: it
// gives a state, and a book, from which everything sealed is left out, and all
// cases they are no members of. It must never tell a thing that is hidden from one
// that is not there.
package sight

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Sight is a state as one actor may know it. Every method that could tell of
// something sealed is here again and leaves it out; pages and verbs get
// nothing else, so that a new page can't forget to ask. An actor who may see
// sealed things sees the state as it is.
type Sight struct {
	flow.State
	actor guard.Actor
	veil  *veil
	fence *fence // of who is a member of some cases alone; else nil
	whole bool
	// findings tells which findings the actor may know, as far as it was asked.
	findings map[string]bool
}

// seeing is a book whose states are sights, and into which its actor writes what
// they may.
type seeing struct {
	flow.Book
	veil *Veil
	eyes guard.Actor
}

func (b seeing) Append(ctx context.Context, actor guard.Actor, decide func(context.Context, flow.State) ([]ledger.Fact, error)) (flow.Written, error) {
	return b.Book.Append(ctx, actor, func(ctx context.Context, s flow.State) ([]ledger.Fact, error) {
		seen, err := b.veil.Over(ctx, s, b.eyes)
		if err != nil {
			return nil, err
		}
		facts, err := decide(ctx, seen)
		if err != nil {
			return nil, err
		}
		return facts, permit(ctx, seen, actor, facts)
	})
}

func (b seeing) Look(ctx context.Context, read func(context.Context, flow.State) error) error {
	return b.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		seen, err := b.veil.Over(ctx, s, b.eyes)
		if err != nil {
			return err
		}
		return read(ctx, seen)
	})
}

// Book gives the book as the actor may know it and write in it. Verbs that must
// weigh what is sealed too, such as the planning of a release, take the book
// itself, and ask for the actor's rights in the case themselves.
func (v *Veil) Book(b flow.Book, actor guard.Actor) flow.Book {
	if len(actor.In) == 0 && actor.MaySee(guard.Sealed) {
		return b
	}
	return seeing{b, v, actor}
}

// Within gives the book with all that is sealed in the cases the actor may read,
// and nothing of others: for taking in and reading, which must go on whoever acts.
func (v *Veil) Within(b flow.Book, actor guard.Actor) flow.Book {
	if len(actor.In) == 0 {
		return b
	}
	return seeing{b, v, actor.Unsealing()}
}

// Whole reports whether the actor may know everything.
func (v *Sight) Whole() bool { return v.whole }

// absent is what an actor is told of a thing that is not there, and of one
// that must not be known.
func absent(what, id string) error { return fail.New(fail.NotFound, "there is no %s %s", what, id) }

// Knows reports whether the actor may know what lies under no seal, in the cases
// that they see at all.
func (v *Sight) Knows() bool { return v.fence != nil || v.actor.MaySee(guard.Case) }

// All gives the state with everything in it: for a plan, which is the same whoever
// looks, and of which nothing is shown but sums.
func (v *Sight) All() flow.State {
	if v.fence != nil {
		return v.fence.all
	}
	return v.State
}

// Scope names what the actor may see: two with the same scope see the same.
func (v *Sight) Scope() string { return v.actor.Scope() }

// Bounds gives the cases beyond which the actor sees nothing, nil if they see all.
func (v *Sight) Bounds() []string {
	if v.fence == nil {
		return nil
	}
	return slices.Clone(v.fence.cases)
}

// sees reports whether the actor may know of an accession.
func (v *Sight) sees(a custody.Accession) bool {
	return v.whole || v.Knows() && v.actor.MaySeeIn(a.Case, a.Label)
}

func (v *Sight) knowsItem(sums ...custody.Sum) bool {
	return v.whole || v.Knows() && !v.veil.hides(sums...)
}

// knowsReading reports whether the actor may know of what an entry says of the
// reading of an item. What was read while it was sealed would tell that it was.
func (v *Sight) knowsReading(sum custody.Sum, index int64) bool {
	return v.whole || v.knowsItem(sum) && index > v.veil.openedAt(sum)
}

func (v *Sight) knowsPassages(passages []text.Passage) bool {
	sums := make([]custody.Sum, len(passages))
	for i, p := range passages {
		sums[i] = p.Item
	}
	return v.knowsItem(sums...)
}

func (v *Sight) knowsAccession(id string) bool {
	return v.whole || v.Knows() && !v.veil.hidesAccession(id)
}

func (v *Sight) knowsList(id string) bool { return v.whole || v.Knows() && !v.veil.hidesList(id) }

func (v *Sight) knowsMention(id string) bool {
	return v.whole || v.Knows() && !v.veil.hidesMention(id)
}
