package flow

import (
	"context"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Roles is what an account is given: roles in a case, or in the whole archive if
// no case is named. No role at all takes away what was held there.
type Roles struct {
	User  string
	Case  string
	Roles []guard.Role
	// Change gives an account that holds roles there just these instead, and lets
	// a disabled one act again.
	Change bool
}

// GiveRoles gives an account roles in a case, and opens both if they are not
// there: a case has members before it has material. Without Change nothing is
// taken from anybody.
func GiveRoles(ctx context.Context, a *Archive, actor guard.Actor, give Roles) error {
	if give.Case == "" && len(give.Roles) > 0 {
		return AddUser(ctx, a, actor, give.User, give.Roles, give.Change)
	}
	if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
		return err
	}
	if len(give.Roles) > 0 {
		if err := ofNobody(give.User); err != nil {
			return err
		}
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		before, err := s.User(ctx, give.User)
		if err != nil && fail.Of(err) != fail.NotFound {
			return nil, err
		}
		if err := give.check(before, err); err != nil {
			return nil, err
		}
		if give.Case == "" {
			err = anotherAdministrator(ctx, s, give.User, nil)
		} else {
			facts, err = caseFacts(ctx, s, give.Case)
		}
		return append(facts, guard.RolesGiven{User: give.User, Case: give.Case, Roles: give.Roles}), err
	})
	return err
}

// check refuses to take roles away in silence, and to take what is not held.
func (give Roles) check(before guard.User, absent error) error {
	held := slices.IndexFunc(before.In, func(m guard.Membership) bool { return m.Case == give.Case })
	switch {
	case absent != nil && (give.Change || len(give.Roles) == 0):
		return absent
	case len(give.Roles) == 0 && !give.Change:
		return fail.New(fail.Usage, "to take roles away is a change").Do("give --change")
	case held >= 0 && !give.Change:
		return fail.New(fail.Conflict, "the account %s has the roles %s in the case %s already", give.User, guard.Names(before.In[held].Roles), give.Case).
			Do("to give it other roles there, name all it shall have: sanad user add %s --change --case %s --role ROLE,ROLE", give.User, give.Case)
	case len(give.Roles) == 0 && give.Case != "" && held < 0:
		return fail.New(fail.NotFound, "the account %s has no role in the case %s", give.User, give.Case).Do("see sanad user list")
	}
	return nil
}
