package flow

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// AddUser opens an account. With change it gives one that is there just these
// roles instead, and lets a disabled one act again; without, that is refused:
// a second "add" must not take roles away in silence.
func AddUser(ctx context.Context, a *Archive, actor guard.Actor, handle string, roles []guard.Role, change bool) error {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	if err := ofNobody(handle); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		before, err := s.User(ctx, handle)
		if err != nil && fail.Of(err) != fail.NotFound {
			return nil, err
		}
		if there := err == nil; there && !change {
			return nil, fail.New(fail.Conflict, "there is an account %s already, with the roles %s", handle, guard.Names(before.Roles)).
				Do("to give it other roles, name all it shall have: sanad user add %s --change --role ROLE,ROLE", handle)
		} else if !there && change {
			return nil, err
		}
		if err := anotherAdministrator(ctx, s, handle, roles); err != nil {
			return nil, err
		}
		return []ledger.Fact{guard.UserAdded{User: handle, Roles: roles}}, nil
	})
	return err
}

// ofNobody refuses to make a person of the account in whose name the door records
// what strangers do.
func ofNobody(handle string) error {
	if handle != guard.DoorAccount {
		return nil
	}
	return fail.New(fail.Usage, "the account %s is no person's: the door records what strangers hand in by it", handle).Do("choose another handle; a door is opened with: sanad door open NAME")
}

// anotherAdministrator refuses a change after which no account that may act
// could change accounts: such an archive can't be administered any more.
func anotherAdministrator(ctx context.Context, s State, handle string, roles []guard.Role) error {
	if (guard.Actor{Handle: handle, Roles: roles}).MayEverywhere(guard.ToAdmin) == nil {
		return nil
	}
	users, err := s.Users(ctx)
	if err != nil {
		return err
	}
	for _, u := range users {
		other, err := u.Actor()
		if err == nil && u.Handle != handle && other.MayEverywhere(guard.ToAdmin) == nil {
			return nil
		}
	}
	return fail.New(fail.Refused, "%s is the last account that can change accounts", handle).Do("add another administrator first")
}

// DisableUser lets an account act no more. The last account that can change
// accounts stays: an archive nobody can administer is lost.
func DisableUser(ctx context.Context, a *Archive, actor guard.Actor, handle, reason string) error {
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		if _, err := s.User(ctx, handle); err != nil {
			return nil, err
		}
		return []ledger.Fact{guard.UserDisabled{User: handle, Reason: reason}}, anotherAdministrator(ctx, s, handle, nil)
	})
	return err
}
