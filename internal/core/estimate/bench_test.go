package estimate

import (
	"testing"

	"sanad/internal/ground/chance"
)

func BenchmarkSweepOfFourLists(b *testing.B) { benchmarkSweep(b, kosovo) }
func BenchmarkSweepOfFiveLists(b *testing.B) { benchmarkSweep(b, kingdom) }

func benchmarkSweep(b *testing.B, text string) {
	c := newChain(dense(table(b, text)), 15, fixedSweeps, chance.New(1, 1))
	b.ReportAllocs()
	for b.Loop() {
		c.sweep(true)
	}
}

func BenchmarkLogLinearOfFiveLists(b *testing.B) {
	for b.Loop() {
		if _, err := FitLogLinear(b.Context(), table(b, kingdom)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLogLinearOfSixLists(b *testing.B) {
	for b.Loop() {
		if _, err := FitLogLinear(b.Context(), table(b, hare)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGraphsOfFiveLists(b *testing.B) {
	for b.Loop() {
		if _, err := FitGraphs(b.Context(), table(b, netherlands), GraphOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGraphsOfSixLists(b *testing.B) {
	for b.Loop() {
		if _, err := FitGraphs(b.Context(), table(b, hare), GraphOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWholeReports makes whole reports, with the walks of a headline, and
// checks what would take too long in a test: figures to the tolerances of the
// study that the methods follow, and tables that must get no number.
func BenchmarkWholeReports(b *testing.B) {
	for _, c := range []struct {
		name, table      string
		low, high        float64 // of the headline; none if zero
		l, m, h          float64 // of LCMCR, R's seeds pooled
		classes, priored bool    // whether each method must fail
	}{
		{"kosovo", kosovo, 9167, 20875, 8989, 10409, 13896, false, false},
		{"rome", rome, 9404, 14157, 9364, 10906, 13122, false, false},
		{"york", york, 0, 0, 591, 629, 716, false, false},
		{"hare", hare, 0, 0, 70, 77, 90, false, false},
		{"kingdom", kingdom, 0, 0, 0, 0, 0, true, true},
		{"netherlands", netherlands, 0, 0, 0, 0, 0, true, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := Run(b.Context(), table(b, c.table), Options{Seed: 1})
				if err != nil {
					b.Fatal(err)
				}
				within := func(what string, got, want, tolerance float64) {
					if want > 0 && abs(got-want) > tolerance*want {
						b.Errorf("%s is %.0f, want %.0f", what, got, want)
					}
				}
				if c.low > 0 && r.Headline != nil {
					within("the low end", r.Headline.Interval.Low, c.low, 0.03)
					within("the high end", r.Headline.Interval.High, c.high, 0.03)
				}
				within("the classes' low end", r.Classes.Interval.Low, c.l, 0.03)
				within("the classes' median", r.Classes.Median, c.m, 0.03)
				within("the classes' high end", r.Classes.Interval.High, c.h, 0.08)
				if r.Estimates[2].Passed() == c.classes || r.Estimates[1].Passed() == c.priored || (r.Headline == nil) != c.priored {
					b.Errorf("%+v, %s", r.Estimates, codes(r.Warnings))
				}
			}
		})
	}
}
