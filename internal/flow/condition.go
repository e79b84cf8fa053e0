package flow

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// LayCondition records under which condition alone a thing leaves. An empty case
// is the thing's own. Recipients that are named must be described.
func LayCondition(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.ConditionLaid) (disclosure.ConditionLaid, error) {
	if err := actor.May(guard.ToBind); err != nil {
		return f, err
	}
	var err error
	if f.Condition, err = a.newID("k"); err != nil {
		return f, err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		laid := f
		if laid.On, laid.Case, err = refOf(ctx, s, actor, f.On, f.Case); err != nil {
			return nil, err
		}
		if err := actor.MayIn(laid.Case, guard.ToBind); err != nil {
			return nil, err
		}
		if err := laid.Check(); err != nil {
			return nil, usage(err)
		}
		for _, name := range laid.Only {
			if _, err := s.Recipient(ctx, name); err != nil {
				return nil, err
			}
		}
		f = laid
		return []ledger.Fact{f}, nil
	})
	return f, err
}

// LiftCondition records that a condition holds no more. One that protects somebody
// is lifted by another person than laid it.
func LiftCondition(ctx context.Context, a *Archive, actor guard.Actor, id, reason string) error {
	if err := actor.May(guard.ToLift); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		c, err := s.Condition(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := actor.MayIn(c.Case, guard.ToLift); err != nil {
			return nil, err
		}
		f := disclosure.ConditionLifted{Condition: id, Reason: reason}
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		return []ledger.Fact{f}, c.MayLift(actor.Handle)
	})
	return err
}
