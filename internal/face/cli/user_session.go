package cli

type userSessionsCmd struct {
	User string `arg:"" help:"The account."`
}

func (c *userSessionsCmd) Run(s *session) error {
	return s.withAccounts(func(a *Opened, accounts Accounts) error {
		all, err := accounts.Sessions(s.ctx, a.Actor, c.User, "")
		if err != nil {
			return err
		}
		for _, one := range all {
			out := map[string]any{"session": one.Name, "began": stamp(one.Began), "used": stamp(one.Seen), "second_factor": one.Strong}
			if err := s.answer(out, func() {
				how := ""
				if one.Strong {
					how = "  with a second factor"
				}
				s.sayf("%s  began %s  used %s%s", one.Name, stamp(one.Began), stamp(one.Seen), how)
			}); err != nil {
				return err
			}
		}
		if len(all) == 0 && !s.JSON {
			s.sayf("%s is not signed in", c.User)
		}
		return nil
	})
}

type userRevokeCmd struct {
	User string `arg:"" help:"The account."`
}

func (c *userRevokeCmd) Run(s *session) error {
	return s.withAccounts(func(a *Opened, accounts Accounts) error {
		if err := accounts.EndSessions(s.ctx, a.Actor, c.User); err != nil {
			return err
		}
		return s.answer(map[string]any{"user": c.User, "revoked": true}, func() { s.sayf("%s is signed out everywhere", c.User) })
	})
}

type userFactorCmd struct {
	Reset userFactorResetCmd `cmd:"" help:"Take all second factors from an account whose owner lost them."`
}

type userFactorResetCmd struct {
	User string `arg:"" help:"The account."`
}

func (c *userFactorResetCmd) Run(s *session) error {
	return s.withAccounts(func(a *Opened, accounts Accounts) error {
		if err := accounts.ResetFactors(s.ctx, a.Actor, c.User); err != nil {
			return err
		}
		return s.answer(map[string]any{"user": c.User, "reset": true}, func() {
			s.sayf("%s has no second factor any more, and is signed out everywhere", c.User)
		})
	})
}

// withAccounts opens the archive, and how its accounts are entered.
func (s *session) withAccounts(do func(a *Opened, accounts Accounts) error) error {
	return s.with(func(a *Opened) error {
		accounts, err := a.Accounts()
		if err != nil {
			return err
		}
		return do(a, accounts)
	})
}
