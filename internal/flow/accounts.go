package flow

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// AddUser opens an account, or changes the roles of one.
func AddUser(ctx context.Context, a *Archive, actor guard.Actor, handle string, roles []guard.Role) error {
	if err := actor.May(guard.ToAdmin); err != nil {
		return err
	}
	return appendOne(ctx, a, actor, guard.UserAdded{User: handle, Roles: roles})
}

// DisableUser lets an account act no more. The last account that can change
// accounts stays: an archive nobody can administer is lost.
func DisableUser(ctx context.Context, a *Archive, actor guard.Actor, handle, reason string) error {
	if err := actor.May(guard.ToAdmin); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if _, err := s.User(ctx, handle); err != nil {
			return nil, err
		}
		users, err := s.Users(ctx)
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			other, err := u.Actor()
			if err == nil && u.Handle != handle && other.May(guard.ToAdmin) == nil {
				return []ledger.Fact{guard.UserDisabled{User: handle, Reason: reason}}, nil
			}
		}
		return nil, fail.New(fail.Refused, "%s is the last account that can change accounts", handle).Do("add another administrator first")
	})
	return err
}

func appendOne(ctx context.Context, a *Archive, actor guard.Actor, fact ledger.Fact) error {
	_, err := a.Book.Append(ctx, actor, func(context.Context, State) ([]ledger.Fact, error) { return []ledger.Fact{fact}, nil })
	return err
}

// AddHolder names someone who can open what is sealed from now on.
func AddHolder(ctx context.Context, a *Archive, actor guard.Actor, holder, recipient string) error {
	if err := actor.May(guard.ToAdmin); err != nil {
		return err
	}
	return appendOne(ctx, a, actor, guard.HolderAdded{Holder: holder, Recipient: recipient})
}
