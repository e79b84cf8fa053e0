package estimate

import (
	"encoding/json"
	"testing"

	"sanad/internal/core/count"
)

// Whatever the overlaps, a report can be written, holds no number below what
// is documented, and no interval upside down.
func FuzzRun(f *testing.F) {
	f.Add([]byte{3, 40, 30, 6, 20, 0, 0, 0})
	f.Add([]byte{3, 255, 255, 255, 255, 255, 255, 255})
	f.Add([]byte{3, 60, 0, 40, 0, 40, 40, 1})
	f.Add([]byte{4, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 200})
	f.Add([]byte{4, 90, 80, 0, 60, 20, 0, 0, 20, 0, 0, 0, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		table := count.Table{Lists: []string{"A", "B", "C", "D", "E"}[:2+data[0]%3], Patterns: map[uint32]int64{}}
		for i, n := range data[1:min(len(data), 1<<len(table.Lists))] {
			table.Patterns[uint32(i+1)] = int64(n) * int64(n)
		}
		o := quick(uint64(len(data)))
		o.Classes = ClassOptions{Classes: 3, Chains: 2, Settle: 10, Draws: 8, Thin: 1, Longer: -1}
		o.Graphs.Points = 200
		r, err := Run(t.Context(), table, o)
		if err != nil {
			return
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatalf("%v: %v", table.Patterns, err)
		}
		n := float64(table.Minimum())
		for _, e := range r.Estimates {
			if e.Interval.High != 0 && !(e.Interval.Low >= n && e.Interval.High >= e.Interval.Low && e.Median >= n) {
				t.Errorf("%v: %+v of %v", table.Patterns, e, n)
			}
		}
		if h := r.Headline; h != nil {
			if low, high := h.Interval.Outward(r.Documented); float64(low) < n || !h.Interval.Open && low > high {
				t.Errorf("%v: %d to %d", table.Patterns, low, high)
			}
		}
		if r.Says() == "" {
			t.Error("it says nothing")
		}
	})
}
