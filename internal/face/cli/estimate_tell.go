package cli

import (
	"fmt"
	"math"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

// tell says what is documented first, then the range, what each method says,
// what to know of it, and what stands with every estimate.
func (v totalsView) tell(s *session) {
	v.partTotal.tell(s, "")
	for _, part := range v.Strata {
		s.sayf("")
		s.sayf("%s:", script.Flat(part.Label))
		part.tell(s, "  ")
		part.tellWhyNot(s, "  ")
	}
	if len(v.Strata) > 0 {
		s.sayf("")
		s.sayf("each stratum is estimated by itself; none may be subtracted from another or from the whole")
	}
	for _, w := range v.Warnings {
		if !strings.HasPrefix(w, "S0") { // those stand below
			s.sayf("! %s", script.Flat(w))
		}
	}
	if len(v.Warnings) > 0 {
		s.sayf("what the codes and signs mean: sanad estimate codes")
	}
	for _, w := range v.Statements {
		s.sayf("%s", w)
	}
	v.origin(s)
}

// tellWhyNot says of a stratum without a range why it has none.
func (v partTotal) tellWhyNot(s *session, in string) {
	if v.report.Headline != nil {
		return
	}
	for _, w := range v.report.Warnings {
		if w.Code == estimate.FewLists || w.Code == estimate.FewPeople || v.ofRange() && w.Code == estimate.FewMethods {
			s.sayf("%s! %s", in, says(w))
		}
	}
}

// origin says what the estimate was made from.
func (v totalsView) origin(s *session) {
	q := v.question
	if v.Index != nil {
		s.sayf("counted by %s, level %s, at entry %d of the ledger", v.Rule, q.Level, *v.Index)
	}
	if v.Label == guard.Sealed {
		s.sayf("counted with what lies under seal: only those may know of it who may see that; --open counts without")
	}
	s.sayf("lists: %s", script.Flat(strings.Join(v.Lists, "; ")))
	for _, names := range q.Merged {
		s.sayf("taken for one: %s", script.Flat(strings.Join(names, "; ")))
	}
	for _, name := range q.Incomplete {
		s.sayf("the import of %s was interrupted: its other rows are not counted", script.Flat(name))
	}
	if q.Undecided > 0 {
		s.sayf("undecided when it was counted: %s", many(q.Undecided, "pair", "pairs"))
	}
	s.sayf("drawings of who is one person: %d; seed %d; code version %d; table %s", q.Drawings, q.Seed, v.Version, v.Table)
	if v.Estimate != "" {
		s.sayf("recorded as %s", v.Estimate)
	}
}

func (v partTotal) tell(s *session, in string) {
	s.sayf("%s%s", in, documentedWords(v.Minimum, v.asked))
	v.tellRange(s, in)
	for _, t := range v.Estimates {
		t.tell(s, in)
	}
	if v.totalView != nil && v.Method != envelope && v.Method != string(estimate.Chapman) {
		v.totalView.tell(s, in)
	}
	if v.totalView != nil && v.Method == envelope {
		for _, e := range v.report.Estimates {
			v.total(string(e.Method), 0).tell(s, in)
		}
	}
	if c := v.Chapman; c != nil {
		tellEstimate(s, *c)
		for _, b := range c.Band {
			s.sayf("%s  if the odds of being on one list are %v times as high for who is on the other: %.0f", in, b[0], b[1])
		}
	}
	v.tellAround(s, in)
}

// documentedWords says how many are documented by name, and whom that believes.
func documentedWords(n int64, q count.Question) string {
	if said := flow.BelievedWords(n, q); said != "" {
		return said
	}
	return fmt.Sprintf("at least %d documented by name", n)
}

// tellRange says the headline, or that there is none.
func (v partTotal) tellRange(s *session, in string) {
	h := v.report.Headline
	if !v.ofRange() {
		return
	}
	if h == nil {
		s.sayf("%sno estimate of the total can be given", in)
		return
	}
	low, high := h.Interval.Outward(v.Minimum)
	lies := fmt.Sprintf("lies between %d and %d", low, high)
	if h.Interval.Open {
		lies = fmt.Sprintf("is %d or more, without an upper limit", low)
	}
	from, to, point := h.Shown(v.Minimum)
	if point > 0 {
		lies += fmt.Sprintf(", about %d", point)
	}
	middles := fmt.Sprintf("the middle values of the methods range from about %d to about %d", from, to)
	if from == to {
		middles = fmt.Sprintf("the middle values of the methods are all about %d", from)
	}
	s.sayf("%sif the lists meet the conditions below, the total %s; %s", in, lies, middles)
}

// tell says what one method gives.
func (t totalView) tell(s *session, in string) {
	switch {
	case t.Median != nil && t.Bound != "":
		s.sayf("%s  %-9s at least about %.0f", in, t.Method, *t.Median)
	case t.Median != nil:
		s.sayf("%s  %-9s %.0f, %s", in, t.Method, *t.Median, t.Interval.words())
	case t.Failed != nil:
		s.sayf("%s  %-9s no number: %s%s", in, t.Method, joined(t.Failed.Codes), t.Failed.words())
	default:
		s.sayf("%s  %-9s no number", in, t.Method)
	}
	if b := t.Best; b != nil {
		s.sayf("%s            best model by BIC: [%s] %.1f, fit p = %.3g", in, strings.Join(b.Terms, ", "), b.N, b.Fit)
	}
}

func (r *rangeEnds) words() string {
	if r[1] == nil {
		return fmt.Sprintf("%d or more", *r[0])
	}
	return fmt.Sprintf("%d to %d", *r[0], *r[1])
}

func (f failedView) words() string {
	if f.Interval == nil {
		return ""
	}
	return fmt.Sprintf(" (it gave %.0f, %.0f to %.0f)", *f.Median, math.Floor(f.Interval.Low), math.Ceil(f.Interval.High))
}

func joined(codes []estimate.Code) string {
	var words []string
	for _, c := range codes {
		words = append(words, string(c)+" "+c.Says())
	}
	return strings.Join(words, "; ")
}

// tellAround says what stands beside the methods: bound, curve and the tests
// that take one list away.
func (v partTotal) tellAround(s *session, in string) {
	if v.Chao != nil && v.Chao.Holds() {
		s.sayf("%s  if people differ in how likely they are to be listed: at least about %.0f (Chao; a bound that is uncertain itself and lets no list depend on another, and so may lie above the middle of the range)", in, v.Chao.Equal)
	}
	if v.NHOI != nil {
		var points []string
		for _, p := range v.NHOI.Points {
			points = append(points, fmt.Sprintf("%.0f at %g", p.N, p.Xi))
		}
		s.sayf("%s  by what no table can show, the highest interaction (1: none, and one model alone, so that it need not be any method's middle value): %s", in, strings.Join(points, ", "))
	}
	for _, l := range v.LeaveOut {
		switch {
		case l.Reason != nil:
			s.sayf("%s  without %s: no estimate, %s", in, script.Flat(l.List), l.Reason.Text)
		case l.Outside:
			s.sayf("%s  without %s, which leaves %d documented: %.0f, which is outside the range", in, script.Flat(l.List), l.Documented, l.Median)
		default:
			s.sayf("%s  without %s, which leaves %d documented: %.0f", in, script.Flat(l.List), l.Documented, l.Median)
		}
	}
	for _, b := range v.BackTest {
		switch {
		case !b.Tested && b.Reason != nil:
			s.sayf("%s  the %d people of %s from the other lists: not tested, %s", in, b.Known, script.Flat(b.List), b.Reason.Text)
		case !b.Tested:
			s.sayf("%s  the %d people of %s from the other lists: not tested", in, b.Known, script.Flat(b.List))
		default:
			found := "missed"
			if b.Covers {
				found = "found"
			}
			s.sayf("%s  the %d people of %s from the other lists: %s, between %.0f and %.0f", in, b.Known, script.Flat(b.List), found, math.Floor(b.Interval.Low), math.Ceil(b.Interval.High))
		}
	}
}
