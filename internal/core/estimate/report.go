package estimate

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"sanad/internal/core/count"
)

// Version is raised when the same table, options and seed give other figures
// than before. It is kept with every report, so that whoever runs it again
// knows what to run.
const Version = 2

// Report is all that may be said of a table. A report without a headline is an
// answer: that no number may be given, and why.
type Report struct {
	Version     int      `json:"version"`
	Options     Options  `json:"options"`    // without drawings: those are with the table
	Drawings    int      `json:"drawings"`   // how many were given
	Documented  int64    `json:"documented"` // people by name, at least
	Lists       []string `json:"lists"`
	Frequencies []int64  `json:"frequencies"` // people on exactly one list, on two, ...
	Pairs       []Pair   `json:"pairs"`
	Aside       []string `json:"aside,omitempty"` // lists that are in no estimate, for they share too few people with the others

	Headline  *Headline       `json:"headline,omitempty"`  // nil: no estimate
	Estimates []Estimate      `json:"estimates,omitempty"` // one a method, in the order of the methods
	Chapman   *count.Estimate `json:"chapman,omitempty"`
	Bound     *Bound          `json:"bound,omitempty"`
	Curve     *Curve          `json:"curve,omitempty"` // nil where a pattern is empty
	LogLinear *LogLinearFit   `json:"loglinear,omitempty"`
	Graphs    *GraphFit       `json:"dga,omitempty"`
	Classes   *ClassFit       `json:"lcmcr,omitempty"`
	Merged    []Merged        `json:"merged,omitempty"` // in which log-linear models and graphs took lists for one

	LeftOut  []LeftOut  `json:"left_out,omitempty"`
	BackTest []BackTest `json:"back_test,omitempty"`
	Warnings []Warning  `json:"warnings"` // S01 and S02 are always the last
}

// Estimate is what one method says, and whether the headline counts it.
type Estimate struct {
	Method     Method   `json:"method"`
	Median     float64  `json:"median"`
	Mean       float64  `json:"mean"`
	Interval   Interval `json:"interval"`
	Failed     []Code   `json:"failed,omitempty"`    // why the headline does not count it
	Replicates int      `json:"replicates,omitzero"` // drawings of who is one person that are in the interval; none if zero
	// LogMean and LogVariance are of the logarithm of the number on no list.
	LogMean     float64 `json:"log_mean"`
	LogVariance float64 `json:"log_variance"`
}

// Passed says that the headline counts the estimate.
func (e Estimate) Passed() bool { return len(e.Failed) == 0 }

// atLeast lifts what an estimate from some of the lists says to what is
// documented on all.
func (e Estimate) atLeast(documented int64) Estimate {
	if e.Interval.High > 0 {
		n := float64(documented)
		e.Median, e.Mean = max(e.Median, n), max(e.Mean, n)
		e.Interval = e.Interval.atLeast(n)
	}
	return e
}

func (e *Estimate) fail(c Code) {
	if !slices.Contains(e.Failed, c) {
		e.Failed = append(e.Failed, c)
	}
}

// Headline is the range of all methods that passed, which is what may be
// published, with the documented number before it and the warnings after it.
type Headline struct {
	Interval Interval   `json:"interval"`
	Methods  []Method   `json:"methods"`
	Medians  [2]float64 `json:"medians"` // the lowest and the highest
	// Point is the median of the medians; zero where the range is so wide that
	// no number stands for it.
	Point float64 `json:"point,omitzero"`
}

// Shown gives the middles as they are said: the lowest rounded down and the
// highest up, by a tenth of the range's step, so that none lies outside; and the
// point by that step, but never outside the middles. It is zero where none may
// be shown.
func (h Headline) Shown(documented int64) (low, high, point int64) {
	step := h.Interval.Step()
	fine := max(step/10, 1)
	low, high = max(down(h.Medians[0], fine), documented), max(up(h.Medians[1], fine), documented)
	if h.Point > 0 {
		nearest := int64(float64(math.Round(h.Point/float64(step)) * float64(step)))
		point = min(max(nearest, low), high)
	}
	return low, high, point
}

const (
	fewestMethods = 2 // one method alone is no check of itself
	pointWithin   = 2 // a point may be shown if high / low is at most that
	mediansWithin = 1.5
)

// headlineOf joins what passed; nil if too few did.
func headlineOf(estimates []Estimate) *Headline {
	var h Headline
	var medians []float64
	for _, e := range estimates {
		if !e.Passed() {
			continue
		}
		if len(h.Methods) == 0 {
			h.Interval = e.Interval
		}
		h.Interval = h.Interval.join(e.Interval)
		h.Methods = append(h.Methods, e.Method)
		medians = append(medians, e.Median)
	}
	if len(medians) < fewestMethods {
		return nil
	}
	slices.Sort(medians)
	h.Medians = [2]float64{medians[0], medians[len(medians)-1]}
	if !h.Interval.Open && h.Interval.Ratio() <= pointWithin {
		h.Point = quantile(medians, 0.5)
	}
	return &h
}

