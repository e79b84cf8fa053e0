package sql_test

import (
	"context"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// BenchmarkTimeline reports how long a timeline of 100,000 dated claims takes:
// the whole of it, its first part, and a part of one year.
func BenchmarkTimeline(b *testing.B) {
	const claims = 100_000
	book := newSQLite(b)
	begin(b, book)
	for n := 0; n < claims; {
		var facts []ledger.Fact
		for range 5000 {
			c := claimed(n)
			day := calendar.Day(2444000 + n*7%5000)
			c.Property, c.Value = "death_date", day.String()
			c.Date = &claim.Date{EDTF: c.Value, Calendar: "solar"}
			if n%100 == 0 {
				c.Value, c.Date = "XXXX-07-27", &claim.Date{EDTF: "XXXX-07-27", Calendar: "gregorian", Flags: []string{"no-year"}}
			}
			facts = append(facts, c)
			n++
		}
		put(b, book, facts...)
	}
	walk := func(b *testing.B, q flow.TimelineQuery, limit int) (moments, seen int) {
		err := book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
			return flow.Timeline(ctx, s, q, func(m flow.Moment) error {
				moments, seen = moments+1, seen+len(m.Claims)
				if moments == limit {
					return flow.ErrEnough
				}
				return nil
			})
		})
		if err != nil {
			b.Fatal(err)
		}
		return moments, seen
	}
	if _, seen := walk(b, flow.TimelineQuery{}, 0); seen != claims {
		b.Fatalf("the timeline has %d claims of %d", seen, claims)
	}
	from, to := calendar.Day(2446000), calendar.Day(2446365)
	for _, c := range []struct {
		name  string
		q     flow.TimelineQuery
		limit int
	}{{"whole", flow.TimelineQuery{}, 0}, {"first-50", flow.TimelineQuery{}, 50}, {"year", flow.TimelineQuery{From: &from, To: &to}, 0},
		{"without-year", flow.TimelineQuery{Unplaced: true}, 0}, {"entity", flow.TimelineQuery{Entity: "e-77"}, 0}} {
		b.Run(c.name, func(b *testing.B) {
			moments := 0
			for b.Loop() {
				moments, _ = walk(b, c.q, c.limit)
			}
			b.ReportMetric(float64(moments), "moments")
		})
	}
}
