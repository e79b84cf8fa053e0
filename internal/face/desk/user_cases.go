package desk

import (
	"context"
	"net/url"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// userCasesPage shows in which cases an account holds roles, and gives others.
type userCasesPage struct {
	frame
	User  guard.User
	Held  []caseRoles
	New   caseRoles // for a case in which it holds none
	Names []string  // of all cases, to choose from
}

// caseRoles is a case with the roles that can be held in it.
type caseRoles struct {
	Case  string
	Roles []roleBox
}

type roleBox struct {
	Role guard.Role
	Held bool
}

// boxes gives every role that can be held in a case: accounts are the archive's.
func boxes(held []guard.Role) (out []roleBox) {
	for _, r := range guard.Roles() {
		if r != guard.Administrator {
			out = append(out, roleBox{r, slices.Contains(held, r)})
		}
	}
	return out
}

func showUserCases(ctx context.Context, v *visit) (view, error) {
	p := &userCasesPage{New: caseRoles{Roles: boxes(nil)}}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.User, err = s.User(ctx, v.r.PathValue("user")); err != nil {
			return err
		}
		for _, m := range p.User.In {
			p.Held = append(p.Held, caseRoles{m.Case, boxes(m.Roles)})
		}
		p.Names, err = s.Cases(ctx)
		return err
	})
}

// giveRoles gives an account the roles in a case that were ticked, and takes the
// others there.
func giveRoles(ctx context.Context, v *visit) (string, error) {
	give := flow.Roles{User: v.r.PathValue("user"), Case: v.field("case"), Change: true}
	for _, r := range v.r.PostForm["role"] {
		give.Roles = append(give.Roles, guard.Role(r))
	}
	if give.Case == "" {
		return "", fail.New(fail.Usage, "no case is named")
	}
	if err := flow.GiveRoles(ctx, v.archive(), v.actor, give); err != nil {
		return "", err
	}
	return (&url.URL{Path: "/users/" + give.User + "/cases", RawQuery: "done=roles-given"}).String(), nil
}

// mayIn reports whether the visitor may do something in a case: what a page offers
// is what the flow will allow.
func (v *visit) mayIn(caseName string, act guard.Act) bool {
	return v.actor.MayIn(caseName, act) == nil
}
