package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type accessionsPage struct {
	frame
	pager
	Cases      []caseLine
	Accessions []custody.Accession
	MayCollect bool
}

func showAccessions(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &accessionsPage{MayCollect: v.actor.May(guard.ToCollect) == nil}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		chosen, next := v.query("case"), ""
		if p.Cases, err = v.caseLines(ctx, s, true, chosen); err != nil {
			return err
		}
		err = flow.Walked(s.Accessions(ctx, chosen, func(a custody.Accession) error {
			if a.Index <= after {
				return nil
			}
			if len(p.Accessions) == pageRows {
				next = strconv.FormatInt(p.Accessions[pageRows-1].Index, 10)
				return flow.ErrEnough
			}
			p.Accessions = append(p.Accessions, a)
			return nil
		}))
		p.pager = v.part("after", next)
		return err
	})
}
