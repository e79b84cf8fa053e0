package cli

import (
	"context"
	"strings"

	"sanad/internal/core/guard"
)

// Tokens is what programs act with in an account's name. Implementations MUST
// keep no secret, only its hash.
type Tokens interface {
	// Make makes a token of the actor's own account, with all its roles if none
	// is given, and gives its secret, which nobody can give again.
	Make(ctx context.Context, actor guard.Actor, name string, roles []guard.Role, days int) (guard.Token, string, error)
	// List gives the tokens of an account; others' only for who may change
	// accounts.
	List(ctx context.Context, actor guard.Actor, handle string) ([]guard.Token, error)
	Revoke(ctx context.Context, actor guard.Actor, handle, id string) error
}

type userTokenCmd struct {
	New    userTokenNewCmd    `cmd:"" help:"Make a token by which a program acts in the account's name; it is shown this once."`
	List   userTokenListCmd   `cmd:"" help:"List the tokens of an account, with the hour of their last use."`
	Revoke userTokenRevokeCmd `cmd:"" help:"Let a token work no more."`
}

type userTokenNewCmd struct {
	Name string   `arg:"" help:"What it is for."`
	Role []string `help:"Only these of the account's roles; may be given more than once." sep:","`
	Days int      `help:"How many days it lives." default:"90"`
}

type tokenView struct {
	ID      string       `json:"id"`
	User    string       `json:"user"`
	Name    string       `json:"name"`
	Roles   []guard.Role `json:"roles"`
	Made    string       `json:"made"`
	Expires string       `json:"expires"`
	Used    string       `json:"used,omitempty"` // to the hour
	Token   string       `json:"token,omitempty"`
}

func viewToken(t guard.Token) tokenView {
	return tokenView{ID: t.ID, User: t.Handle, Name: t.Name, Roles: t.Roles, Made: stamp(t.Made), Expires: stamp(t.Expires), Used: stampOr(t.Used)}
}

func (c *userTokenNewCmd) Run(s *session) error {
	roles := make([]guard.Role, len(c.Role))
	for i, r := range c.Role {
		roles[i] = guard.Role(strings.TrimSpace(r))
	}
	return s.with(func(a *Opened) error {
		made, secret, err := a.Tokens.Make(s.ctx, a.Actor, c.Name, roles, c.Days)
		if err != nil {
			return err
		}
		out := viewToken(made)
		out.Token = secret
		s.notef("keep it in a file that only you can read: it is shown this once, and whoever has it acts as %s", made.Handle)
		return s.answer(out, func() { s.sayf("%s", secret) })
	})
}

type userTokenListCmd struct {
	User string `arg:"" optional:"" help:"The account; the one that acts if not given."`
}

func (c *userTokenListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if c.User == "" {
			c.User = a.Actor.Handle
		}
		all, err := a.Tokens.List(s.ctx, a.Actor, c.User)
		if err != nil {
			return err
		}
		for _, t := range all {
			v := viewToken(t)
			if err := s.answer(v, func() {
				used := v.Used
				if used == "" {
					used = "never"
				}
				s.sayf("%s  %s  %s; until %s, last used %s", v.ID, flat(v.Name), guard.Names(v.Roles), v.Expires, used)
			}); err != nil {
				return err
			}
		}
		if len(all) == 0 && !s.JSON {
			s.sayf("no token; make one: sanad user token new NAME")
		}
		return nil
	})
}

type userTokenRevokeCmd struct {
	Token string `arg:"" help:"The token, as the list names it."`
	User  string `help:"Whose it is; of the account that acts if not given." placeholder:"USER"`
}

func (c *userTokenRevokeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if c.User == "" {
			c.User = a.Actor.Handle
		}
		if err := a.Tokens.Revoke(s.ctx, a.Actor, c.User, c.Token); err != nil {
			return err
		}
		return s.answer(map[string]any{"id": c.Token, "revoked": true}, func() { s.sayf("%s works no more", c.Token) })
	})
}
