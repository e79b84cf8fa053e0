package estimate

import (
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/ground/chance"
)

// R's package LCMCR makes these sweeps, with ten classes, in 11.0 and 10.0
// microseconds, and the prototype that this follows in 7.7 and 4.3.
func BenchmarkSweepOfFourListsTenClasses(b *testing.B) { benchmarkSweep(b, table(b, kosovo), 10) }
func BenchmarkSweepOfFiveListsTenClasses(b *testing.B) { benchmarkSweep(b, table(b, kingdom), 10) }
func BenchmarkSweepOfFourLists(b *testing.B)           { benchmarkSweep(b, table(b, kosovo), 15) }
func BenchmarkSweepOfFiveLists(b *testing.B)           { benchmarkSweep(b, table(b, kingdom), 15) }
func BenchmarkSweepOfACrowd(b *testing.B)              { benchmarkSweep(b, crowd(), 15) }

func benchmarkSweep(b *testing.B, t count.Table, classes int) {
	c := newChain(dense(t), classes, fixedSweeps, chance.New(1, 1))
	b.ReportAllocs()
	for b.Loop() {
		c.sweep(true)
	}
}

// The thousand models take R's package Rcapture 3.4 to 4.5 seconds, and the
// prototype that this follows 0.05 to 0.07.
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

// R's package dga takes 17 to 20 seconds and 3.5 GB for these, and the
// prototype 0.69.
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

// BenchmarkEverythingOfFiveLists makes whole reports with twenty drawings of
// who is one person: the most that is ever asked of five lists.
func BenchmarkEverythingOfFiveLists(b *testing.B) {
	for name, t := range map[string]count.Table{"york": table(b, york), "kingdom": table(b, kingdom), "netherlands": table(b, netherlands), "crowd": crowd()} {
		b.Run(name, func(b *testing.B) {
			o := Options{Seed: 1}
			for i := range 20 {
				o.Linkage = append(o.Linkage, redrawn(t, uint64(i)))
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Run(b.Context(), t, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// crowd is an invented table of 20,000 people of three kinds with somebody in
// every pattern, which makes walks slow.
func crowd() count.Table {
	s := chance.New(1, 9)
	t := count.Table{Lists: []string{"A", "B", "C", "D", "E"}, Patterns: map[uint32]int64{}}
	for i := range 30_000 {
		if on := caught(s, [][]float64{{0.1, 0.15, 0.2, 0.1, 0.1}, {0.3, 0.4, 0.2, 0.5, 0.2}, {0.7, 0.6, 0.8, 0.5, 0.9}}[i%3]...); on != 0 {
			t.Patterns[on]++
		}
	}
	return t
}

// redrawn is a table in which some people of two lists or more turn out to be
// two people.
func redrawn(t count.Table, seed uint64) count.Table {
	s := chance.New(seed, 5)
	out := count.Table{Lists: t.Lists, Patterns: map[uint32]int64{}}
	for pattern := range uint32(1 << len(t.Lists)) {
		n := t.Patterns[pattern]
		apart := int64(0)
		if first := pattern & -pattern; pattern != first {
			apart = s.Binomial(n, 0.05)
			out.Patterns[first] += apart
			out.Patterns[pattern&^first] += apart
		}
		out.Patterns[pattern] += n - apart
	}
	delete(out.Patterns, 0)
	return out
}
