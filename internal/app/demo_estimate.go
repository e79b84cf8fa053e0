package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/flow"
)

// demoEstimate is what the overlap of the lists implied, beside the truth that
// nobody in the story has.
type demoEstimate struct {
	Estimate   string     `json:"estimate"`
	Documented int64      `json:"documented"`
	Interval   [2]int64   `json:"interval"` // rounded outward; zeros without one
	Medians    [2]float64 `json:"medians"`
	Methods    []string   `json:"methods"`  // that passed
	Warnings   []string   `json:"warnings"` // codes
	Drawings   int        `json:"drawings"` // of who is one person
	Truth      int        `json:"truth"`
	Holds      bool       `json:"holds"` // the truth lies in the interval
	Standing   string     `json:"standing"`
}

// demoChecklist is what both people sign: what no table can show of the lists.
func demoChecklist() count.Checklist {
	said := map[count.Condition]string{
		count.SamePopulation: "all three are of the dead of that autumn; none is of the survivors",
		count.SamePeriod:     "none reaches beyond Azar",
		count.SamePlace:      "the Union knows the coast better than the highlands",
		count.SameViolation:  "",
	}
	var out count.Checklist
	for _, c := range count.Conditions() {
		out = append(out, count.Checked{Condition: c, Answer: count.Yes, Remark: said[c]})
	}
	return out
}

// estimate records what the overlap of the lists implies, and has another
// person confirm it.
func (d *demonstration) estimate(ctx context.Context) error {
	run, err := flow.Estimate(ctx, d.p.archive, d.p.archive, d.founder, flow.EstimateRequest{Case: flow.DefaultCase, Seed: 1, Record: &flow.EstimateRecord{
		Note:      "The exiles copied spellings from the families, not whom they listed: the lists are weighed as three.",
		Checklist: demoChecklist(),
	}}, nil)
	if err != nil {
		return fmt.Errorf("estimating: %w", err)
	}
	err = flow.ReviewEstimate(ctx, d.p.archive, d.reviewer, run.Estimate, flow.EstimateReview{Verdict: count.Confirms, Checklist: demoChecklist(),
		Reason: "computed again from the kept table, with the same result"})
	if err != nil {
		return fmt.Errorf("reviewing the estimate: %w", err)
	}
	out := d.estimated(run)
	d.truth["estimate"] = out
	if out.Interval[1] == 0 {
		d.say("no estimate of all who died: too few methods agree (%s); in truth %d", strings.Join(out.Warnings, ", "), out.Truth)
		return nil
	}
	d.say("if the lists meet the conditions that two people signed, %d to %d people died, by %d methods over %d drawings of who is one person, with the warnings %s (in truth %d)",
		out.Interval[0], out.Interval[1], len(out.Methods), out.Drawings, strings.Join(out.Warnings, ", "), out.Truth)
	return nil
}

// estimated sets a run beside the truth.
func (d *demonstration) estimated(run flow.EstimateRun) demoEstimate {
	r := run.Results[0].Report
	out := demoEstimate{Estimate: run.Estimate, Documented: r.Documented, Drawings: run.Question.Drawings, Truth: d.c.Truth.People, Standing: string(count.Confirmed), Methods: []string{}}
	for _, w := range slices.Concat(r.Warnings, run.Warnings) {
		if !slices.Contains(out.Warnings, string(w.Code)) {
			out.Warnings = append(out.Warnings, string(w.Code))
		}
	}
	slices.Sort(out.Warnings)
	h := r.Headline
	if h == nil {
		return out
	}
	out.Interval[0], out.Interval[1] = h.Interval.Outward(r.Documented)
	out.Medians, out.Holds = h.Medians, h.Interval.Holds(float64(out.Truth))
	for _, m := range h.Methods {
		out.Methods = append(out.Methods, string(m))
	}
	return out
}
