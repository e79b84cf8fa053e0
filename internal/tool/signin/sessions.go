package signin

import (
	"context"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Sessions gives the live sessions of an account, with times to the hour: the
// owner's own, or anybody's for an administrator. here is the name of the
// session that asks.
func (a *Accounts) Sessions(ctx context.Context, actor guard.Actor, handle, here string) ([]account.Session, error) {
	if actor.Handle != handle || actor.Handle == "" {
		if err := actor.May(guard.ToAdmin); err != nil {
			return nil, err
		}
	}
	all, err := a.opt.Keep.Sessions(ctx, handle, a.opt.Clock())
	for i, s := range all {
		all[i] = s.Hourly()
		all[i].Here = s.Name == here
	}
	return all, err
}

// EndSession ends one session of the actor's own.
func (a *Accounts) EndSession(ctx context.Context, actor guard.Actor, name string) error {
	if actor.Handle == "" {
		return fail.New(fail.Refused, "nobody is signed in")
	}
	return a.opt.Keep.EndNamed(ctx, actor.Handle, name)
}

// EndSessions ends all sessions of an account: the owner's own, or anybody's
// for an administrator, which is recorded.
func (a *Accounts) EndSessions(ctx context.Context, actor guard.Actor, handle string) error {
	if actor.Handle != handle || actor.Handle == "" {
		if err := flow.RevokeSessions(ctx, a.opt.Archive, actor, handle); err != nil {
			return err
		}
	}
	return a.opt.Keep.EndSessions(ctx, handle, "")
}
