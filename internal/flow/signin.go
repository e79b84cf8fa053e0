package flow

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// What is done to how an account is entered is recorded by these, before it is
// done: what is changed itself stands beside the ledger.

// SetPassword records a new password: the owner's own, or one an administrator
// gives.
func SetPassword(ctx context.Context, a *Archive, actor guard.Actor, handle string) error {
	return changeEntry(ctx, a, actor, handle, guard.PasswordSet{User: handle})
}

// SetFactor records that the actor's own account has a second factor more.
func SetFactor(ctx context.Context, a *Archive, actor guard.Actor) error {
	return changeEntry(ctx, a, actor, actor.Handle, guard.FactorSet{User: actor.Handle})
}

// RemoveFactor records that the actor's own account has a second factor less.
func RemoveFactor(ctx context.Context, a *Archive, actor guard.Actor) error {
	return changeEntry(ctx, a, actor, actor.Handle, guard.FactorRemoved{User: actor.Handle})
}

// ResetFactors records that an administrator took an account's second factors.
func ResetFactors(ctx context.Context, a *Archive, actor guard.Actor, handle string) error {
	if err := actor.May(guard.ToAdmin); err != nil {
		return err
	}
	return changeEntry(ctx, a, actor, handle, guard.FactorReset{User: handle})
}

// RevokeSessions records that an administrator ended an account's sessions.
// One's own are ended without an entry: when people sign out is no part of
// what is proved.
func RevokeSessions(ctx context.Context, a *Archive, actor guard.Actor, handle string) error {
	if err := actor.May(guard.ToAdmin); err != nil {
		return err
	}
	return changeEntry(ctx, a, actor, handle, guard.SessionsRevoked{User: handle})
}

// changeEntry lets nobody in by the door's account: whatever came in by it would
// pass for what strangers did.
func changeEntry(ctx context.Context, a *Archive, actor guard.Actor, handle string, fact ledger.Fact) error {
	if err := ofNobody(handle); err != nil {
		return err
	}
	if actor.Handle == "" || actor.Handle != handle {
		if err := actor.May(guard.ToAdmin); err != nil {
			return fail.New(fail.Refused, "%s may not change how %s signs in", actor.Handle, handle).Do("ask an administrator")
		}
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		_, err := s.User(ctx, handle)
		return []ledger.Fact{fact}, err
	})
	return err
}
