package cli

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// envelope is how the range of all methods that passed is called.
const envelope = "envelope"

// totalView is what one method, or all together, say of a total. What is not
// said is null: a number that did not pass its gates is no number.
type totalView struct {
	Method   string     `json:"method"`
	Median   *float64   `json:"median"`
	Mean     *float64   `json:"mean"`
	Interval *rangeEnds `json:"interval"` // rounded outward
	Level    float64    `json:"level"`
	Warnings []string   `json:"warnings"`
	Seed     *uint64    `json:"seed"` // null: the method draws nothing

	Methods []string        `json:"methods,omitempty"`  // that the range joins
	Medians *[2]float64     `json:"medians,omitempty"`  // their lowest and highest
	Best    *estimate.Model `json:"best,omitempty"`     // of all log-linear models by BIC
	Failed  *failedView     `json:"failed,omitempty"`   // figures that are no estimate
	Bound   string          `json:"bound,omitempty"`    // lower: at least about so many
	Draws   int             `json:"drawings,omitempty"` // of who is one person, in the interval
}

// rangeEnds are the ends of an interval; without an upper limit the second is null.
type rangeEnds [2]*int64

// failedView is what a method gave that did not pass its gates.
type failedView struct {
	Codes    []estimate.Code    `json:"codes"`
	Median   *float64           `json:"median"`
	Mean     *float64           `json:"mean"`
	Interval *estimate.Interval `json:"interval"`
}

// partTotal is what is said of the whole, or of one stratum.
type partTotal struct {
	Stratum string `json:"stratum,omitempty"`
	Of      string `json:"of,omitempty"` // what the stratum is made of
	Label   string `json:"label,omitempty"`
	*totalView
	*pairFields
	Estimates []totalView         `json:"estimates,omitempty"` // where several methods were asked for
	Minimum   int64               `json:"minimum"`             // documented by name
	Table     string              `json:"table"`               // SHA-256 of the table of overlaps
	ReportSum string              `json:"report_sha256"`
	Chao      *estimate.Bound     `json:"chao"`
	NHOI      *estimate.Curve     `json:"nhoi"`
	LeaveOut  []estimate.LeftOut  `json:"leave_out"`
	BackTest  []estimate.BackTest `json:"back_test"`
	Chapman   *estimateView       `json:"chapman,omitempty"` // of two lists
	Report    json.RawMessage     `json:"report"`
	report    estimate.Report
	asked     count.Question // whose level says whom the minimum believes
}

// pairFields are those of an estimate from two lists.
type pairFields struct {
	N1     int64    `json:"n1"`
	N2     int64    `json:"n2"`
	Both   int64    `json:"both"`
	StdErr float64  `json:"standard_error"`
	Band   [][2]any `json:"sensitivity"`
}

// totalsView is an estimate as the command line tells it.
type totalsView struct {
	Estimate string `json:"estimate,omitempty"` // its id, if it is recorded
	partTotal
	Warnings   []string        `json:"warnings"`
	Seed       *uint64         `json:"seed"`
	Statements []string        `json:"statements"` // that stand with every estimate
	Lists      []string        `json:"lists"`
	Rule       string          `json:"rule"`
	Version    int             `json:"version"` // of the code that estimated
	Index      *int64          `json:"index"`   // null: of no archive
	Case       string          `json:"case,omitempty"`
	Event      string          `json:"event,omitempty"`
	By         string          `json:"by,omitempty"`
	Label      guard.Label     `json:"label"`
	Question   *count.Question `json:"question,omitempty"` // of what was counted in an archive
	Strata     []partTotal     `json:"strata,omitempty"`
	Note       string          `json:"note,omitempty"`
	Checklist  count.Checklist `json:"checklist,omitempty"`
	Replaces   string          `json:"replaces,omitempty"`
	question   count.Question
}

// viewTotals shows an estimate and all its parts.
func viewTotals(f count.Estimated, results []flow.PartEstimate, beside []estimate.Warning) (totalsView, error) {
	v := totalsView{Estimate: f.Estimate, Rule: f.Question.Rule, Version: f.Version, Case: f.Case, Event: f.Event, By: f.By, Label: f.Label, question: f.Question,
		Note: f.Note, Checklist: f.Checklist, Replaces: f.Replaces, Statements: []string{}, Warnings: []string{}, Lists: results[0].Table.Lists}
	if f.Case != "" {
		v.Index, v.Question = &f.Seen, &f.Question
	}
	for i, r := range results {
		part, err := viewPart(f, r)
		if err != nil {
			return v, err
		}
		part.Stratum, part.Of, part.Table, part.ReportSum = f.Parts[i].Stratum, f.Parts[i].Of, f.Parts[i].Table.String(), f.Parts[i].Report.String()
		if part.asked = f.Question; i > 0 {
			part.asked.Judged = 0 // that is of the whole
			part.Label = stratumLabel(f.By, flow.Stratum{Key: part.Stratum, Kind: count.Kind(part.Of), Label: f.Parts[i].Label})
			v.Strata = append(v.Strata, part)
			continue
		}
		v.partTotal = part
	}
	for _, w := range slices.Concat(results[0].Report.Warnings, beside) {
		switch {
		case standsAlways(w):
			v.Statements = append(v.Statements, says(w))
		case v.ofRange() || w.Code != estimate.FewMethods:
			v.Warnings = append(v.Warnings, says(w))
		}
	}
	if f.Question.Undecided > 0 {
		v.Warnings = append(v.Warnings, flow.WarnUndecided)
	}
	if v.totalView != nil {
		v.Seed = v.totalView.Seed
		if v.Method == string(estimate.Chapman) {
			v.Warnings = slices.Concat(v.totalView.Warnings, slices.DeleteFunc(v.Warnings, func(w string) bool { return strings.HasPrefix(w, string(estimate.FewLists)) }))
		}
	} else {
		v.Seed = &f.Question.Seed
	}
	return v, nil
}

