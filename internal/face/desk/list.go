package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/person"
	"sanad/internal/flow"
)

type listPage struct {
	frame
	pager
	List     person.List
	Mentions []person.Mention
}

func showList(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &listPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.List, err = s.list(ctx, v.r.PathValue("list")); err != nil {
			return err
		}
		next := ""
		err = flow.Walked(s.Mentions(ctx, p.List.Case, p.List.List, func(m person.Mention) error {
			if m.Index <= after {
				return nil
			}
			if len(p.Mentions) == pageRows {
				next = strconv.FormatInt(p.Mentions[pageRows-1].Index, 10)
				return flow.ErrEnough
			}
			p.Mentions = append(p.Mentions, m)
			return nil
		}))
		p.pager = v.part("after", next)
		return err
	})
}

func (v *sight) list(ctx context.Context, id string) (person.List, error) {
	all, err := v.Lists(ctx, "")
	if err != nil {
		return person.List{}, err
	}
	for _, l := range all {
		if l.List == id {
			return l, nil
		}
	}
	return person.List{}, absent("list", id)
}
