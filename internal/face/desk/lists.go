package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/guard"
	"sanad/internal/core/person"
)

type listsPage struct {
	frame
	pager
	Cases     []caseLine
	Lists     []person.List
	MayImport bool
}

func showLists(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &listsPage{MayImport: v.actor.May(guard.ToClaim) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		chosen, next := v.query("case"), ""
		if p.Cases, err = v.caseLines(ctx, s, true, chosen); err != nil {
			return err
		}
		all, err := s.Lists(ctx, chosen)
		for _, l := range all {
			if l.Index <= after {
				continue
			}
			if len(p.Lists) == pageRows {
				next = strconv.FormatInt(p.Lists[pageRows-1].Index, 10)
				break
			}
			p.Lists = append(p.Lists, l)
		}
		p.pager = v.part("after", next)
		return err
	})
}