// fewMethods is M17.
func fewMethods(estimates []Estimate) Warning {
	passed := 0
	for _, e := range estimates {
		if e.Passed() {
			passed++
		}
	}
	return Warning{Code: FewMethods, Numbers: numbers{"passed": float64(passed), "tried": float64(len(estimates))},
		Text: fmt.Sprintf("%d of %d methods passed, and a range needs two", passed, len(estimates))}
}

// Says is the sentence of the headline in English, as the standing statements
// want it: never a number alone.
func (r Report) Says() string {
	if r.Headline == nil {
		return fmt.Sprintf("At least %d people are documented. No estimate of the total can be given.", r.Documented)
	}
	low, high := r.Headline.Interval.Outward(r.Documented)
	lies := fmt.Sprintf("lies between %d and %d people", low, high)
	if r.Headline.Interval.Open {
		lies = fmt.Sprintf("is %d people or more, without an upper limit", low)
	}
	from, to, _ := r.Headline.Shown(r.Documented)
	return fmt.Sprintf("At least %d people are documented. If the lists meet the conditions below, the total %s; the methods tried range from about %d to about %d. "+
		"The number cannot include people who could not reach any list.", r.Documented, lies, from, to)
}

// disagree is M10 for estimates that passed.
func disagree(estimates []Estimate) []Warning {
	var passed []Estimate
	for _, e := range estimates {
		if e.Passed() {
			passed = append(passed, e)
		}
	}
	if len(passed) < 2 {
		return nil
	}
	slices.SortStableFunc(passed, func(a, b Estimate) int { return cmp.Compare(a.Median, b.Median) })
	low, high := passed[0], passed[len(passed)-1]
	apart := false
	for i, a := range passed {
		for _, b := range passed[i+1:] {
			apart = apart || a.Interval.apart(b.Interval)
		}
	}
	if !apart && high.Median <= float64(mediansWithin*low.Median) {
		return nil
	}
	return []Warning{{Code: MethodsDisagree, Methods: []Method{low.Method, high.Method}, Numbers: numbers{"low": low.Median, "high": high.Median},
		Text: fmt.Sprintf("methods disagree: %s says %.0f, %s says %.0f; only the range of all may be given", low.Method, low.Median, high.Method, high.Median)}}
}

// CompareStrata sets the parts of a population beside the whole: M13 if many
// people are in none, if they do not add up, or if some part has no estimate. Parts must never be
// subtracted from each other or from the whole.
func CompareStrata(whole Report, parts []Report) []Warning {
	sum, without, unplaced := Interval{}, 0, whole.Documented
	for _, p := range parts {
		unplaced -= p.Documented
		if p.Headline == nil {
			without++
			continue
		}
		i := p.Headline.Interval
		sum = Interval{sum.Low + i.Low, sum.High + i.High, sum.Open || i.Open}
	}
	var out []Warning
	if len(parts) > 0 && float64(unplaced) > float64(mostUnplaced*float64(whole.Documented)) {
		out = append(out, Warning{Code: StrataDisagree, Form: FormUnplaced, Numbers: numbers{"unplaced": float64(unplaced), "people": float64(whole.Documented)},
			Text: fmt.Sprintf("%d of %d people are in no part, for nothing is said of them or what is said is not one thing: what lists share of them is missing in the parts, whose estimates can be wrong", unplaced, whole.Documented)})
	}
	if without > 0 {
		out = append(out, Warning{Code: StrataDisagree, Form: FormMissing, Numbers: numbers{"without": float64(without), "parts": float64(len(parts))},
			Text: fmt.Sprintf("%d of %d parts have no estimate: nothing may be subtracted to get one", without, len(parts))})
	} else if whole.Headline != nil && len(parts) > 0 && sum.apart(whole.Headline.Interval) {
		low, high, all := math.Floor(sum.Low), math.Ceil(sum.High), whole.Headline.Interval
		out = append(out, Warning{Code: StrataDisagree, Form: FormApart, Numbers: numbers{"low": low, "high": high, "whole_low": math.Floor(all.Low), "whole_high": math.Ceil(all.High)},
			Text: fmt.Sprintf("the parts add up to %.0f to %.0f, the whole is %.0f to %.0f: parts must not be subtracted", low, high, math.Floor(all.Low), math.Ceil(all.High))})
	}
	return out
}

// mostUnplaced is the share of people in no part beyond which parts are
// warned of.
const mostUnplaced = 0.05

// MayIdentify says that a table is so fine that its cells can point at a
// person, and must not be published: fewer than ten people, or one or two in
// any pattern.
func MayIdentify(t count.Table) bool {
	if t.Minimum() < 10 {
		return true
	}
	for _, n := range t.Patterns {
		if n == 1 || n == 2 {
			return true
		}
	}
	return false
}
