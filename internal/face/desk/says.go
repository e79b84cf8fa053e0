package desk

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

type saysPage struct {
	frame
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

// saysShown is how many lines the page shows.
const saysShown = 200

func showSays(ctx context.Context, v *visit) (view, error) {
	f := flow.SaysFilter{Case: v.query("case"), Who: v.query("who"), About: v.query("about")}
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
			return p.said(ctx, s, f)
		}
		if p.Cases, err = v.caseLines(ctx, s, true, f.Case); err != nil {
			return err
		}
		p.Speakers, err = flow.Speakers(ctx, s, f.Case)
		if len(p.Speakers) > saysShown {
			p.Speakers, p.More = p.Speakers[:saysShown], true
		}
		return err
	})
}

func (p *saysPage) said(ctx context.Context, s *sight, f flow.SaysFilter) error {
	var told []flow.Told
	err := flow.Walked(flow.Says(ctx, s, f, func(t flow.Told) error {
		if len(told) == saysShown {
			p.More = true
			return flow.ErrEnough
		}
		told = append(told, t)
		return nil
	}))
	if err != nil {
		return err
	}
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
	p.Statements, err = flow.Statements(ctx, s, f)
	if len(p.Statements) > saysShown {
		p.Statements, p.More = p.Statements[:saysShown], true
	}
	return err
}
