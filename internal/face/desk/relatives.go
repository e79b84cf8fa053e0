package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/person"
	"sanad/internal/core/review"
	"sanad/internal/flow"
)

type relativesPage struct {
	frame
	pager
	linkedCase
	Unlinked bool
	Pairs    []kinLine
	Total    int
}

// kinLine is a pair that looks like close relatives.
type kinLine struct {
	Left, Right person.Record
	Lists       [2]string
	Bits        float64           // that they are relatives rather than strangers
	Judgement   *person.Judgement // nil if nobody decided
}

func showRelatives(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &relativesPage{}
	return p, v.lookLinked(ctx, &p.linkedCase, func(ctx context.Context, s *sight, l *flow.Linked) (err error) {
		kin := l.Relatives()
		p.Unlinked, p.Total = l.Unlinked, len(kin)
		next := ""
		if p.fill(l, kin, from) {
			next = strconv.Itoa(from + pageRows)
		}
		p.pager = v.part("from", next)
		return nil
	})
}

// fill takes a part of the pairs, and reports whether there are more.
func (p *relativesPage) fill(l *flow.Linked, kin []review.Proposal, from int) bool {
	end := min(from+pageRows, len(kin))
	for _, pair := range kin[min(from, end):end] {
		line := kinLine{Left: l.Record(pair.Left), Right: l.Record(pair.Right), Bits: pair.Bits}
		line.Lists = [2]string{l.ListName(line.Left.List), l.ListName(line.Right.List)}
		if j, ok := l.JudgementOf(pair.Pair); ok {
			line.Judgement = &j
		}
		p.Pairs = append(p.Pairs, line)
	}
	return end < len(kin)
}
