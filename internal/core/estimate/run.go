package estimate

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/count"
	"sanad/internal/ground/fail"
)

// Options are how a report is made. The zero value tries everything with seed
// zero.
type Options struct {
	Seed    uint64       `json:"seed,string"`       // as text: readers of JSON lose digits of large numbers
	Methods []Method     `json:"methods,omitempty"` // of LogLinear, Graphs and Classes; all if empty
	Graphs  GraphOptions `json:"dga,omitzero"`      // as the headline has them; the tests by lists and of drawings look at 10,000 points
	Classes ClassOptions `json:"lcmcr,omitzero"`    // the walk of the headline; its Seed and Progress are set from here
	Checks  ClassOptions `json:"checks,omitzero"`   // the walks of the tests by lists, 8 chains of 250 draws if zero, and of drawings, 4 of 150
	// Linkage are tables of the same lists, each with another drawing of who
	// is one person. Ten or more go into the intervals.
	Linkage []count.Table `json:"-"`
	// Quick leaves out the tests that take one list away.
	Quick bool `json:"quick,omitzero"`
	// Progress is told how much of a stage is done, never by two at once.
	Progress func(stage Stage, done, of int) `json:"-"`
}

// Stage names a part of the work.
type Stage string

// The stages, in their order.
const (
	StageModels   Stage = "loglinear"
	StageGraphs   Stage = "dga"
	StageClasses  Stage = "lcmcr"
	StageLeaveOut Stage = "leave-out"
	StageBackTest Stage = "back-test"
	StageLinkage  Stage = "linkage"
)

// written are the options as a report keeps them: all that whoever runs it
// again must know besides the table, and the drawings that are with it.
func (o Options) written() Options {
	o.Methods, o.Linkage, o.Progress = slices.Clone(o.Methods), nil, nil
	o.Classes.Seed, o.Classes.Progress, o.Checks.Seed, o.Checks.Progress = 0, nil, 0, nil
	return o
}

func (o Options) tell(stage Stage, done, of int) {
	if o.Progress != nil {
		o.Progress(stage, done, of)
	}
}

func (o Options) wants(m Method) bool { return len(o.Methods) == 0 || slices.Contains(o.Methods, m) }

// checks are the options for one of many smaller tables, with a seed of its own.
func (o Options) checks(number int) Options {
	return o.lighter(number, ClassOptions{Chains: 8, Settle: 1000, Draws: 250, Thin: 8, Longer: -1})
}

// drawing are those for a drawing of who is one person, whose walk is settled
// nearly from the beginning.
func (o Options) drawing(number int) Options {
	return o.lighter(-1-number, ClassOptions{Chains: 4, Settle: 200, Draws: 150, Thin: 8, Longer: -1})
}

func (o Options) lighter(number int, usual ClassOptions) Options {
	c := o.Checks
	c.Chains, c.Settle, c.Draws = cmp.Or(c.Chains, usual.Chains), cmp.Or(c.Settle, usual.Settle), cmp.Or(c.Draws, usual.Draws)
	c.Thin, c.Longer = cmp.Or(c.Thin, usual.Thin), cmp.Or(c.Longer, usual.Longer)
	// Any odd multiple keeps seeds apart.
	seed := o.Seed + uint64(number)*0x9e3779b97f4a7c15
	graphs := o.Graphs
	graphs.Points = coarse(graphs.Points)
	return Options{Seed: seed, Methods: o.Methods, Graphs: graphs, Classes: c, Quick: true}
}

// Run says all that may be said of a table: what is documented, what each
// method makes of it, whether they passed their gates, what one list changes,
// and the headline if there may be one.
func Run(ctx context.Context, t count.Table, o Options) (Report, error) {
	warnings, err := Check(t)
	if err != nil {
		return Report{}, err
	}
	for _, m := range o.Methods {
		if m != LogLinear && m != Graphs && m != Classes {
			return Report{}, fail.New(fail.Usage, "a report by %q", m).Do("choose of %s, %s and %s", LogLinear, Graphs, Classes)
		}
	}
	t = listed(t)
	c := dense(t)
	r := Report{Version: Version, Options: o.written(), Drawings: len(o.Linkage), Documented: c.total, Lists: t.Lists, Frequencies: c.frequencies(), Pairs: Pairs(t), Warnings: warnings}
	if len(t.Lists) == 2 {
		if e, err := count.Chapman(t, 0, 1); err == nil {
			r.Chapman = &e
		}
	}
	if mayEstimate(warnings) {
		rest, _ := aside(t)
		if r.Aside = missing(t.Lists, rest.Lists); len(r.Aside) > 0 {
			c = dense(rest)
		}
		if err := r.estimate(ctx, rest, c, o); err != nil {
			return Report{}, err
		}
	}
	r.Warnings = append(r.Warnings, Standing()...)
	return r, nil
}

// missing are the names that are in all and not in some.
func missing(all, some []string) []string {
	var out []string
	for _, name := range all {
		if !slices.Contains(some, name) {
			out = append(out, name)
		}
	}
	return out
}

// estimate works on the lists that were not left aside. Whoever is only on one
// of those is among the people whom the rest can't see, and documented all the
// same: no figure falls below that.
func (r *Report) estimate(ctx context.Context, t count.Table, c cells, o Options) error {
	bound := chao(c, Pairs(t)).atLeast(r.Documented)
	r.Bound = &bound
	if curve, err := NoHighest(t, 0.25, 0.5, 1, 2, 4); err == nil {
		r.Curve = &curve
	}
	f := fits{o: o, gates: strict}
	if err := f.run(ctx, t); err != nil {
		return err
	}
	r.LogLinear, r.Graphs, r.Classes = f.models, f.graphs, f.classes
	r.Merged = f.merged
	for _, e := range f.estimates {
		r.Estimates = append(r.Estimates, e.atLeast(r.Documented))
	}
	r.Warnings = append(r.Warnings, f.warnings...)
	if err := r.overDrawings(ctx, t.Lists, f, o); err != nil {
		return err
	}
	if !o.Quick {
		if err := r.leaveOut(ctx, t, o); err != nil {
			return err
		}
	}
	r.decide(f.several())
	if o.Quick {
		return nil
	}
	return r.backTest(ctx, t, o)
}

// decide gives the headline, unless the table has several explanations or is
// not supported by fewer lists, and the warnings about all methods together.
func (r *Report) decide(several bool) {
	r.Headline = headlineOf(r.Estimates)
	if r.Headline == nil {
		r.Warnings = append(r.Warnings, fewMethods(r.Estimates))
	}
	r.Warnings = append(r.Warnings, disagree(r.Estimates)...)
	unsupported := r.unsupported()
	if several || len(unsupported) > 0 {
		r.Headline = nil
	}
	if h := r.Headline; h != nil && h.Interval.Open {
		r.Warnings = append(r.Warnings, Warning{Code: NoUpperLimit, Text: NoUpperLimit.Says()})
	}
	r.Warnings = slices.Concat(r.Warnings, unsupported, r.outside())
}
