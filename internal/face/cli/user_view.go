package cli

import (
	"sanad/internal/core/guard"
)

// givenRoles is what an account was given, in a case or in the whole archive.
type givenRoles struct {
	User  string       `json:"user"`
	Case  string       `json:"case,omitempty"`
	Roles []guard.Role `json:"roles"`
}

func tellRoles(s *session, user, caseName string, roles []guard.Role) {
	where := ""
	if caseName != "" {
		where = " in the case " + caseName
	}
	if len(roles) == 0 {
		s.sayf("%s has no role%s any more", user, where)
		return
	}
	s.sayf("%s has the roles %s%s", user, guard.Names(roles), where)
}

type accountView struct {
	User     string       `json:"user"`
	Roles    []guard.Role `json:"roles"`
	Cases    []memberView `json:"cases"`
	Disabled bool         `json:"disabled"`
	Added    string       `json:"added"`
}

type memberView struct {
	Case  string       `json:"case"`
	Roles []guard.Role `json:"roles"`
}

func accountOf(u guard.User) accountView {
	out := accountView{u.Handle, append([]guard.Role{}, u.Roles...), []memberView{}, u.Disabled, stamp(u.Added)}
	for _, m := range u.In {
		out.Cases = append(out.Cases, memberView{m.Case, m.Roles})
	}
	return out
}

func tellAccount(s *session, u guard.User) {
	state := ""
	if u.Disabled {
		state = " (disabled)"
	}
	s.sayf("%s%s  %s", u.Handle, state, guard.Names(u.Roles))
	for _, m := range u.In {
		s.sayf("    in the case %s: %s", m.Case, guard.Names(m.Roles))
	}
}
