package estimate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"sanad/internal/core/count"
)

// gates are what a fit must pass to be counted.
type gates struct {
	rhat, effective float64
	sensitivity     bool // whether graphs are tried with other priors
}

// strict are the gates of the headline; light ones are for the many smaller
// tables of the tests, walked through with fewer draws.
var (
	strict = gates{mostRHat, leastEffective, true}
	light  = gates{1.2, 40, true}
	drawn  = gates{1.2, 40, false}
)

// mostMerged is how many lists log-linear models and graphs are given when
// there are more than six: the smallest are taken for one.
const mostMerged = 5

const (
	leastFit      = 0.01 // the chance of a worse fit below which a model is not believed
	mostSaturated = 0.05
	coarsePoints  = 10_000
	mostShift     = 0.25 // of the median, by a prior four times as strong or weak
)

// fits are the methods on one table.
type fits struct {
	o         Options
	gates     gates
	models    *LogLinearFit
	graphs    *GraphFit
	classes   *ClassFit
	likely    []terms  // the models to fit; all if none
	near      []terms  // those that may weigh on a table much like this one
	chains    []*chain // where the walk of the classes ended
	from      []*chain // where it begins, if not at the lists' rates
	merged    []Merged
	estimates []Estimate
	warnings  []Warning
}

func (f *fits) run(ctx context.Context, t count.Table) error {
	small := t
	if len(t.Lists) > mostModelled {
		small, f.merged = merge(t, mostMerged)
	}
	for _, step := range []struct {
		method Method
		run    func(context.Context, count.Table) (Estimate, error)
		table  count.Table
	}{{LogLinear, f.runModels, small}, {Graphs, f.runGraphs, small}, {Classes, f.runClasses, t}} {
		if !f.o.wants(step.method) {
			continue
		}
		e, err := step.run(ctx, step.table)
		if err != nil {
			return err
		}
		f.estimates = append(f.estimates, e)
	}
	return nil
}

func (f *fits) warn(c Code, form Form, m Method, n numbers, text string, args ...any) {
	f.warnings = append(f.warnings, Warning{Code: c, Form: form, Methods: []Method{m}, Numbers: n, Text: fmt.Sprintf(text, args...)})
}

func (f *fits) runModels(ctx context.Context, t count.Table) (Estimate, error) {
	e := Estimate{Method: LogLinear}
	f.o.tell(StageModels, 0, 1)
	l, near, err := fitLogLinear(ctx, t, f.likely)
	if ctx.Err() != nil {
		return e, ctx.Err()
	}
	if n := len(l.NoMaximum) + len(l.TooMany); n > 0 {
		f.warn(NoMaximum, "", LogLinear, numbers{"models": float64(n), "tried": float64(l.Tried)}, "%d of %d log-linear models that would have weighed have no best fit and were left out", n, l.Tried)
	}
	if err != nil { // no model at all: an answer about the table, not a failure
		e.fail(NoMaximum)
		return e, nil
	}
	f.models, f.near = &l, near
	e.Median, e.Mean, e.Interval = l.Median, l.Mean, l.Interval
	e.LogMean, e.LogVariance = l.LogMean, l.LogVariance
	switch {
	case l.Untestable():
		f.warn(BadFit, FormUntestable, LogLinear, nil, "the best log-linear model leaves nothing to test it by")
	case l.Best.Fit < leastFit:
		e.fail(BadFit)
		f.warn(BadFit, FormMisfit, LogLinear, numbers{"deviance": l.Best.Deviance, "degrees": float64(l.Best.Degrees), "p": l.Best.Fit}, "the best log-linear model does not fit: deviance %.1f on %d degrees, p %.2g", l.Best.Deviance, l.Best.Degrees, l.Best.Fit)
	}
	f.o.tell(StageModels, 1, 1)
	return e, nil
}

func (f *fits) runGraphs(ctx context.Context, t count.Table) (Estimate, error) {
	e := Estimate{Method: Graphs}
	f.o.tell(StageGraphs, 0, 3)
	g, err := FitGraphs(ctx, t, f.o.Graphs)
	if err != nil {
		return e, err
	}
	f.graphs = &g
	e.Median, e.Mean, e.Interval = float64(g.Median), g.Mean, g.Interval
	e.LogMean, e.LogVariance = g.LogMean, g.LogVariance
	if g.Saturated > mostSaturated {
		e.fail(PriorDriven)
		f.warn(PriorDriven, FormSaturated, Graphs, numbers{"share": g.Saturated}, "the graph that says nothing would weigh %.0f %%: the prior would decide", float64(100*g.Saturated))
	}
	if g.AtEnd > atEndMost {
		e.Interval.Open = true
		f.warn(MassAtEnd, "", Graphs, numbers{"share": g.AtEnd, "most": float64(g.Most)}, "%.1f %% of the chance lies near the end of what was looked at, %d: not bounded above", float64(100*g.AtEnd), g.Most)
	}
	if !f.gates.sensitivity {
		return e, nil
	}
	for i, factor := range []float64{0.25, 4} {
		f.o.tell(StageGraphs, i+1, 3)
		other, err := FitGraphs(ctx, t, GraphOptions{Delta: float64(factor * g.Delta), Most: g.Most, Points: coarse(f.o.Graphs.Points), Saturated: f.o.Graphs.Saturated})
		if err != nil {
			return e, err
		}
		if shift := math.Abs(float64(other.Median)/float64(g.Median) - 1); shift > mostShift {
			e.fail(PriorDriven)
			f.warn(PriorDriven, FormPrior, Graphs, numbers{"factor": factor, "median": float64(other.Median), "usual": float64(g.Median)}, "with %v times the prior the median is %d instead of %d", factor, other.Median, g.Median)
		}
	}
	f.o.tell(StageGraphs, 3, 3)
	return e, nil
}

