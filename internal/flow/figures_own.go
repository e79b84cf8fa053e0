package flow

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/ground/fail"
)

// OwnFigures is what this archive computed of an event, told apart from what
// others state of it: a count is no claim, and an estimate is its author's.
type OwnFigures struct {
	// Counted is nil where the case of the event has no lists of people.
	Counted   *Counted
	Estimates []OwnEstimate // of just this event that count now, the newest first
}

// OwnEstimate is an estimate with the report of its whole. Damaged is why that
// can't be read, if it can't: the estimate is told all the same.
type OwnEstimate struct {
	count.Estimation
	Report  *estimate.Report
	Damaged error
}

// OwnFiguresOf gives the documented minimum of an event, and the estimates that
// were recorded of it and neither withdrawn nor replaced.
func OwnFiguresOf(ctx context.Context, a *Archive, s State, event claim.Entity) (OwnFigures, error) {
	var out OwnFigures
	rows, err := listsOf(ctx, s, event.Case)
	if err != nil {
		return out, err
	}
	if len(rows.lists) > 0 {
		c, err := Count(ctx, a, s, CountRequest{Case: event.Case, Event: event.ID})
		if err != nil {
			return out, err
		}
		out.Counted = &c
	}
	err = s.Estimates(ctx, EstimateFilter{Event: event.ID, After: -1}, func(e count.Estimation) error {
		if !e.Standing().Stands() {
			return nil
		}
		own := OwnEstimate{Estimation: e}
		part, err := readPart(ctx, a, e.Parts[0])
		switch {
		case err == nil:
			own.Report = &part.Report
		case fail.Of(err) == fail.Integrity:
			own.Damaged = err
		default:
			return err
		}
		out.Estimates = append([]OwnEstimate{own}, out.Estimates...)
		return nil
	})
	return out, err
}
