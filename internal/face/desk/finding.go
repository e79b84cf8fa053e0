package desk

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type findingPage struct {
	frame
	findingLine
	About      []claim.Entity
	For        []claimRow
	Against    []claimRow
	Entries    []findingStep
	ReplacedBy string
	MayConfirm bool
	IsAuthor   bool
	MayTurn    bool
}

// findingStep is an entry that speaks of a finding.
type findingStep struct {
	ledger.Event
	Reason string
}

func showFinding(ctx context.Context, v *visit) (view, error) {
	p := &findingPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		f, err := s.Finding(ctx, v.r.PathValue("finding"))
		if err != nil {
			return err
		}
		p.findingLine = findingLine{Finding: f}
		p.IsAuthor = f.Author == v.actor.Handle
		p.MayTurn = v.mayIn(f.Case, guard.ToClaim)
		p.MayConfirm = v.mayIn(f.Case, guard.ToJudge) && f.MayConfirm(v.actor.Handle) == nil
		if err := p.weigh(ctx, s); err != nil {
			return err
		}
		for _, id := range f.About {
			e, err := s.Entity(ctx, id)
			if err != nil {
				return err
			}
			p.About = append(p.About, e)
		}
		p.Entries, err = s.findingSteps(ctx, f.Made.Finding)
		return err
	})
}

// weigh fills in the claims for and against, in the order the finding names
// them.
func (p *findingPage) weigh(ctx context.Context, s *sight) error {
	all, err := s.claimsByID(ctx, slices.Concat(p.Claims, p.findingLine.Against))
	if err != nil {
		return err
	}
	rows := func(ids []string) ([]claimRow, error) {
		var claims []claim.Claim
		for _, id := range ids {
			c, ok := all[id]
			if !ok {
				return nil, absent("claim", id)
			}
			claims = append(claims, c)
		}
		return s.claimRows(ctx, claims)
	}
	if p.For, err = rows(p.Claims); err != nil {
		return err
	}
	for _, c := range p.For {
		if c.Standing.Stands() {
			p.Stands++
		}
	}
	p.Against, err = rows(p.findingLine.Against)
	return err
}

// findingSteps gives what the ledger says of a finding, oldest first.
func (v *sight) findingSteps(ctx context.Context, id string) ([]findingStep, error) {
	indexes, err := v.FindingHistory(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []findingStep
	for _, index := range indexes {
		e, err := v.Event(ctx, index)
		if err != nil {
			if fail.Of(err) == fail.NotFound {
				continue
			}
			return nil, err
		}
		step := findingStep{Event: e.Event}
		switch e.Kind {
		case finding.Confirmed{}.Kind():
			err = ledger.Take(e.Event, func(f *finding.Confirmed) error { step.Reason = f.Reason; return nil })
		case finding.Withdrawn{}.Kind():
			err = ledger.Take(e.Event, func(f *finding.Withdrawn) error { step.Reason = f.Reason; return nil })
		}
		if err != nil {
			return nil, err
		}
		out = append(out, step)
	}
	return out, nil
}

// confirmFinding records that a second person agrees with just what the page
// showed them.
func confirmFinding(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("finding")
	if err := flow.ConfirmFinding(ctx, v.archive(), v.actor, id, v.field("reason")); err != nil {
		return "", err
	}
	return "/findings/" + id + "?done=finding-confirmed", nil
}

func withdrawFinding(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("finding")
	if err := flow.WithdrawFinding(ctx, v.archive(), v.actor, id, v.field("reason")); err != nil {
		return "", err
	}
	return "/findings/" + id + "?done=finding-withdrawn", nil
}
