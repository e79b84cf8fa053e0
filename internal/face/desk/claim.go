package desk

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/schema"
)

type claimPage struct {
	frame
	Claim       claim.Claim
	Entity      claim.Entity
	Chain       *link
	Recorded    flow.Step // the first entry that speaks of it
	Remarks     []flow.Remark
	Steps       []flow.Step
	Rivals      []claim.Claim
	MoreRivals  bool
	Single      bool // the property has one true value at most
	ReplacedBy  string
	Findings    []finding.Finding // that rest on it
	Corrections []intake.Correction
	MayTurn     bool
	MayAccept   bool
	Machine     bool // letters of a passage were read from a picture
	Flags       []string
	Hidden      string // the address that shows what is graphic; "" if nothing is hidden
	Sources     []string
	Infos       []string
}

// link is one teller and who they tell on: the document's author first, the
// one who is quoted innermost.
type link struct {
	claim.Teller
	Inner *link
}

// Has reports whether the claim carries a flag as it stands now.
func (p *claimPage) Has(flag string) bool { return slices.Contains(p.Claim.Flags, flag) }

// shownRivals is how many other claims on a property its page shows.
const shownRivals = 100

func showClaim(ctx context.Context, v *visit) (view, error) {
	form := v.offers(schema.Property{})
	p := &claimPage{Flags: claim.Flags(), Sources: form.Sources, Infos: form.Infos}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Claim, err = s.Claim(ctx, v.r.PathValue("claim")); err != nil {
			return err
		}
		if graphic(p.Claim) && !v.wantsGraphic() {
			p.Hidden = v.asked()
		}
		p.MayTurn = v.mayIn(p.Claim.Case, guard.ToClaim)
		p.MayAccept = v.mayIn(p.Claim.Case, guard.ToJudge) && p.Claim.Actor != v.actor.Handle
		p.Chain, p.Remarks, p.Single = chainOf(p.Claim.Says), flow.Remarks(p.Claim.Made), flow.Single(p.Claim.Schema, p.Claim.Property)
		if p.Entity, err = s.Entity(ctx, p.Claim.Entity); err != nil {
			return err
		}
		if _, p.Machine, err = flow.MachineRead(ctx, s, p.Claim.Passages); err != nil {
			return err
		}
		if p.Corrections, err = s.correctionsOf(ctx, p.Claim.Made.Claim); err != nil {
			return err
		}
		if err := p.beside(ctx, s); err != nil {
			return err
		}
		if p.Steps, err = flow.HistoryOf(ctx, s, p.Claim); err != nil {
			return err
		}
		if len(p.Steps) > 0 {
			p.Recorded = p.Steps[0]
		}
		return s.Findings(ctx, flow.FindingFilter{Claim: p.Claim.Made.Claim, After: -1, Limit: pageRows}, func(f finding.Finding) error {
			p.Findings = append(p.Findings, f)
			return nil
		})
	})
}

// beside finds what else is said on the property, and what took the claim's
// place.
func (p *claimPage) beside(ctx context.Context, s *sight) error {
	id := p.Claim.Made.Claim
	filter := flow.ClaimFilter{Entity: p.Claim.Entity, Property: p.Claim.Property, After: -1, Limit: shownRivals + 2}
	err := s.Claims(ctx, filter, func(c claim.Claim) error {
		if c.Made.Claim != id {
			p.Rivals = append(p.Rivals, c)
		}
		return nil
	})
	if p.MoreRivals = len(p.Rivals) > shownRivals; p.MoreRivals {
		p.Rivals = p.Rivals[:shownRivals]
	}
	ranked(p.Rivals)
	if err != nil || p.Claim.Standing != claim.TakenBack {
		return err
	}
	return flow.Walked(s.Claims(ctx, flow.ClaimFilter{Entity: p.Claim.Entity, After: p.Claim.Index}, func(c claim.Claim) error {
		if c.Replaces != id {
			return nil
		}
		p.ReplacedBy = c.Made.Claim
		return flow.ErrEnough
	}))
}

// ranked puts claims in the order in which rivals are shown: by standing, then
// by grade, then as they were made.
func ranked(claims []claim.Claim) {
	slices.SortStableFunc(claims, func(a, b claim.Claim) int {
		return cmp.Or(cmp.Compare(flow.RankOf(a.Standing), flow.RankOf(b.Standing)),
			cmp.Compare(flow.GradeKey(a.SourceGrade+a.InfoGrade), flow.GradeKey(b.SourceGrade+b.InfoGrade)))
	})
}

// chainOf turns a chain round: it is recorded from who is quoted to who wrote
// the document, and read from the document.
func chainOf(says []claim.Teller) (outer *link) {
	for _, t := range says {
		outer = &link{t, outer}
	}
	return outer
}
