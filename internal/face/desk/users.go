package desk

import (
	"context"

	"sanad/internal/core/guard"
)

type usersPage struct {
	frame
	pager
	Users []guard.User
	All   []guard.Role
}

func showUsers(ctx context.Context, v *visit) (view, error) {
	p := &usersPage{All: guard.Roles()}
	after := v.query("after")
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		all, err := s.Users(ctx)
		next, begun := "", after == ""
		for _, u := range all {
			if !begun {
				begun = u.Handle == after
				continue
			}
			if len(p.Users) == pageRows {
				next = p.Users[pageRows-1].Handle
				break
			}
			p.Users = append(p.Users, u)
		}
		p.pager = v.part("after", next)
		return err
	})
}
