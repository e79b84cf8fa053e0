package desk

import (
	"context"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

type saysPage struct {
	frame
	pager
	Cases      []caseLine
	Who        string
	About      *claim.Entity
	Speakers   []flow.Speaker
	Tellers    []saysGroup
	Statements []flow.Statement
	More       bool
}

// saysGroup is what one teller says.
type saysGroup struct {
	claim.Teller
	Rows []toldRow
}

// toldRow is something told, with the name of what it is about.
type toldRow struct {
	flow.Told
	Name string
}

// saysShown is how many lines a page shows: few enough for a slow link.
const saysShown = 80

func showSays(ctx context.Context, v *visit) (view, error) {
	f := flow.SaysFilter{Case: v.query("case"), Who: v.query("who"), About: v.query("about")}
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &saysPage{Who: f.Who}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if f.About != "" {
			about, err := s.Entity(ctx, f.About)
			if err != nil {
				return err
			}
			p.About = &about
		}
		if f.Who != "" || f.About != "" {
			return p.said(ctx, v, s, f, from)
		}
		if p.Cases, err = v.caseLines(ctx, s, true, f.Case); err != nil {
			return err
		}
		p.Speakers, err = flow.Speakers(ctx, s, f.Case)
		p.Speakers = partOf(p, v, p.Speakers, from)
		return err
	})
}

// partOf keeps of all lines those from a number on that fit a page, and links
// to the others.
func partOf[T any](p *saysPage, v *visit, all []T, from int) []T {
	from = min(from, len(all))
	end, next := min(from+saysShown, len(all)), ""
	if end < len(all) {
		next = strconv.Itoa(end)
	}
	p.pager = v.part("from", next)
	return all[from:end]
}

// said shows what is told, and on the first page the statements.
func (p *saysPage) said(ctx context.Context, v *visit, s *sight, f flow.SaysFilter, from int) error {
	var told []flow.Told
	passed, next := 0, ""
	err := flow.Walked(flow.Says(ctx, s, f, func(t flow.Told) error {
		if passed++; passed <= from {
			return nil
		}
		if len(told) == saysShown {
			next = strconv.Itoa(from + saysShown)
			return flow.ErrEnough
		}
		told = append(told, t)
		return nil
	}))
	if err != nil {
		return err
	}
	p.pager = v.part("from", next)
	if err := p.grouped(ctx, s, told); err != nil || from > 0 {
		return err
	}
	p.Statements, err = flow.Statements(ctx, s, f)
	if len(p.Statements) > saysShown {
		p.Statements, p.More = p.Statements[:saysShown], true
	}
	return err
}

// grouped puts what one teller tells together.
func (p *saysPage) grouped(ctx context.Context, s *sight, told []flow.Told) error {
	claims := make([]claim.Claim, len(told))
	for i, t := range told {
		claims[i] = t.Claim
	}
	rows, err := s.claimRows(ctx, claims)
	if err != nil {
		return err
	}
	for i, t := range told {
		if last := len(p.Tellers) - 1; last < 0 || !p.Tellers[last].Same(t.Teller) {
			p.Tellers = append(p.Tellers, saysGroup{Teller: t.Teller})
		}
		g := &p.Tellers[len(p.Tellers)-1]
		g.Rows = append(g.Rows, toldRow{t, rows[i].About})
	}
	return nil
}
