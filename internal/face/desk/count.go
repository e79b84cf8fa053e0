package desk

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

type countPage struct {
	frame
	Cases     []caseLine
	Case      string
	Counted   flow.Counted
	Minimum   int64
	Lists     []listCount
	Overlaps  []count.Overlap
	Chart     *chart
	Estimates []estimate
}

// listCount is how many people are on a list.
type listCount struct {
	Name  string
	Count int64
}

// estimate is one with its interval rounded outward.
type estimate struct {
	count.Estimate
	Low, High int64
}

func showCount(ctx context.Context, v *visit) (view, error) {
	p := &countPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Case, err = v.oneCase(ctx, s); err != nil {
			return err
		}
		if p.Cases, err = v.caseLines(ctx, s, false, p.Case); err != nil {
			return err
		}
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		p.Counted, err = v.counts.at(s.recallKey(p.Case), tree.Size(), func() (flow.Counted, error) { return flow.Count(ctx, s, p.Case) })
		if err == nil {
			p.sum(words.Dir(v.words.Lang) == "rtl")
		}
		return err
	})
}

func (p *countPage) sum(rtl bool) {
	table := p.Counted.Table
	p.Minimum, p.Overlaps = table.Minimum(), table.Overlaps()
	for i, name := range table.Lists {
		p.Lists = append(p.Lists, listCount{name, table.On(i)})
	}
	p.Chart = newChart(table, rtl)
	for _, e := range p.Counted.Estimates {
		low, high := e.Outward()
		p.Estimates = append(p.Estimates, estimate{e, low, high})
	}
}
