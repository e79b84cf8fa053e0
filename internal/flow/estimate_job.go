package flow

import (
	"context"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/core/linkage"
	"sanad/internal/ground/calendar"
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
}

// Request gives what is asked for, and refuses what can't be estimated before
// anything is.
func (j EstimateJob) Request(caseName string) (EstimateRequest, error) {
	req := EstimateRequest{Case: caseName, Event: j.Event, By: j.By, Level: j.Level, Lists: j.Lists, Merge: j.Merge, Methods: j.Methods, Seed: j.Seed,
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
// behind its record has made is found, so that no job records twice.
func RunEstimateJob(ctx context.Context, open, whole *Archive, actor guard.Actor, job Job, tell Progress) (out JobOutcome, err error) {
	params, err := JobParams[EstimateJob](job)
	if err != nil {
		return out, err
	}
	req, err := params.Request(job.Case)
	if err != nil {
		return out, err
	}
	made, err := madeBefore(ctx, whole, actor, job, params)
	if err != nil {
		return out, err
	}
	if made.Estimate == "" {
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

// madeBefore finds what the actor recorded for just this job. Times in the
// ledger are whole seconds.
func madeBefore(ctx context.Context, a *Archive, actor guard.Actor, job Job, params EstimateJob) (found count.Estimated, err error) {
	since := job.Asked.Truncate(time.Second)
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Estimates(ctx, EstimateFilter{Case: job.Case, Event: params.Event, After: -1}, func(e count.Estimation) error {
			if e.Author == actor.Handle && actor.MaySeeIn(e.Case, e.Label) && !e.At.Before(since) && params.made(e.Estimated) {
				found = e.Estimated
			}
			return nil
		})
	})
	return found, err
}

// made reports whether an estimate says what the job was to record.
func (j EstimateJob) made(f count.Estimated) bool {
	return f.Event == j.Event && f.By == j.By && f.Note == j.Note && f.Replaces == j.Replaces && f.Question.Seed == j.Seed && slices.Equal(f.Checklist, j.Checklist)
}
