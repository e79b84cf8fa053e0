package desk

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/core/linkage"
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
	Estimates []implied
	// Levels and the ends of what was sampled tell how far the number would
	// move if the linker were believed. They are no counts.
	Levels             []levelCount
	Sampled            int
	Fewest, MostPeople int64
}

// levelCount is how many people there are if a level is believed.
type levelCount struct {
	Level linkage.Certainty
	Count int64
}

// listCount is how many people are on a list.
type listCount struct {
	Name  string
	Count int64
}

// implied is an estimate with its interval rounded outward.
type implied struct {
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
		p.Counted, err = v.counts.at(s.recallKey(p.Case), tree.Size(), func() (flow.Counted, error) { return flow.Count(ctx, v.Archive, s, flow.CountRequest{Case: p.Case}) })
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
	for _, level := range flow.Levels() {
		if n, ok := p.Counted.Levels[level]; ok && level != flow.Judged {
			p.Levels = append(p.Levels, levelCount{level, n})
		}
	}
	if p.Sampled = len(p.Counted.Sampled); p.Sampled > 0 {
		p.Fewest, p.MostPeople = p.Counted.Sampled[0], p.Counted.Sampled[p.Sampled-1]
	}
	for _, e := range p.Counted.Estimates {
		low, high := e.Outward()
		p.Estimates = append(p.Estimates, implied{e, low, high})
	}
}
