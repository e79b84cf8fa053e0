package flow

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/linkage"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/fail"
)

// EstimateRequest asks what the overlap of a case's lists implies about people
// who are on none.
type EstimateRequest struct {
	Case     string
	Event    string            // people connected with this event; "": all of the case
	By       string            // a field by whose strata it is estimated as well; "": none
	Level    linkage.Certainty // up to which the linker is believed; "": Probable, or Judged while rows are not linked
	Calendar calendar.Calendar // of months and years
	Lists    []string          // by name or id, those that are weighed; all if empty
	Merge    [][]string        // lists, likewise, of which each group is taken for one: copies
	Methods  []estimate.Method // those of EstimateMethods; all if empty
	Seed     uint64
	Quick    bool // without the tests that take one list away
	// Open counts what lies under no seal, also for an actor who may see more.
	Open bool
	// Record, if not nil, is what the author adds to an estimate that is
	// recorded. Without it nothing is kept.
	Record *EstimateRecord
}

// EstimateRecord is what an author adds to what was computed.
type EstimateRecord struct {
	Note      string
	Replaces  string // the estimate it takes the place of
	Checklist count.Checklist
	// id names it where that was decided before; "": a new one is drawn. An
	// estimate of that id which is recorded already is given as it is.
	id string
}

// EstimateRun is an estimate with all it was made of. Its id is empty if it was
// not recorded.
type EstimateRun struct {
	count.Estimated
	Results []PartEstimate // of the parts, in their order
	// Warnings are those that no table can show: of parts that do not add up,
	// and of lists said to be copied.
	Warnings []estimate.Warning
}

// PartEstimate is the whole, or one stratum of it: what was counted, and what
// that implies.
type PartEstimate struct {
	Table    count.Table
	Drawings []count.Table // of who is one person; may be empty
	Report   estimate.Report
	// TableCSV and ReportJSON are the bytes that the sums of the part name.
	TableCSV, ReportJSON []byte
}

// EstimateMethods lists the methods that can be asked for. The last two are of
// no headline, and computed in any case: a lower bound, and for two lists what
// their overlap implies.
func EstimateMethods() []estimate.Method {
	return []estimate.Method{estimate.LogLinear, estimate.Graphs, estimate.Classes, estimate.ChaoBound, estimate.Chapman}
}

// mostEstimated is in how many strata an estimate is made at most.
const mostEstimated = count.MaxParts - 1

// Estimate counts the people of a case by the lists they are on, tries what
// their overlap implies, and, if that is asked for, records it, to be reviewed
// by another person. It is made from what open shows, the case as its members
// know it who may see nothing that is sealed; or, for an actor who may see more
// and unless the request says otherwise, from whole, all of it: then, if that
// makes any difference, the estimate is sealed itself. When ctx ends, nothing is
// recorded.
func Estimate(ctx context.Context, open, whole *Archive, actor guard.Actor, req EstimateRequest, progress Progress) (EstimateRun, error) {
	if err := req.check(); err != nil {
		return EstimateRun{}, err
	}
	right := guard.ToRead
	if req.Record != nil {
		right = guard.ToClaim
	}
	if err := actor.MayIn(req.Case, right); err != nil {
		return EstimateRun{}, err
	}
	t, err := toldTables(ctx, open, whole, actor, req, progress)
	if err != nil {
		return EstimateRun{}, err
	}
	run := EstimateRun{Estimated: t.about}
	if err := run.estimate(ctx, t, req, progress); err != nil {
		return run, err
	}
	if req.Record == nil {
		return run, nil
	}
	run.Note, run.Replaces, run.Checklist = req.Record.Note, req.Record.Replaces, req.Record.Checklist
	return recordEstimate(ctx, whole, actor, run, req.Record.id)
}

func (r *EstimateRequest) check() error {
	if r.Case == "" {
		r.Case = DefaultCase
	}
	if r.Level != "" {
		if _, err := ParseLevel(string(r.Level)); err != nil {
			return err
		}
	}
	for _, m := range r.Methods {
		if !slices.Contains(EstimateMethods(), m) {
			return fail.New(fail.Usage, "there is no method %q", m).Do("choose of: %s", methodNames())
		}
	}
	if r.Record == nil {
		return nil
	}
	if err := r.Record.Checklist.Check(); err != nil {
		return usage(err)
	}
	if len(r.Record.Note) > count.MaxNote {
		return fail.New(fail.Usage, "the note has %d bytes, more than %d", len(r.Record.Note), count.MaxNote)
	}
	return nil
}

func methodNames() string {
	var b bytes.Buffer
	for i, m := range EstimateMethods() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(m))
	}
	return b.String()
}

// ReportOptions are what package estimate is asked for by methods: those that
// stand beside every report anyway need no walk and no test of their own.
func ReportOptions(methods []estimate.Method, seed uint64, quick bool) estimate.Options {
	o := estimate.Options{Seed: seed, Quick: quick}
	for _, m := range []estimate.Method{estimate.LogLinear, estimate.Graphs, estimate.Classes} {
		if slices.Contains(methods, m) {
			o.Methods = append(o.Methods, m)
		}
	}
	if len(methods) > 0 && len(o.Methods) == 0 {
		o.Methods, o.Quick = []estimate.Method{estimate.LogLinear}, true
	}
	return o
}

