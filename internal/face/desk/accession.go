package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type accessionPage struct {
	frame
	pager
	Accession custody.Accession
	Losses    []custody.Loss
	Items     []itemRow
	MoreItems bool
	MayAdd    bool // the reader began it, and it is not complete
}

// accessionItems is how many items an accession's own page shows.
const accessionItems = 20

func showAccession(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &accessionPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Accession, err = s.Accession(ctx, v.r.PathValue("accession")); err != nil {
			return err
		}
		p.MayAdd = !p.Accession.Closed && p.Accession.Actor == v.actor.Handle && v.mayIn(p.Accession.Case, guard.ToCollect)
		var items []custody.Item
		err = s.Items(ctx, flow.ItemFilter{Accession: p.Accession.ID, After: -1, Limit: accessionItems + 1}, func(i custody.Item) error {
			items = append(items, i)
			return nil
		})
		if err != nil {
			return err
		}
		if len(items) > accessionItems {
			items, p.MoreItems = items[:accessionItems], true
		}
		if p.Items, err = s.itemRows(ctx, items); err != nil {
			return err
		}
		next, err := p.losses(ctx, s, after)
		p.pager = v.part("after", next)
		return err
	})
}

// losses reads what was named and not taken, a part at a time.
func (p *accessionPage) losses(ctx context.Context, s *sight, after int64) (next string, err error) {
	err = flow.Walked(s.Losses(ctx, p.Accession.ID, func(l custody.Loss) error {
		if l.Index <= after {
			return nil
		}
		if len(p.Losses) == pageRows {
			next = strconv.FormatInt(p.Losses[pageRows-1].Index, 10)
			return flow.ErrEnough
		}
		p.Losses = append(p.Losses, l)
		return nil
	}))
	return next, err
}