func standsAlways(w estimate.Warning) bool {
	return w.Code == estimate.NeverListable || w.Code == estimate.SamePopulation
}

// ofRange reports whether enough methods were asked for to give a range.
func (v partTotal) ofRange() bool {
	return len(v.report.Options.Methods) != 1
}

func says(w estimate.Warning) string { return string(w.Code) + " " + w.Text }

func viewPart(f count.Estimated, r flow.PartEstimate) (partTotal, error) {
	v := partTotal{Minimum: r.Report.Documented, Chao: r.Report.Bound, NHOI: r.Report.Curve, LeaveOut: listed(r.Report.LeftOut), BackTest: listed(r.Report.BackTest), Report: json.RawMessage(r.ReportJSON), report: r.Report}
	if r.Report.Chapman != nil {
		pair := viewEstimate(*r.Report.Chapman)
		v.Chapman = &pair
	}
	methods := f.Question.Methods
	if len(methods) == 0 {
		methods = []string{envelope}
		if v.Chapman != nil && len(r.Table.Lists) == 2 {
			methods = []string{string(estimate.Chapman)}
		}
	}
	for _, m := range methods {
		if m == string(estimate.Chapman) && len(r.Table.Lists) != 2 {
			return v, fail.New(fail.Usage, "chapman takes two lists, not %d", len(r.Table.Lists)).Do("choose two: --lists NAME --lists NAME")
		}
		total := v.total(m, f.Question.Seed)
		v.Estimates = append(v.Estimates, total)
	}
	if len(v.Estimates) == 1 {
		v.totalView, v.Estimates = &v.Estimates[0], nil
		if c := v.Chapman; c != nil && v.Method == string(estimate.Chapman) {
			v.pairFields = &pairFields{c.N1, c.N2, c.Both, c.StdErr, c.Band}
		}
	}
	return v, nil
}

// total gives what one method says, or all together.
func (v partTotal) total(method string, seed uint64) totalView {
	t := totalView{Method: method, Level: estimate.Level, Warnings: []string{}, Seed: &seed}
	for _, w := range v.report.Warnings {
		if !standsAlways(w) && (method == envelope || len(w.Methods) == 0 && w.Code != estimate.FewMethods || slices.Contains(w.Methods, estimate.Method(method))) {
			t.Warnings = append(t.Warnings, says(w))
		}
	}
	switch estimate.Method(method) {
	case envelope:
		t.join(v.report)
	case estimate.Chapman:
		t.Seed = nil
		if c := v.Chapman; c != nil {
			t.Median, t.Mean, t.Interval = &c.Median, &c.Mean, &rangeEnds{&c.Interval[0], &c.Interval[1]}
			t.Warnings = c.Warnings
		}
	case estimate.ChaoBound:
		t.Seed = nil
		t.bound(v.report)
	default:
		t.one(v.report)
	}
	return t
}

// join gives the range of all that passed.
func (t *totalView) join(r estimate.Report) {
	h := r.Headline
	if h == nil {
		return
	}
	low, high := h.Interval.Outward(r.Documented)
	t.ends(low, high, h.Interval.Open)
	t.Medians = &h.Medians
	if h.Point > 0 {
		t.Median = &h.Point
	}
	for _, m := range h.Methods {
		t.Methods = append(t.Methods, string(m))
	}
}

func (t *totalView) ends(low, high int64, open bool) {
	t.Interval = &rangeEnds{&low, &high}
	if open {
		t.Interval[1] = nil
	}
}

// one gives a method's own numbers, or as failed ones where its gates did not
// open.
func (t *totalView) one(r estimate.Report) {
	if l := r.LogLinear; l != nil && t.Method == string(estimate.LogLinear) {
		t.Best = &l.Best
	}
	for _, e := range r.Estimates {
		if string(e.Method) != t.Method {
			continue
		}
		t.Draws = e.Replicates
		if !e.Passed() {
			t.fail(e.Failed, e.Median, e.Mean, e.Interval)
			return
		}
		t.Median, t.Mean = &e.Median, &e.Mean
		t.ends(int64(math.Floor(e.Interval.Low)), int64(math.Ceil(e.Interval.High)), e.Interval.Open)
	}
}

// bound gives the lower bound, or as failed one where it is none.
func (t *totalView) bound(r estimate.Report) {
	t.Bound = "lower"
	switch b := r.Bound; {
	case b == nil:
	case !b.Holds():
		t.fail([]estimate.Code{estimate.ListsDepend}, b.Equal, b.Equal, b.Interval)
	default:
		t.Median, t.Mean = &b.Equal, &b.Equal
		t.ends(int64(math.Floor(b.Interval.Low)), int64(math.Ceil(b.Interval.High)), b.Interval.Open)
	}
}

func (t *totalView) fail(codes []estimate.Code, median, mean float64, i estimate.Interval) {
	t.Failed = &failedView{Codes: codes}
	if i.High > 0 { // else the method gave no figures at all
		t.Failed.Median, t.Failed.Mean, t.Failed.Interval = &median, &mean, &i
	}
}
