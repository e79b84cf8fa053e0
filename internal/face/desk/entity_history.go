package desk

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type entityHistoryPage struct {
	frame
	Entity   claim.Entity
	Steps    []flow.Step // newest first
	More     bool        // older steps are left out of the list
	Property string
	From, To int64 // the entries that are compared; -1: none
	Compared bool
	Changes  []flow.Change
}

// shownSteps is how many steps the page of a history shows.
const shownSteps = 500

// showEntityHistory shows everything that was recorded of the claims on a
// thing, and what changed between two entries of the ledger.
func showEntityHistory(ctx context.Context, v *visit) (view, error) {
	p := &entityHistoryPage{Property: v.query("property")}
	var err error
	if p.From, err = v.index("from"); err != nil {
		return nil, err
	}
	if p.To, err = v.index("to"); err != nil {
		return nil, err
	}
	p.Compared = p.From >= 0 && p.To >= 0
	if p.Compared && p.From > p.To {
		return nil, fail.New(fail.Usage, "entry %d comes after entry %d: compare from the earlier to the later", p.From, p.To)
	}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Entity, err = s.Entity(ctx, v.r.PathValue("entity")); err != nil {
			return err
		}
		steps, err := flow.History(ctx, s, flow.ClaimFilter{Entity: p.Entity.ID, Property: p.Property, After: -1})
		if err != nil {
			return err
		}
		if p.Compared {
			p.Changes = flow.Compare(steps, p.From, p.To)
		}
		for i := len(steps) - 1; i >= 0; i-- {
			if p.More = len(p.Steps) == shownSteps; p.More {
				break
			}
			p.Steps = append(p.Steps, steps[i])
		}
		return nil
	})
}
