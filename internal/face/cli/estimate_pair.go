package cli

import "sanad/internal/core/count"

type estimateView struct {
	Method   string      `json:"method"`
	Lists    [2]string   `json:"lists"`
	N1       int64       `json:"n1"`
	N2       int64       `json:"n2"`
	Both     int64       `json:"both"`
	Median   float64     `json:"median"`
	Mean     float64     `json:"mean"`
	StdErr   float64     `json:"standard_error"`
	Interval [2]int64    `json:"interval"`
	Level    float64     `json:"level"`
	Band     [][2]any    `json:"sensitivity"`
	Warnings []string    `json:"warnings"`
	Seed     interface{} `json:"seed"` // this method draws nothing: null
}

func viewEstimate(e count.Estimate) estimateView {
	low, high := e.Outward()
	v := estimateView{Method: e.Method, Lists: e.Lists, N1: e.N1, N2: e.N2, Both: e.Both, Median: e.Point, Mean: e.Point, StdErr: e.StdErr,
		Interval: [2]int64{low, high}, Level: e.Level, Warnings: e.Warnings}
	for _, b := range e.Band {
		v.Band = append(v.Band, [2]any{b.Theta, b.N})
	}
	return v
}

// tellEstimate says what two lists imply, and what is to be known of just them:
// the standing warnings are in what it is called.
func tellEstimate(s *session, e estimateView) {
	s.sayf("%s and %s: %d and %d people, %d on both: if independent, %d to %d in all (sensitivity, not a finding)",
		e.Lists[0], e.Lists[1], e.N1, e.N2, e.Both, e.Interval[0], e.Interval[1])
	for _, w := range e.Warnings {
		if !count.WarnsAlways(w) {
			s.sayf("  %s", w)
		}
	}
}
