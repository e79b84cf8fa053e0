package desk

import (
	"math"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
	"sanad/internal/face/words/estimated"
)

// estimateReport is a report as a page shows it: what is documented first, then
// the range, the methods, the warnings, and what stands with every estimate.
type estimateReport struct {
	Head     estimated.Headline
	Methods  []estimated.Method
	Drawings int
	Chart    *rangeChart
	Chains   *rangeChart
	Warnings []estimated.Warned
	Standing []estimated.Warned
	Chapman  *chapman
	Signs    []string // that the sentences use

	Bound     string // the lower bound in words; "" if there is none to show
	Apart     bool   // the bound lies above the middle of what the methods say
	Curve     *curveChart
	LeftOut   []leftLine
	LeftChart *rangeChart
	BackTest  []backLine
	Pairs     []pairLine
}

// leftLine is what the other lists would say without one.
type leftLine struct {
	estimate.LeftOut
	Range string // "" without an estimate
	Why   string // there is none
}

// backLine is whether a list's size was found again.
type backLine struct {
	estimate.BackTest
	Range string
	Why   string // it was not tested
}

// pairLine is how two lists stand to each other.
type pairLine struct {
	estimate.Pair
	Range string // of the odds; "" where there are none
}

// chapman is what two lists imply, rounded outward.
type chapman struct {
	count.Estimate
	Range string
}

// estimateSigns are the words and signs of statistics that pages of estimates
// use, and explain.
func estimateSigns() []string {
	return []string{"bic", "fit", "rhat", "draws", "link", "merged", "odds"}
}

// newEstimateReport puts a report into words and pictures. id stands before
// the ids of the pictures' parts.
func newEstimateReport(id string, t *words.Table, r estimate.Report) (*estimateReport, error) {
	p := &estimateReport{Signs: estimateSigns()}
	for _, step := range []func() error{
		func() (err error) { p.Head, err = estimated.Head(t, r); return err },
		func() (err error) { p.Methods, err = estimated.Methods(t, r); return err },
		func() (err error) { p.Warnings, p.Standing, err = estimated.Warnings(t, r); return err },
		func() error { return p.draw(id, t, r) },
		func() error { return p.beside(t, r) },
		func() error { return p.byList(t, r) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for _, m := range p.Methods {
		p.Drawings = max(p.Drawings, m.Drawings)
	}
	return p, nil
}

func (p *estimateReport) draw(id string, t *words.Table, r estimate.Report) (err error) {
	if p.Chart, err = methodChart(id+"-ranges", t, r); err != nil {
		return err
	}
	if p.Chains, err = chainChart(id+"-chains", t, r); err != nil {
		return err
	}
	if p.LeftChart, err = leftOutChart(id+"-left", t, r); err != nil {
		return err
	}
	p.Curve, err = newCurveChart(id+"-curve", t, r.Documented, r.Curve)
	return err
}

// beside fills in what is no estimate and stands beside one.
func (p *estimateReport) beside(t *words.Table, r estimate.Report) (err error) {
	if b := r.Bound; b != nil && !b.Holds() {
		var pairs []string
		for _, pair := range b.Avoiding {
			pairs = append(pairs, pair.Lists[0]+" × "+pair.Lists[1])
		}
		p.Bound, err = t.Say("estimate.bound.not", strings.Join(pairs, ", "))
	} else if b != nil {
		var interval string
		if interval, err = estimated.Range(t, b.Interval); err == nil {
			p.Bound, err = t.Say("estimate.bound", int64(math.Floor(b.Equal)), interval)
			p.Apart = r.Headline != nil && b.Equal > r.Headline.Medians[0]
		}
	}
	if e := r.Chapman; e != nil && err == nil {
		low, high := e.Outward()
		p.Chapman = &chapman{Estimate: *e}
		p.Chapman.Range, err = t.Say("estimate.interval", low, high)
	}
	return err
}

// byList fills in what each list does to the estimate.
func (p *estimateReport) byList(t *words.Table, r estimate.Report) error {
	for _, l := range r.LeftOut {
		text, why, err := rangeOrWhy(t, l.Interval, l.Median > 0, l.Reason)
		if err != nil {
			return err
		}
		p.LeftOut = append(p.LeftOut, leftLine{l, text, why})
	}
	for _, b := range r.BackTest {
		text, why, err := rangeOrWhy(t, b.Interval, b.Tested, b.Reason)
		if err != nil {
			return err
		}
		p.BackTest = append(p.BackTest, backLine{b, text, why})
	}
	for _, pair := range r.Pairs {
		text := ""
		if pair.Odds > 0 {
			text = t.Decimal(pair.Interval[0], 1) + " – " + t.Decimal(pair.Interval[1], 1)
		}
		p.Pairs = append(p.Pairs, pairLine{pair, text})
	}
	return nil
}

// rangeOrWhy gives a range in words where there is one, and else why not.
func rangeOrWhy(t *words.Table, i estimate.Interval, there bool, reason *estimate.Warning) (text, why string, err error) {
	if there {
		text, err = estimated.Range(t, i)
	} else if reason != nil {
		why, err = estimated.Say(t, *reason)
	}
	return text, why, err
}
