package estimated

import (
	"slices"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
)

// Method is what one method says, for a line of a table.
type Method struct {
	Method   estimate.Method
	Name     string
	Median   float64
	Interval estimate.Interval
	Range    string          // the interval in words; that there is no number
	Shown    bool            // it has a number that may be shown
	Counted  bool            // the headline's range holds it
	Codes    []estimate.Code // what is warned of it, and what it failed by
	Drawings int             // of who is one person that are in the interval
}

// Methods gives what each method says, in their order. A method whose chains
// disagree has no number: theirs are shown chain by chain.
func Methods(t *words.Table, r estimate.Report) ([]Method, error) {
	var out []Method
	for _, e := range r.Estimates {
		m := Method{Method: e.Method, Name: t.Term("estimate.method", string(e.Method)), Median: e.Median, Interval: e.Interval,
			Shown:   e.Interval.High > 0 && !slices.Contains(e.Failed, estimate.ChainsDisagree),
			Counted: r.Headline != nil && e.Passed(), Codes: slices.Clone(e.Failed), Drawings: e.Replicates}
		for _, w := range r.Warnings {
			if len(w.Methods) == 1 && w.Methods[0] == e.Method && !slices.Contains(m.Codes, w.Code) {
				m.Codes = append(m.Codes, w.Code)
			}
		}
		var err error
		if m.Range, err = t.Say("estimate.chart.nonumber"); m.Shown && err == nil {
			m.Range, err = Range(t, e.Interval)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
