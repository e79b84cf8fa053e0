package cli

import (
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Open an account."`
	List     userListCmd     `cmd:"" help:"List accounts."`
	Disable  userDisableCmd  `cmd:"" help:"Let an account act no more; what it did stays."`
	Password userPasswordCmd `cmd:"" help:"Set the password of an account, read from standard input."`
	Token    userTokenCmd    `cmd:"" help:"Tokens, by which programs act in an account's name."`
	Sessions userSessionsCmd `cmd:"" help:"List the sessions of an account at the desk, with times to the hour."`
	Revoke   userRevokeCmd   `cmd:"" help:"End all sessions of an account at the desk."`
	Factor   userFactorCmd   `cmd:"" help:"Second factors."`
}

type userAddCmd struct {
	User          string   `arg:"" help:"The handle; it stands in the ledger for ever and must not be a person's name."`
	Role          []string `required:"" help:"reader, documenter, reviewer, custodian, publisher, key-holder, administrator or auditor; may be given more than once. none takes away what is held." sep:","`
	Case          string   `help:"Give the roles in this case alone: the account learns nothing of others."`
	Change        bool     `help:"Give an account that is there just these roles instead of its own."`
	PasswordStdin bool     `help:"Read a password from standard input."`
}

func (c *userAddCmd) Run(s *session) error {
	roles := []guard.Role{}
	for _, r := range c.Role {
		if r = strings.TrimSpace(r); r != "none" || len(c.Role) > 1 {
			roles = append(roles, guard.Role(r))
		}
	}
	return s.with(func(a *Opened) error {
		if err := flow.GiveRoles(s.ctx, a.Whole, a.Actor, flow.Roles{User: c.User, Case: c.Case, Roles: roles, Change: c.Change}); err != nil {
			return err
		}
		if c.PasswordStdin {
			password, err := s.readLine()
			if err != nil {
				return err
			}
			if err := setPassword(s, a, c.User, password); err != nil {
				return err
			}
		}
		return s.answer(givenRoles{c.User, c.Case, roles}, func() { tellRoles(s, c.User, c.Case, roles) })
	})
}

type userListCmd struct{}

func (c *userListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			users, err := st.Users(s.ctx)
			if err != nil {
				return err
			}
			for _, u := range users {
				if err := s.answer(accountOf(u), func() { tellAccount(s, u) }); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

type userDisableCmd struct {
	User   string `arg:"" help:"The account."`
	Reason string `help:"Why."`
}

// disabledUser is an account that may act no more.
type disabledUser struct {
	Disabled bool   `json:"disabled"`
	User     string `json:"user"`
}

func (c *userDisableCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.DisableUser(s.ctx, a.Whole, a.Actor, c.User, c.Reason); err != nil {
			return err
		}
		return s.answer(disabledUser{true, c.User}, func() { s.sayf("%s may act no more", c.User) })
	})
}

type userPasswordCmd struct {
	User string `arg:"" help:"The account."`
}

func (c *userPasswordCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if c.User != a.Actor.Handle {
			if err := a.Actor.MayEverywhere(guard.ToAdmin); err != nil {
				return err
			}
		}
		if s.Terminal {
			s.notef("the new password, then enter (it will be seen on the screen):")
		}
		password, err := s.readLine()
		if err != nil {
			return err
		}
		if err := setPassword(s, a, c.User, password); err != nil {
			return err
		}
		return s.answer(map[string]any{"user": c.User}, func() { s.sayf("password of %s set; its sessions are ended", c.User) })
	})
}

func setPassword(s *session, a *Opened, handle, password string) error {
	accounts, err := a.Accounts()
	if err != nil {
		return err
	}
	return accounts.SetPassword(s.ctx, a.Actor, handle, password)
}
