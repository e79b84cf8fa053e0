package count

import (
	"fmt"
	"math"

	"sanad/internal/ground/steady"
)

// Estimate is what the overlap of two lists implies, if they were drawn
// independently. It is a sensitivity figure, not a finding: two lists can't
// tell whether they were.
type Estimate struct {
	Method   string     `json:"method"`
	Lists    [2]string  `json:"lists"`
	N1       int64      `json:"n1"` // people on each list
	N2       int64      `json:"n2"`
	Both     int64      `json:"both"` // people on both
	Point    float64    `json:"point"`
	StdErr   float64    `json:"std_err"`
	Interval [2]float64 `json:"interval"` // log-normal, of the level below
	Level    float64    `json:"level"`
	// Band is the estimate when people on one list were theta times as
	// likely to be on the other as people not on it.
	Band     []Sensitivity `json:"band"`
	Warnings []string      `json:"warnings"`
}

// Sensitivity is the estimate under one odds ratio between the lists.
type Sensitivity struct {
	Theta float64 `json:"theta"`
	N     float64 `json:"n"`
}

// standing warnings of every estimate from two lists.
const (
	warnTwoLists  = "M01 two lists only: this shows what the overlap implies if the lists are independent, which two lists can't tell"
	warnUnseen    = "S01 people who had no chance to be on any list are in no interval"
	warnSamePlace = "S02 the lists must be about the same population, period, place and violation"
)

// Chapman is the bias-corrected estimate of Lincoln and Petersen for two
// lists (Chapman 1951; Seber 1982, p. 60): N = (n1+1)(n2+1)/(m+1) - 1 with
// variance (n1+1)(n2+1)(n1-m)(n2-m)/((m+1)^2 (m+2)). The interval is
// log-normal on the number not on either list, so it never falls below what
// is documented. The band is n0(theta) = theta n10 n01 / n11 (Lum and Ball
// 2015). No overlap gives no estimate: an error. Nor does a list that lies
// within the other: the formulas would then say that nobody is missing, with no
// doubt at all, where one list was most likely made from the other.
func Chapman(t Table, i, j int) (Estimate, error) {
	n1, n2, m := t.On(i), t.On(j), t.OnBoth(i, j)
	e := Estimate{Method: "chapman", Lists: [2]string{t.Lists[i], t.Lists[j]}, N1: n1, N2: n2, Both: m, Level: 0.95,
		Warnings: []string{warnTwoLists, warnUnseen, warnSamePlace}}
	if m == 0 {
		return e, fmt.Errorf("no one is on both %q and %q: their overlap implies no number", e.Lists[0], e.Lists[1])
	}
	if inner, outer, ok := t.Within(i, j); ok {
		return e, fmt.Errorf("everybody on %q is on %q too: such an overlap implies no number", inner, outer)
	}
	a, b, c := float64(n1), float64(n2), float64(m)
	e.Point = float64((a+1)*(b+1)/(c+1)) - 1
	e.StdErr = math.Sqrt(float64((a+1)*(b+1)*(a-c)*(b-c)) / float64((c+1)*(c+1)*(c+2)))
	seen := a + b - c
	e.Interval = [2]float64{seen, seen}
	if unseen := e.Point - seen; unseen > 0 {
		ratio := e.StdErr / unseen
		spread := steady.Exp(float64(steady.Z95 * math.Sqrt(steady.Log1p(float64(ratio*ratio)))))
		e.Interval = [2]float64{seen + unseen/spread, seen + float64(unseen*spread)}
	}
	for _, theta := range []float64{0.5, 1, 2, 4} {
		e.Band = append(e.Band, Sensitivity{theta, seen + float64(theta*(a-c)*(b-c)/c)})
	}
	if m < 5 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("M02 only %d people are on both lists", m))
	}
	return e, nil
}

// Within names, of two lists that have people, one all of whose people are on
// the other, and the other.
func (t Table) Within(i, j int) (inner, outer string, ok bool) {
	both := t.OnBoth(i, j)
	switch {
	case both == 0:
		return "", "", false
	case both == t.On(i):
		return t.Lists[i], t.Lists[j], true
	case both == t.On(j):
		return t.Lists[j], t.Lists[i], true
	}
	return "", "", false
}

// WarnsAlways reports whether a warning goes with every estimate from two lists.
func WarnsAlways(warning string) bool {
	return warning == warnTwoLists || warning == warnUnseen || warning == warnSamePlace
}

// Outward rounds an interval to whole people without narrowing it.
func (e Estimate) Outward() (low, high int64) {
	return int64(math.Floor(e.Interval[0])), int64(math.Ceil(e.Interval[1]))
}
