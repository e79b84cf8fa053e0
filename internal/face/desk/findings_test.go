package desk

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// applyFinding follows conclusions and what becomes of them.
func (s *memoryState) applyFinding(e ledger.Event) error {
	turn := func(id string, to finding.Standing, reason string) error {
		for i := range s.findings {
			if f := &s.findings[i]; f.Made.Finding == id {
				f.Standing, f.Reason = to, reason
				if to == finding.Holds {
					f.Confirmer, f.ConfirmedAt = e.Actor, e.Index
				}
			}
		}
		s.history[id] = append(s.history[id], e.Index)
		return nil
	}
	switch e.Kind {
	case finding.Made{}.Kind():
		return ledger.Take(e, func(f *finding.Made) error {
			s.findings = append(s.findings, finding.Finding{Made: *f, Standing: finding.Proposed, Author: e.Actor, At: e.Time, Index: e.Index})
			s.history[f.Finding] = []int64{e.Index}
			return nil
		})
	case finding.Confirmed{}.Kind():
		return ledger.Take(e, func(f *finding.Confirmed) error { return turn(f.Finding, finding.Holds, f.Reason) })
	case finding.Withdrawn{}.Kind():
		return ledger.Take(e, func(f *finding.Withdrawn) error { return turn(f.Finding, finding.TakenBack, f.Reason) })
	}
	return nil
}

func (s *memoryState) Finding(_ context.Context, id string) (finding.Finding, error) {
	return one(s.findings, "finding", id, func(f finding.Finding) bool { return f.Made.Finding == id })
}

func (s *memoryState) Findings(_ context.Context, f flow.FindingFilter, yield func(finding.Finding) error) error {
	return each(s.findings, f.Limit, func(g finding.Finding) bool {
		return in(g.Case, f.Case) && g.Index > f.After && (!f.Waiting || g.Standing == finding.Proposed) && (f.About == "" || slices.Contains(g.About, f.About)) &&
			(f.Claim == "" || slices.Contains(slices.Concat(g.Claims, g.Against), f.Claim))
	}, yield)
}

func (s *memoryState) FindingHistory(ctx context.Context, id string) ([]int64, error) {
	_, err := s.Finding(ctx, id)
	return s.history[id], err
}

func (s *memoryState) Dated(ctx context.Context, f flow.DatedFilter, yield func(claim.Claim) error) error {
	type dated struct {
		claim.Claim
		at calendar.Day
	}
	var all []dated
	about := f.ClaimFilter
	about.After, about.Limit = -1, 0
	err := s.Claims(ctx, about, func(c claim.Claim) error {
		if !flow.IsDate(c.Made) || f.Entities != nil && !slices.Contains(f.Entities, c.Entity) {
			return nil
		}
		span, _ := flow.SpanOf(c.Date)
		from, begins := span.Earliest.Known()
		to, ends := span.Latest.Known()
		placed := c.Date != nil && (begins || ends)
		if !begins {
			from = to
		}
		if !ends {
			to = from
		}
		within := int64(to) >= f.FromDay && int64(from) <= f.ToDay && (f.StartDay == 0 || int64(from) >= f.StartDay)
		if f.Unplaced && !placed || !f.Unplaced && placed && within {
			all = append(all, dated{c, from})
		}
		return nil
	})
	if !f.Unplaced {
		slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(a.at, b.at) })
	}
	for i, d := range all {
		if err == nil && (f.Limit == 0 || i < f.Limit) {
			err = yield(d.Claim)
		}
	}
	return err
}

func (s *memoryState) DatedDays(ctx context.Context, f flow.DatedFilter, yield func(flow.DayCount) error) error {
	var days []flow.DayCount
	f.StartDay, f.Limit = 0, 0
	err := s.Dated(ctx, f, func(c claim.Claim) error {
		d, _, _ := flow.DayCountOf(c)
		if last := len(days) - 1; last >= 0 && days[last].Day == d.Day {
			days[last].Claims, days[last].Wide = days[last].Claims+1, days[last].Wide+d.Wide
			return nil
		}
		days = append(days, d)
		return nil
	})
	for _, d := range days {
		if err == nil {
			err = yield(d)
		}
	}
	return err
}

func (s *memoryState) ListVersions(_ context.Context, list string) ([]person.List, error) {
	var out []person.List
	for _, l := range s.lists {
		if l.List == list {
			out = append(out, l)
		}
	}
	return out, nil
}

func (s *memoryState) Named(_ context.Context, caseName, kind, name string) ([]string, error) {
	var out []string
	for _, c := range s.claims {
		if c.Property == "name" && in(c.Case, caseName) && in(c.Schema, kind) && flow.SameName(c.Value, name) && !slices.Contains(out, c.Entity) {
			out = append(out, c.Entity)
		}
	}
	slices.Sort(out)
	return out, nil
}
