package flow

import (
	"context"
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// EstimateJob says what a job estimates and records, as it stands in
// Job.Params: an EstimateRequest, and what its author signed before any figure
// was there to be seen.
type EstimateJob struct {
	Event     string            `json:"event,omitempty"`
	By        string            `json:"by,omitempty"`
	Level     linkage.Certainty `json:"level,omitempty"`
	Calendar  string            `json:"calendar,omitempty"`
	Lists     []string          `json:"lists,omitempty"`
	Merge     [][]string        `json:"merge,omitempty"`
	Methods   []estimate.Method `json:"methods,omitempty"`
	Seed      uint64            `json:"seed,string"`
	Note      string            `json:"note,omitempty"`
	Replaces  string            `json:"replaces,omitempty"`
	Checklist count.Checklist   `json:"checklist"`
	// Open counts what lies under no seal, also for an asker who may see more.
	Open bool `json:"open,omitempty"`
}

// Request gives what is asked for, and refuses what can't be estimated before
// anything is.
func (j EstimateJob) Request(caseName string) (EstimateRequest, error) {
	req := EstimateRequest{Case: caseName, Event: j.Event, By: j.By, Level: j.Level, Lists: j.Lists, Merge: j.Merge, Methods: j.Methods, Seed: j.Seed, Open: j.Open,
		Record: &EstimateRecord{Note: j.Note, Replaces: j.Replaces, Checklist: j.Checklist}}
	if j.Calendar != "" {
		var err error
		if req.Calendar, err = calendar.ParseCalendar(j.Calendar); err != nil {
			return req, err
		}
	}
	return req, req.check()
}

// RunEstimateJob estimates and records. What a run that was broken off just
// behind its record has made is found by its id, so that no job records twice.
func RunEstimateJob(ctx context.Context, open, whole *Archive, actor guard.Actor, job Job, tell Progress) (out JobOutcome, err error) {
	params, err := JobParams[EstimateJob](job)
	if err != nil {
		return out, err
	}
	req, err := params.Request(job.Case)
	if err != nil {
		return out, err
	}
	req.Record.id = jobEstimate(job)
	var made count.Estimated
	var there bool
	if err := whole.Book.Look(ctx, func(ctx context.Context, s State) (err error) {
		made, there, err = estimateThere(ctx, s, req.Record.id)
		return err
	}); err != nil {
		return out, err
	}
	if !there {
		run, err := Estimate(ctx, open, whole, actor, req, func(doing string, done, total int64) { tell(stageOf(doing), done, total) })
		if err != nil {
			return out, err
		}
		made = run.Estimated
	}
	out.Of, out.ID, out.Sealed = "estimate", made.Estimate, made.Label == guard.Sealed
	out.Count("documented", made.Parts[0].Documented)
	out.Count("parts", int64(len(made.Parts)))
	return out, nil
}

// stageOf leaves out which part is estimated: stages have words in every
// language, and how many parts there are is nobody's but the asker's.
func stageOf(doing string) string {
	if _, stage, ok := strings.Cut(doing, ": "); ok {
		return stage
	}
	return doing
}

// jobEstimate names the estimate that a job records: one job, one estimate, so
// that no other of the same question is taken for it.
func jobEstimate(job Job) string { return canon.ID("u", "sanad/estimate-of-job/v1", []byte(job.ID)) }

// estimateThere gives the estimate of an id if it is recorded. The state is the
// whole one: whoever names the id asked for the job, and what they may know of
// its outcome is decided where it is shown.
func estimateThere(ctx context.Context, s State, id string) (f count.Estimated, there bool, err error) {
	e, err := s.Estimate(ctx, id)
	if fail.Of(err) == fail.NotFound {
		return f, false, nil
	}
	return e.Estimated, err == nil, err
}
