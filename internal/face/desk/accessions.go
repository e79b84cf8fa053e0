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
	Open       []custody.Accession // that the reader began and did not complete
}

func showAccessions(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &accessionsPage{MayCollect: v.actor.May(guard.ToCollect) == nil}
	if p.MayCollect {
		if err := p.open(ctx, v); err != nil {
			return nil, err
		}
	}
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

// shownOpen is how many accessions that are not complete are offered to go on
// with.
const shownOpen = 20

// open gives what the reader may go on with, sealed or not: it is theirs until
// it is complete.
func (p *accessionsPage) open(ctx context.Context, v *visit) error {
	return v.within().Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return flow.Walked(s.Accessions(ctx, "", func(a custody.Accession) error {
			if a.Closed || a.Actor != v.actor.Handle {
				return nil
			}
			if p.Open = append(p.Open, a); len(p.Open) == shownOpen {
				return flow.ErrEnough
			}
			return nil
		}))
	})
}