// coarse is enough points to tell whether a median moved by a quarter.
func coarse(points int64) int64 {
	if points == 0 {
		return coarsePoints
	}
	return min(points, coarsePoints)
}

func (f *fits) runClasses(ctx context.Context, t count.Table) (Estimate, error) {
	e := Estimate{Method: Classes}
	o := f.o.Classes
	o.Seed = f.o.Seed
	o.Progress = func(done, of int) { f.o.tell(StageClasses, done, of) }
	c, chains, err := fitClasses(ctx, t, o, f.from)
	if err != nil {
		return e, err
	}
	f.classes, f.chains = &c, chains
	e.Median, e.Mean, e.Interval = c.Median, c.Mean, c.Interval
	e.LogMean, e.LogVariance = c.LogMean, c.LogVariance
	if c.disagree(f.gates) {
		e.fail(ChainsDisagree)
		f.warnings = append(f.warnings, c.disagreement(f.gates))
	}
	return e, nil
}

// several says that the table has several explanations, as the chains of the
// classes found: then no range may be given, for the other methods average over
// the neighbourhood of one of them.
func (f *fits) several() bool { return f.classes != nil && f.classes.Apart() }

// disagreement is M09: that chains found different places, that some are
// astray, or only that they were too short to be sure.
func (f ClassFit) disagreement(g gates) Warning {
	astray, low, high := len(f.astray()), f.Chains[0].Median, f.Chains[len(f.Chains)-1].Median
	w := Warning{Code: ChainsDisagree, Methods: []Method{Classes}, Numbers: numbers{"rhat": f.RHat, "effective": f.Effective, "least": g.effective,
		"astray": float64(astray), "chains": float64(len(f.Chains)), "low": low, "high": high}}
	switch {
	case f.Apart():
		w.Form = FormPlaces
		w.Text = fmt.Sprintf("chains found different places (R-hat %.3f, %d of %d astray), with medians from %.0f to %.0f: the table has several explanations, and no number may be given", f.RHat, astray, len(f.Chains), low, high)
	case astray == 0:
		w.Form = FormDraws
		w.Text = fmt.Sprintf("chains are too short to be sure (R-hat %.3f, worth %.0f draws of the %.0f needed), though none is astray: their medians lie between %.0f and %.0f", f.RHat, f.Effective, g.effective, low, high)
	default:
		w.Text = fmt.Sprintf("chains disagree (R-hat %.3f, worth %.0f draws, %d of %d astray): their medians lie between %.0f and %.0f", f.RHat, f.Effective, astray, len(f.Chains), low, high)
	}
	return w
}

// overDrawings puts into each interval how uncertain it is who is one person:
// each drawing is estimated by itself, by the methods that passed, and all are
// combined. With too few drawings it says so instead. A drawing is much like the
// table, so that its walk goes on where that of the table stands, and models
// that were far from weighing there are not tried.
func (r *Report) overDrawings(ctx context.Context, lists []string, table fits, o Options) error {
	if len(o.Linkage) < FewReplicates {
		r.Warnings = append(r.Warnings, Warning{Code: SingleLinkage, Numbers: numbers{"drawings": float64(len(o.Linkage)), "least": FewReplicates}, Text: SingleLinkage.Says()})
		return nil
	}
	replicates := map[Method][]Replicate{}
	o.Methods = nil
	for _, e := range r.Estimates {
		if e.Passed() {
			o.Methods = append(o.Methods, e.Method)
		}
	}
	if len(o.Methods) == 0 {
		return nil
	}
	for i, t := range o.Linkage {
		o.tell(StageLinkage, i, len(o.Linkage))
		if _, err := Check(t); err != nil {
			return fmt.Errorf("drawing %d of who is one person: %w", i, err)
		}
		t = listed(t)
		if !slices.Equal(t.Lists, r.Lists) {
			return fmt.Errorf("drawing %d of who is one person: %w", i, errOtherLists)
		}
		t = only(t, lists)
		f, chains := fits{o: o.drawing(i), gates: drawn}, table.chains
		if len(lists) <= mostModelled { // else a drawing may take other lists for one
			f.likely = table.near
		}
		if at := i * f.o.Classes.Chains; len(chains) > 0 {
			f.from = append(slices.Clone(chains[at%len(chains):]), chains[:at%len(chains)]...)
		}
		if err := f.run(ctx, t); err != nil {
			return err
		}
		for _, e := range f.estimates {
			if e.Interval.High > 0 {
				n := t.Minimum()
				replicates[e.Method] = append(replicates[e.Method], Replicate{n, e.Mean - float64(n), e.LogMean, e.LogVariance})
			}
		}
	}
	o.tell(StageLinkage, len(o.Linkage), len(o.Linkage))
	for i := range r.Estimates {
		r.Estimates[i].combine(replicates[r.Estimates[i].Method], r.Documented)
	}
	return nil
}

var errOtherLists = errors.New("it has other lists than the table; draw from the same lists")

// combine widens an estimate by its drawings. It must not narrow it, nor give
// one to a method that has none. The median is kept: what was drawn around is
// what the linkage thinks likeliest.
func (e *Estimate) combine(replicates []Replicate, documented int64) {
	if len(replicates) < FewReplicates || e.Interval.High == 0 {
		return
	}
	all, err := Combine(replicates)
	if err != nil { // only with fewer than two
		return
	}
	e.Replicates = len(replicates)
	low, open := math.Max(all.Interval.Low, float64(documented)), e.Interval.Open || all.Interval.Open
	e.Interval = Interval{math.Min(low, e.Interval.Low), math.Max(all.Interval.High, e.Interval.High), open}
}
