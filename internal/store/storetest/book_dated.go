package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// testDated holds that a walk over dates loses none and gives none twice:
// those with a known day in the order of it, those without one by themselves.
func testDated(t *testing.T, b *books) {
	b.begin()
	dates := map[string]*claim.Date{
		"c-year": {EDTF: "1988", Calendar: "gregorian"}, "c-day": {EDTF: "1988-07-27", Calendar: "gregorian"},
		"c-until": {EDTF: "../1987-01-01", Calendar: "gregorian"}, "c-since": {EDTF: "1990-01-01/..", Calendar: "gregorian"},
		"c-yearless": {EDTF: "XXXX-07-27", Calendar: "gregorian", Flags: []string{"no-year"}}, "c-unknown": {EDTF: "/", Calendar: "gregorian"},
		"c-unread": nil, "c-variant": {EDTF: "1988-07-28", Calendar: "hijri-civil", Flags: []string{claim.DateVariant}},
	}
	var facts []ledger.Fact
	for i, id := range []string{"c-year", "c-day", "c-until", "c-since", "c-yearless", "c-unknown", "c-unread", "c-variant"} {
		facts = append(facts, sampleTyped(id, "date", func(m *claim.Made) { m.Date, m.Entity = dates[id], fmt.Sprint("e-", i%2) }))
	}
	facts = append(facts, sampleTyped("c-name", "name", func(*claim.Made) {}))
	b.put(facts...)
	always := flow.DatedFilter{FromDay: -1 << 60, ToDay: 1 << 60}
	with := func(change func(*flow.DatedFilter)) flow.DatedFilter {
		f := always
		change(&f)
		return f
	}
	const summer = 2447370 // 27 July 1988
	for _, c := range []struct {
		what   string
		filter flow.DatedFilter
		want   []string
	}{
		{"all with a day", always, []string{"c-until", "c-year", "c-day", "c-variant", "c-since"}},
		{"from a day on, which those before it reach", with(func(f *flow.DatedFilter) { f.FromDay = summer }), []string{"c-year", "c-day", "c-variant", "c-since"}},
		{"gone on with at a day", with(func(f *flow.DatedFilter) { f.StartDay = summer }), []string{"c-day", "c-variant", "c-since"}},
		{"of one thing", with(func(f *flow.DatedFilter) { f.Entities = []string{"e-0", "e-9"} }), []string{"c-until", "c-year"}},
		{"of no thing", with(func(f *flow.DatedFilter) { f.Entities = []string{} }), nil},
		{"no more than two", with(func(f *flow.DatedFilter) { f.Limit = 2 }), []string{"c-until", "c-year"}},
		{"without a day", with(func(f *flow.DatedFilter) { f.Unplaced = true }), []string{"c-yearless", "c-unknown", "c-unread"}},
		{"without a day, of one thing", with(func(f *flow.DatedFilter) { f.Unplaced, f.Entities = true, []string{"e-0"} }), []string{"c-yearless", "c-unread"}},
		{"without a day, of another property", with(func(f *flow.DatedFilter) { f.Unplaced, f.Property = true, "name" }), nil},
	} {
		var got []string
		err := b.Book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
			return s.Dated(ctx, c.filter, func(c claim.Claim) error { got = append(got, c.Made.Claim); return nil })
		})
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("dates %s: %v, %v, want %v", c.what, got, err, c.want)
		}
		if c.filter.Limit == 0 && c.filter.StartDay == 0 && !c.filter.Unplaced {
			sameDays(t, b, c.what, c.filter)
		}
	}
}

// sameDays holds that days are counted just as their claims are walked.
func sameDays(t *testing.T, b *books, what string, f flow.DatedFilter) {
	t.Helper()
	var got, want []flow.DayCount
	err := b.Book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		err := s.Dated(ctx, f, func(c claim.Claim) error {
			d, _, _ := flow.DayCountOf(c)
			if last := len(want) - 1; last >= 0 && want[last].Day == d.Day {
				want[last].Claims, want[last].Wide = want[last].Claims+1, want[last].Wide+d.Wide
				return nil
			}
			want = append(want, d)
			return nil
		})
		return errors.Join(err, s.DatedDays(ctx, f, func(d flow.DayCount) error { got = append(got, d); return nil }))
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("days of dates %s: %v, %v, want %v", what, got, err, want)
	}
}
