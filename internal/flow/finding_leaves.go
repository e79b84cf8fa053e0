package flow

import (
	"context"
	"slices"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
)

// planFindings adds to a plan the conclusions that leave with it: those of the
// case that a second person confirmed, of which every claim that they rest on and
// every claim that was weighed against them leaves. A conclusion without what
// speaks against it would be another one. It must be asked after the plan's claims,
// pseudonyms and words are known; accused are those who were not asked to reply.
func planFindings(ctx context.Context, s State, caseName string, p *disclosure.Plan, accused map[string]bool) error {
	leaves := make(map[string]bool, len(p.Claims))
	for _, c := range p.Claims {
		leaves[c.ID] = !slices.Contains(c.Closed, "claim") && !slices.Contains(c.Closed, "passages")
	}
	return s.Findings(ctx, FindingFilter{Case: caseName, After: -1}, func(f finding.Finding) error {
		if reason := findingStays(f, leaves, p, accused); reason != "" {
			p.Withheld = append(p.Withheld, disclosure.Withheld{Index: f.Index, Kind: finding.Made{}.Kind().String(), Reason: reason, ID: f.Made.Finding})
			return nil
		}
		history, err := s.FindingHistory(ctx, f.Made.Finding)
		if err != nil {
			return err
		}
		p.Findings = append(p.Findings, disclosure.PlannedFinding{ID: f.Made.Finding, Index: f.Index, Entries: history})
		return nil
	})
}

// findingStays gives the rule under which a conclusion stays inside, "" for none.
// A claim that leaves without its place is none that a conclusion can be followed to.
func findingStays(f finding.Finding, leaves map[string]bool, p *disclosure.Plan, accused map[string]bool) string {
	inside := func(id string) bool { return !leaves[id] }
	nameless := func(id string) bool { _, local := p.Local[id]; return local }
	switch {
	case f.Standing == finding.TakenBack:
		return disclosure.BecauseTakenBack
	case f.Standing != finding.Holds:
		return disclosure.BecauseUnconfirmed
	case slices.ContainsFunc(f.Claims, inside):
		return disclosure.BecauseRestsInside
	case slices.ContainsFunc(f.Against, inside):
		return disclosure.BecauseAgainstInside
	case slices.ContainsFunc(f.About, nameless):
		return disclosure.BecauseNameless
	case slices.ContainsFunc(f.About, func(id string) bool { return accused[id] }):
		return disclosure.BecauseUnheard
	case p.Words.In(f.Conclusion), p.Words.In(f.Reasons), p.Words.In(f.Method):
		return disclosure.BecauseHolds
	}
	return ""
}

func findingEvents(plan disclosure.Plan, set map[int64]bool) error {
	for _, f := range plan.Findings {
		for _, index := range f.Entries {
			set[index] = true
		}
	}
	return nil
}
