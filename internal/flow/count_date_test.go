package flow

import (
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/ground/calendar"
)

// A kept stratum of months is a month again, to be said in the reader's words;
// one that is of no month is none.
func TestAKeptMonthIsAMonthAgain(t *testing.T) {
	for _, c := range []struct {
		by   string
		kind count.Kind
		key  string
		want calendar.Date
	}{
		{"month", count.Told, "1371-05", calendar.Date{Year: 1371, Month: 5}},
		{"year:arrest_date", count.Told, "1992", calendar.Date{Year: 1992}},
		{"month", count.Vague, "1371-05", calendar.Date{}},
		{"age", count.Told, "18-24", calendar.Date{}},
	} {
		if got := StratumDate(c.by, Stratum{Kind: c.kind, Key: c.key}); got != c.want {
			t.Errorf("%s %s is %+v, want %+v", c.by, c.key, got, c.want)
		}
	}
}
