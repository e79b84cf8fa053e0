package guard

import (
	"time"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// RolesGiven says that an account holds just these roles in a case from now on,
// none if there are none; in the whole archive if no case is named. It opens the
// account if there is none of this handle: who is a member of one case needs no
// role in the archive.
type RolesGiven struct {
	User  string `json:"user"`
	Case  string `json:"case,omitempty"`
	Roles []Role `json:"roles"`
}

// Kind is user.roles_given/1.
func (RolesGiven) Kind() ledger.Kind { return ledger.Kind{Name: "user.roles_given", Version: 1} }

// Check refuses odd handles, unknown roles, and an administrator of one case:
// accounts are the archive's.
func (f RolesGiven) Check() error {
	if err := checkHandle("a user", f.User); err != nil {
		return err
	}
	if f.Case == "" {
		return checkRoles(f.Roles)
	}
	if err := checkHandle("a case", f.Case); err != nil {
		return err
	}
	if mayDo(f.Roles, ToAdmin) {
		return fail.New(fail.Usage, "nobody is administrator of the case %s alone: accounts belong to the whole archive", f.Case).Do("give the role without --case")
	}
	return checkRoles(f.Roles)
}

// User is an account as it stands now.
type User struct {
	Handle   string
	Roles    []Role
	In       []Membership // by the names of the cases
	Disabled bool
	Added    time.Time
}

// Membership is the roles that an account holds in one case.
type Membership struct {
	Case  string
	Roles []Role
}

// Actor is the user acting; a disabled one is refused.
func (u User) Actor() (Actor, error) {
	if u.Disabled {
		return Actor{}, fail.New(fail.Refused, "the account %s is disabled", u.Handle)
	}
	a := Actor{Handle: u.Handle, Roles: u.Roles}
	for _, m := range u.In {
		if a.In == nil {
			a.In = map[string][]Role{}
		}
		a.In[m.Case] = m.Roles
	}
	return a, nil
}
