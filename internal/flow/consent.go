package flow

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// GiveConsent records for which uses somebody agreed that a thing leaves, or that
// they were asked and agreed to none. An empty case is the thing's own.
func GiveConsent(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.ConsentGiven) (disclosure.ConsentGiven, error) {
	if err := actor.May(guard.ToBind); err != nil {
		return f, err
	}
	var err error
	if f.Consent, err = a.newID("y"); err != nil {
		return f, err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		given := f
		if given.On, given.Case, err = refOf(ctx, s, actor, f.On, f.Case); err != nil {
			return nil, err
		}
		if err := actor.MayIn(given.Case, guard.ToBind); err != nil {
			return nil, err
		}
		if err := given.Check(); err != nil {
			return nil, usage(err)
		}
		f = given
		return []ledger.Fact{f}, nil
	})
	return f, err
}

// WithdrawConsent records that a consent holds no more, for some uses or, if none
// is named, for all. Nobody is asked why.
func WithdrawConsent(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.ConsentWithdrawn) error {
	if err := actor.May(guard.ToBind); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		c, err := s.Consent(ctx, f.Consent)
		if err != nil {
			return nil, err
		}
		if err := actor.MayIn(c.Case, guard.ToBind); err != nil {
			return nil, err
		}
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		return []ledger.Fact{f}, c.MayWithdraw(f.Uses)
	})
	return err
}
