package estimate

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/count"
)

// LeftOut is the estimate as it would be if a list had never been made.
type LeftOut struct {
	List       string   `json:"list"`
	Documented int64    `json:"documented"`
	Median     float64  `json:"median,omitzero"` // zero without an estimate
	Interval   Interval `json:"interval,omitzero"`
	Outside    bool     `json:"outside,omitzero"` // the median leaves the headline's interval
	Reason     *Warning `json:"reason,omitzero"`  // why there is no estimate
}

// BackTest takes the people of a list as a population whose size is known, and
// estimates it from the other lists.
type BackTest struct {
	List     string   `json:"list"`
	Known    int64    `json:"known"`
	Seen     int64    `json:"seen"` // of those, on another list
	Median   float64  `json:"median,omitzero"`
	Interval Interval `json:"interval,omitzero"`
	Tested   bool     `json:"tested,omitzero"`
	Covers   bool     `json:"covers,omitzero"`
	Reason   *Warning `json:"reason,omitzero"` // why it was not tested
}

// smaller estimates a table with one list fewer.
func smaller(ctx context.Context, t count.Table, o Options) (*Headline, *Warning, error) {
	warnings, err := Check(t)
	if err != nil { // of a table that passed one list is gone: nobody is left
		return nil, &Warning{Code: FewPeople, Form: FormPeople, Numbers: numbers{"people": 0, "least": leastPeople}, Text: err.Error()}, nil
	}
	if i := slices.IndexFunc(warnings, Warning.forbids); i >= 0 {
		return nil, &warnings[i], nil
	}
	rest, _ := aside(listed(t))
	f := fits{o: o, gates: light}
	if err := f.run(ctx, rest); err != nil {
		return nil, nil, err
	}
	for i, e := range f.estimates {
		f.estimates[i] = e.atLeast(t.Minimum())
	}
	if f.several() {
		why := f.classes.disagreement(f.gates)
		return nil, &why, nil
	}
	if h := headlineOf(f.estimates); h != nil {
		return h, nil, nil
	}
	few := fewMethods(f.estimates)
	return nil, &few, nil
}

// middle is the middle of the medians, for comparing.
func (h Headline) middle() float64 {
	if h.Point > 0 {
		return h.Point
	}
	return h.Medians[0] + float64((h.Medians[1]-h.Medians[0])/2)
}

// leaveOut estimates without each list in turn. Of three lists it says that two
// are left, which imply nothing.
func (r *Report) leaveOut(ctx context.Context, t count.Table, o Options) error {
	for i, name := range t.Lists {
		o.tell(StageLeaveOut, i, len(t.Lists))
		rest := without(t, i)
		out := LeftOut{List: name, Documented: rest.Minimum()}
		h, reason, err := smaller(ctx, rest, o.checks(1+i))
		if err != nil {
			return err
		}
		if out.Reason = reason; h != nil {
			out.Median, out.Interval = h.middle(), h.Interval
		}
		r.LeftOut = append(r.LeftOut, out)
	}
	o.tell(StageLeaveOut, len(t.Lists), len(t.Lists))
	return nil
}

// unsupported is M11 of all lists: where without most of them the methods find
// nothing that they agree on, what they agree on with all is chance. Tables
// that are too small without a list were not tried.
func (r *Report) unsupported() []Warning {
	tried, none := 0, 0
	for _, l := range r.LeftOut {
		switch {
		case l.Reason == nil:
			tried++
		case !l.Reason.forbids():
			tried++
			none++
		}
	}
	if 2*none <= tried {
		return nil
	}
	return []Warning{{Code: OneListDecides, Form: FormNone, Numbers: numbers{"without": float64(none), "tried": float64(tried)},
		Text: fmt.Sprintf("leaving out one list leaves no estimate in %d of %d trials: what all lists together imply is not supported by fewer, and no number may be given", none, tried)}}
}

// outside marks the lists without which the estimate would be another: M11. A
// table without a list is smaller and documents fewer people, so that its
// figure may be below what all document.
func (r *Report) outside() (out []Warning) {
	for i, l := range r.LeftOut {
		if l.Reason != nil || r.Headline == nil || r.Headline.Interval.Holds(l.Median) {
			continue
		}
		r.LeftOut[i].Outside = true
		out = append(out, Warning{Code: OneListDecides, Lists: []string{l.List},
			Numbers: numbers{"median": l.Median, "low": r.Headline.Interval.Low, "high": r.Headline.Interval.High, "documented": float64(l.Documented)},
			Text:    fmt.Sprintf("without the list %q, from a smaller table that documents %d people, the methods' middle is %.0f, outside the interval", l.List, l.Documented, l.Median)})
	}
	return out
}

func (r *Report) backTest(ctx context.Context, t count.Table, o Options) error {
	tested, covered := 0, 0
	for i, name := range t.Lists {
		o.tell(StageBackTest, i, len(t.Lists))
		others, known := within(t, i)
		b := BackTest{List: name, Known: known, Seen: others.Minimum()}
		h, reason, err := smaller(ctx, others, o.checks(1+len(t.Lists)+i))
		if err != nil {
			return err
		}
		if b.Reason = reason; h != nil {
			b.Tested, b.Median, b.Interval = true, h.middle(), h.Interval
			b.Covers = h.Interval.Holds(float64(known))
			tested++
		}
		if b.Covers {
			covered++
		}
		r.BackTest = append(r.BackTest, b)
	}
	o.tell(StageBackTest, len(t.Lists), len(t.Lists))
	if tested > 0 && 2*covered < tested {
		r.Warnings = append(r.Warnings, Warning{Code: BackTestFailed, Numbers: numbers{"covered": float64(covered), "tested": float64(tested)},
			Text: fmt.Sprintf("from the other lists, the known size of %d of %d lists was found: the true total may lie outside", covered, tested)})
	}
	return nil
}
