package desk

import (
	"context"

	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

type requestsPage struct {
	frame
	Cases    []caseLine
	Open     bool // only those not answered in full
	Other    string
	Requests []flow.Request
	More     bool
}

// requestsShown is how many requests a page shows.
const requestsShown = 200

func showRequests(ctx context.Context, v *visit) (view, error) {
	f := flow.RequestFilter{Case: v.query("case"), Open: v.query("open") != ""}
	p := &requestsPage{Open: f.Open}
	query := v.r.URL.Query()
	query.Del("done")
	if query.Del("open"); !f.Open {
		query.Set("open", "1")
	}
	p.Other = v.r.URL.Path + "?" + query.Encode()
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, f.Case); err != nil {
			return err
		}
		return flow.Walked(flow.Requests(ctx, s, f, calendar.DayOf(v.Clock()), func(r flow.Request) error {
			if len(p.Requests) == requestsShown {
				p.More = true
				return flow.ErrEnough
			}
			p.Requests = append(p.Requests, r)
			return nil
		}))
	})
}
