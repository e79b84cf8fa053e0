package flow

import (
	"context"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
)

// handShown makes of claims what of them leaves by a plan.
type handShown struct {
	plan   disclosure.Plan
	claims map[string]int
	copies map[custody.Sum]int
}

func showPlan(p disclosure.Plan) *handShown {
	s := &handShown{plan: p, claims: make(map[string]int, len(p.Claims)), copies: map[custody.Sum]int{}}
	for i, c := range p.Claims {
		s.claims[c.ID] = i
	}
	for i, c := range p.Copies {
		s.copies[c.Item] = i
	}
	return s
}

func (s *handShown) Leaves(id string) bool { _, ok := s.claims[id]; return ok }

func (s *handShown) Copy(item custody.Sum) (disclosure.PlannedCopy, bool) {
	i, ok := s.copies[item]
	if !ok {
		return disclosure.PlannedCopy{}, false
	}
	return s.plan.Copies[i], true
}

func (s *handShown) ID(id string) string { return id }

func (s *handShown) Pseudonym(entity string) (string, bool) {
	p, ok := s.plan.Pseudonyms[entity]
	return p, ok
}

func (s *handShown) Claim(c claim.Claim) (claim.Claim, bool) {
	if !s.Leaves(c.Made.Claim) {
		return claim.Claim{}, false
	}
	c.Note, c.Replaces, c.Recorded, c.Actor = "", "", nil, ""
	return c, true
}

// planToHandOn tells what of a case may leave to nobody in particular.
func planToHandOn(ctx context.Context, a *Archive, s State, caseName string, now time.Time) (disclosure.Plan, error) {
	return PlanRelease(ctx, s, caseName)
}
