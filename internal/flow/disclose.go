package flow

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// ReleaseRequest says what is asked to leave: everything that stands in a
// case, for an audience, for a reason.
type ReleaseRequest struct {
	Case     string
	Title    string
	Audience string
	Reason   string
}

// PlanRelease tells exactly what a release of the case would hold now: every
// standing claim whose passages rest on items that may be released, and those
// items. What is left out is named with the rule it was left out under.
func PlanRelease(ctx context.Context, s State, caseName string) (disclosure.Plan, error) {
	var p disclosure.Plan
	labels := map[custody.Sum]guard.Label{}
	labelOf := func(sum custody.Sum) (guard.Label, error) {
		if l, ok := labels[sum]; ok {
			return l, nil
		}
		item, err := s.Item(ctx, sum)
		labels[sum] = item.Label
		return item.Label, err
	}
	taken, read := map[custody.Sum]bool{}, map[custody.Sum]bool{}
	retired, err := retiredRows(ctx, s, caseName)
	if err != nil {
		return p, err
	}
	err = s.Claims(ctx, ClaimFilter{Case: caseName}, func(c claim.Claim) error {
		reason := ""
		if p, ok := schema.Find(c.Schema, c.Property); ok && p.Protected {
			reason = disclosure.BecauseProtected
		}
		if retired[c.Entity] {
			reason = disclosure.BecauseRetired
		}
		if c.Standing == claim.TakenBack {
			reason = disclosure.BecauseWithdrawn
		}
		for _, passage := range c.Passages {
			label, err := labelOf(passage.Item)
			if err != nil {
				return err
			}
			if !label.MayRelease() {
				reason = disclosure.BecauseSealed
			}
		}
		if reason != "" {
			p.Withheld = append(p.Withheld, disclosure.Withheld{Index: c.Index, Kind: claim.Made{}.Kind().String(), Reason: reason, ID: c.Made.Claim})
			return nil
		}
		p.Claims = append(p.Claims, disclosure.PlannedClaim{ID: c.Made.Claim, Index: c.Index, Entity: c.Entity, Property: c.Property, Turned: c.Turned})
		for _, passage := range c.Passages {
			if !taken[passage.Item] {
				taken[passage.Item] = true
				p.Items = append(p.Items, passage.Item)
			}
			if !read[passage.Rendition] {
				read[passage.Rendition] = true
				p.Renditions = append(p.Renditions, passage.Rendition)
			}
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	if err := planFindings(ctx, s, caseName, &p); err != nil {
		return p, err
	}
	p.Events, err = contentEvents(ctx, s, caseName, p)
	return p, err
}

// retiredRows gives the rows that the newest versions of a case's lists have no
// more: their makers do not stand for them, and nobody is to be named by them.
func retiredRows(ctx context.Context, s State, caseName string) (map[string]bool, error) {
	gone := map[string]bool{}
	err := s.Mentions(ctx, caseName, "", func(m person.Mention) error {
		if m.Retired {
			gone[m.Mentioned.Mention] = true
		}
		return nil
	})
	return gone, err
}

// RequestRelease records that the actor asks to disclose just what the plan
// of this moment names.
func RequestRelease(ctx context.Context, a *Archive, actor guard.Actor, req ReleaseRequest) (disclosure.Requested, []disclosure.Withheld, error) {
	if err := actor.May(guard.ToRequest); err != nil {
		return disclosure.Requested{}, nil, err
	}
	if req.Case == "" {
		req.Case = DefaultCase
	}
	if err := actor.MayIn(req.Case, guard.ToRequest); err != nil {
		return disclosure.Requested{}, nil, err
	}
	id, err := a.newID("r")
	if err != nil {
		return disclosure.Requested{}, nil, err
	}
	var asked disclosure.Requested
	var withheld []disclosure.Withheld
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		plan, err := PlanRelease(ctx, s, req.Case)
		if err != nil {
			return nil, err
		}
		if len(plan.Claims) == 0 {
			return nil, fail.New(fail.Usage, "the case %s has no claim that can be released", req.Case).Do("make claims first: sanad claim add, sanad import")
		}
		if err := allComplete(ctx, s, req.Case); err != nil {
			return nil, err
		}
		withheld = plan.Withheld
		asked = disclosure.Requested{Release: id, Case: req.Case, Title: req.Title, Audience: req.Audience, Reason: req.Reason,
			Claims: int64(len(plan.Claims)), Items: int64(len(plan.Items)), Withheld: int64(len(plan.Withheld)), Plan: plan.Sum()}
		return []ledger.Fact{asked}, usage(asked.Check())
	})
	return asked, withheld, err
}

// allComplete refuses to release a case whose lists were read in part: a count
// from half a list would leave as if it were of the whole.
func allComplete(ctx context.Context, s State, caseName string) error {
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return err
	}
	for _, l := range lists {
		item, err := s.Item(ctx, l.Item)
		if err != nil {
			return err
		}
		if !l.Complete && item.Label.MayRelease() { // of another nothing leaves, and its name is not for everyone who asks
			return fail.New(fail.Refused, "the import of the list %s was interrupted", l.Name).Do("import it again with the same mapping: it goes on where it ended")
		}
	}
	return nil
}

// releaseFor gives a release to who may approve releases of its case. The book that
// plans are made from is nobody's sight of it, so that a plan is the same whoever
// decides: who may not know of the release is told here that there is none.
func releaseFor(ctx context.Context, s State, actor guard.Actor, id string) (disclosure.Release, error) {
	r, err := s.Release(ctx, id)
	if err != nil {
		return r, err
	}
	if !actor.MaySeeIn(r.Case, guard.Case) {
		return disclosure.Release{}, fail.New(fail.NotFound, "there is no release %s", id)
	}
	return r, actor.MayIn(r.Case, guard.ToApprove)
}

// ApproveRelease records that a second person decides the same plan. What has
// changed since it was asked for can't be approved.
func ApproveRelease(ctx context.Context, a *Archive, actor guard.Actor, id, reason string) error {
	if err := actor.May(guard.ToApprove); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		r, err := releaseFor(ctx, s, actor, id)
		if err != nil {
			return nil, err
		}
		if err := r.MayApprove(actor.Handle); err != nil {
			return nil, err
		}
		plan, err := PlanRelease(ctx, s, r.Case)
		if err != nil {
			return nil, err
		}
		if plan.Sum() != r.Plan {
			return nil, fail.New(fail.Refused, "what the release %s would hold has changed since it was asked for", id).Do("ask again: sanad release new")
		}
		return []ledger.Fact{disclosure.Approved{Release: id, Plan: r.Plan, Reason: reason}}, nil
	})
	return err
}
