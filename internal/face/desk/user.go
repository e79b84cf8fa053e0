package desk

import (
	"context"
	"net/url"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type userPage struct {
	frame
	User     guard.User
	All      []guard.Role
	Own      bool // it is the one who looks
	Sessions []account.Session
}

// Has reports whether the account has a role.
func (p *userPage) Has(r guard.Role) bool {
	for _, has := range p.User.Roles {
		if has == r {
			return true
		}
	}
	return false
}

func showUser(ctx context.Context, v *visit) (view, error) {
	p := &userPage{All: guard.Roles()}
	err := v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		p.User, err = s.User(ctx, v.r.PathValue("user"))
		return err
	})
	if err != nil {
		return nil, err
	}
	p.Own = p.User.Handle == v.actor.Handle
	p.Sessions, err = v.Accounts.Sessions(ctx, v.actor, p.User.Handle, v.present.Session.Name)
	return p, err
}

func (v *visit) userAddress(done string) string {
	return (&url.URL{Path: "/users/" + v.r.PathValue("user"), RawQuery: url.Values{"done": {done}}.Encode()}).String()
}

// rolesOf reads the roles that were marked in a form.
func (v *visit) rolesOf() (roles []guard.Role) {
	for _, r := range v.r.PostForm["role"] {
		roles = append(roles, guard.Role(r))
	}
	return roles
}

// addUser opens an account, with a password if one was given.
func addUser(ctx context.Context, v *visit) (string, error) {
	handle, password := v.field("handle"), v.field("password")
	if password != "" { // before the account is there
		if err := account.CheckPassword(password); err != nil {
			return "", err
		}
	}
	if err := flow.AddUser(ctx, v.Archive, v.actor, handle, v.rolesOf(), false); err != nil {
		return "", err
	}
	next := (&url.URL{Path: "/users/" + handle, RawQuery: "done=user-added"}).String()
	if password == "" {
		return next, nil
	}
	return next, v.Accounts.SetPassword(ctx, v.actor, handle, password)
}

// changeUser gives an account just the roles that were marked, and opens one
// that was disabled.
func changeUser(ctx context.Context, v *visit) (string, error) {
	return v.userAddress("user-changed"), flow.AddUser(ctx, v.Archive, v.actor, v.r.PathValue("user"), v.rolesOf(), true)
}

func disableUser(ctx context.Context, v *visit) (string, error) {
	handle := v.r.PathValue("user")
	if err := flow.DisableUser(ctx, v.Archive, v.actor, handle, v.field("reason")); err != nil {
		return "", err
	}
	return v.userAddress("user-disabled"), nil
}

func resetPassword(ctx context.Context, v *visit) (string, error) {
	handle := v.r.PathValue("user")
	if handle == v.actor.Handle {
		return "", ownElsewhere()
	}
	return v.userAddress("password-reset"), v.Accounts.SetPassword(ctx, v.actor, handle, v.field("password"))
}

// resetFactors takes another's second factors. One's own are taken on the page
// of one's own account, which asks for the password and a code: who holds a
// session alone must not become who needs no more.
func resetFactors(ctx context.Context, v *visit) (string, error) {
	handle := v.r.PathValue("user")
	if handle == v.actor.Handle {
		return "", ownElsewhere()
	}
	return v.userAddress("factors-reset"), v.Accounts.ResetFactors(ctx, v.actor, handle)
}

func ownElsewhere() error {
	return fail.New(fail.Refused, "one's own sign-in is changed on the page of one's own account")
}

func revokeSessions(ctx context.Context, v *visit) (string, error) {
	handle := v.r.PathValue("user")
	if handle == v.actor.Handle {
		return "", ownElsewhere()
	}
	return v.userAddress("sessions-ended"), v.Accounts.EndSessions(ctx, v.actor, handle)
}
