package desk

import (
	"context"
	"net/url"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// ownFigures is what this archive computed itself, as pages show it beside what
// others state: how many it documents by name, and estimates that stand.
type ownFigures struct {
	Counted bool // there is a documented number of just this event
	Minimum int64
	Count   string // the address of how it was counted
	Lines   []estimateLine
	More    bool   // there are older ones
	All     string // the address of all
	New     string // the address of the form; "" for who may not make one
}

// ownRows is how many estimates a page of something else shows.
const ownRows = 10

// ownEstimates gives the estimates of a case, or of one event of it, that stand,
// the newest first.
func (v *visit) ownEstimates(ctx context.Context, s *sight, caseName, event string) (*ownFigures, error) {
	query := url.Values{"case": {caseName}}
	if event != "" {
		query.Set("event", event)
	}
	p := &ownFigures{Count: "/count?" + query.Encode(), All: "/estimates?" + query.Encode()}
	if v.mayIn(caseName, guard.ToClaim) {
		p.New = "/estimates/new?" + query.Encode()
	}
	var found []count.Estimation
	err := s.Estimates(ctx, flow.EstimateFilter{Case: caseName, Event: event, After: -1}, func(e count.Estimation) error {
		if e.Standing().Stands() {
			found = append(found, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Reverse(found)
	p.More = len(found) > ownRows
	p.Lines, err = v.linesOf(ctx, s, found[:min(len(found), ownRows)])
	return p, err
}

// ownFiguresOf adds how many people of an event the lists of its case document.
func (v *visit) ownFiguresOf(ctx context.Context, s *sight, event claim.Entity) (*ownFigures, error) {
	p, err := v.ownEstimates(ctx, s, event.Case, event.ID)
	if err != nil {
		return nil, err
	}
	l, err := v.linkedOf(ctx, s, event.Case)
	if err != nil {
		return nil, err
	}
	if len(l.Lists) == 0 {
		return p, nil
	}
	c, err := v.countOf(ctx, s, l, countAsked{Case: event.Case, Event: event.ID})
	p.Counted, p.Minimum = true, c.Table.Minimum()
	return p, err
}