// estimate makes the report of every part.
func (run *EstimateRun) estimate(ctx context.Context, t tables, req EstimateRequest, progress Progress) error {
	o := ReportOptions(req.Methods, req.Seed, req.Quick)
	options, err := o.Written()
	if err != nil {
		return err
	}
	run.Question.Seed, run.Question.Options = req.Seed, options
	for _, m := range req.Methods {
		run.Question.Methods = append(run.Question.Methods, string(m))
	}
	run.Version = estimate.Version
	for i, part := range t.parts {
		name := ""
		if len(t.parts) > 1 {
			name = fmt.Sprintf("part %d of %d: ", i+1, len(t.parts))
		}
		result, err := estimatePart(ctx, part, o, func(stage estimate.Stage, done, of int) {
			if progress != nil {
				progress(name+string(stage), int64(done), int64(of))
			}
		})
		if err != nil {
			return err
		}
		run.Results = append(run.Results, result)
		told := t.about.Parts[i]
		told.Table, told.Report, told.Documented = keptSum(result.TableCSV), keptSum(result.ReportJSON), result.Report.Documented
		run.Parts[i] = told
	}
	run.Warnings = beside(run.Estimated, run.Results)
	return nil
}

// estimatePart computes one report. The bytes of the table are what it was
// computed from.
func estimatePart(ctx context.Context, part countedPart, o estimate.Options, progress func(estimate.Stage, int, int)) (PartEstimate, error) {
	out := PartEstimate{Table: part.table, Drawings: part.drawings, TableCSV: part.csv}
	o.Linkage, o.Progress = part.drawings, progress
	var err error
	if out.Report, err = estimate.Run(ctx, part.table, o); err != nil {
		return out, err
	}
	out.ReportJSON, err = WriteReport(out.Report)
	return out, err
}

// WriteReport gives the bytes of a report as they are kept and leave: the same
// table, options and seed give the same.
func WriteReport(r estimate.Report) ([]byte, error) {
	written, err := r.Written()
	return append(written, '\n'), err
}

func keptSum(data []byte) custody.Sum { return sha256.Sum256(data) }

// beside are the warnings that belong to an estimate and to none of its tables.
func beside(f count.Estimated, results []PartEstimate) (out []estimate.Warning) {
	for _, pair := range f.Question.Copies {
		out = append(out, estimate.Warning{Code: estimate.ListsDepend, Form: estimate.FormCopied, Lists: pair[:],
			Text: fmt.Sprintf("one of %q and %q is said to be made from the other: if it is, merge them, for a copy implies nothing", pair[0], pair[1])})
	}
	if len(results) > 1 {
		var parts []estimate.Report
		for _, r := range results[1:] {
			parts = append(parts, r.Report)
		}
		out = append(out, estimate.CompareStrata(results[0].Report, parts)...)
	}
	return out
}

// recordEstimate keeps tables and reports, and writes the event that names them.
func recordEstimate(ctx context.Context, a *Archive, actor guard.Actor, run EstimateRun, id string) (EstimateRun, error) {
	if err := ctx.Err(); err != nil {
		return run, err
	}
	for i, r := range run.Results {
		for _, one := range []struct {
			data []byte
			to   *custody.Sum
		}{{r.TableCSV, &run.Parts[i].Table}, {r.ReportJSON, &run.Parts[i].Report}} {
			sum, err := keepLines(ctx, a, one.data)
			if err != nil {
				return run, err
			}
			*one.to = sum
		}
	}
	if err := a.Renditions.Settle(ctx); err != nil {
		return run, fmt.Errorf("keeping what was estimated: %w", err)
	}
	if id == "" {
		var err error
		if id, err = a.newID("u"); err != nil {
			return run, err
		}
	}
	run.Estimate = id
	if err := run.Check(); err != nil {
		return run, usage(err)
	}
	made := run.Estimated
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		before, there, err := estimateThere(ctx, s, id)
		if there || err != nil { // a runner whose lease ran out was quicker
			made = before
			return nil, err
		}
		made = run.Estimated
		if err := mayReplace(ctx, s, actor, run.Estimated); err != nil {
			return nil, err
		}
		return []ledger.Fact{run.Estimated}, nil
	})
	if run.Estimated = made; err != nil {
		run.Estimate = ""
	}
	return run, err
}

// mayReplace refuses to name an estimate that is not there, and one of another
// label: who may know of the one must know of the other.
func mayReplace(ctx context.Context, s State, actor guard.Actor, f count.Estimated) error {
	if f.Replaces == "" {
		return nil
	}
	before, err := estimateFor(ctx, s, actor, f.Replaces)
	if err != nil {
		return err
	}
	switch {
	case before.Case != f.Case:
		return fail.New(fail.Usage, "the estimate %s is of the case %s, the new one of %s", f.Replaces, before.Case, f.Case)
	case before.Label != f.Label:
		return fail.New(fail.Refused, "of the estimate %s and the new one, one was counted with what lies under seal and the other was not: naming one in the other would tell", f.Replaces).
			Do("record it without --replaces, and withdraw the other: sanad estimate withdraw %s --reason TEXT", f.Replaces)
	}
	return before.MayReplace()
}

// estimateFor gives an estimate as the actor may know it, from a state that may
// show more: what must not be known is not there.
func estimateFor(ctx context.Context, s State, actor guard.Actor, id string) (count.Estimation, error) {
	e, err := s.Estimate(ctx, id)
	if err == nil && !actor.MaySeeIn(e.Case, e.Label) {
		return count.Estimation{}, fail.New(fail.NotFound, "there is no estimate %s", id)
	}
	return e, err
}
