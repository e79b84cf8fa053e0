// Package runner knows how jobs get done: it takes them under a lease, tells
// how far they are, stops them when asked to, and hands them back when its
// process must end. It must never run a job whose lease is another's, nor one
// by more rights than its asker has when it runs.
//
// Trust: who can write the table of jobs can have work done in an account's
// name, and no more than that account may do.
//
// A crash leaves jobs whose lease runs out; the next runner begins them anew.
package runner

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"syscall"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Options is what a runner needs.
type Options struct {
	Leases flow.JobLeases
	// Work does a job.
	Work flow.JobWork
	// Actor gives an account as it is now; one that may act no more MUST be an
	// error.
	Actor func(ctx context.Context, handle string) (guard.Actor, error)
	// Log is told what went wrong beside the jobs; it gets no name.
	Log     func(what string, err error)
	Name    string // of this process among all
	Workers int
	Lease   time.Duration // how long a job is held without a word
	Beat    time.Duration // how often word is given
	Poll    time.Duration // how often is looked for what waits
	Keep    time.Duration // how long jobs are kept that are over
}

// Times are the usual ones: a job whose runner is killed waits a minute.
func (o Options) Times() Options {
	o.Lease, o.Beat, o.Poll, o.Keep = time.Minute, 2*time.Second, 2*time.Second, 90*24*time.Hour
	return o
}

// Runner runs jobs.
type Runner struct {
	Options
	wake chan struct{}
}

// New makes a runner.
func New(o Options) *Runner { return &Runner{o, make(chan struct{}, 1)} }

// Wake tells the runner that something waits, so that it need not find out.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // it is told already
	}
}

// Run runs jobs until ctx ends, then hands back those that are not done.
func (r *Runner) Run(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() { r.forget(ctx) })
	for i := range max(1, r.Workers) {
		all.Go(func() { r.attend(ctx, r.Name+"/"+strconv.Itoa(i)) })
	}
	all.Wait()
}

// forget removes old jobs, now and every day.
func (r *Runner) forget(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.Leases.ForgetJobs(ctx, time.Now().Add(-r.Keep)); err != nil && ctx.Err() == nil {
			r.Log("old jobs can't be removed", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(24 * time.Hour):
		}
	}
}

// attend is one worker's life.
func (r *Runner) attend(ctx context.Context, holder string) {
	wait := r.Poll
	for ctx.Err() == nil {
		switch did, err := r.next(ctx, holder); {
		case err != nil && ctx.Err() == nil:
			r.Log("jobs can't be taken", err)
			wait = min(2*wait, 30*time.Second) // the database is gone, or full
		case did:
			wait = r.Poll
			r.Wake() // another worker may have slept while this one was told
			continue
		default:
			wait = r.Poll
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-time.After(wait):
		}
	}
}

// Once runs what waits, one after the other, until nothing does, and tells how
// many jobs it ran.
func (r *Runner) Once(ctx context.Context) (ran int, err error) {
	for {
		did, err := r.next(ctx, r.Name+"/0")
		if err != nil || !did {
			return ran, err
		}
		if ran++; ctx.Err() != nil {
			return ran, context.Cause(ctx)
		}
	}
}

// next takes a job and runs it, if there is one.
func (r *Runner) next(ctx context.Context, holder string) (bool, error) {
	job, ok, err := r.Leases.TakeJob(ctx, holder, r.Lease, time.Now())
	if err != nil || !ok {
		return false, err
	}
	held := &hold{r: r, holder: holder, job: job}
	held.do(ctx)
	return true, nil
}

// hold is a job while it is this runner's.
type hold struct {
	r      *Runner
	holder string
	job    flow.Job
	mu     sync.Mutex
	at     flow.JobStage
}

// errStopped ends a job because somebody asked for that.
var errStopped = errors.New("the job is to be stopped")

func (h *hold) tell(doing string, done, total int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = flow.JobStage{Doing: doing, Done: done, Total: total}
}

func (h *hold) stage() flow.JobStage {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

// do runs the job and says what became of it.
func (h *hold) do(ctx context.Context) {
	working, end := context.WithCancelCause(ctx)
	beaten := make(chan struct{})
	go func() {
		defer close(beaten)
		h.beat(working, end)
	}()
	outcome, err := h.work(working)
	cause := context.Cause(working)
	end(nil)
	<-beaten
	switch {
	case errors.Is(cause, flow.ErrJobLost):
		h.r.Log("a job was taken over", flow.ErrJobLost)
	case err != nil && ctx.Err() != nil:
		h.settle(func(ctx context.Context) error { return h.r.Leases.HandBackJob(ctx, h.job.ID, h.holder) })
	default:
		h.end(outcome, err, errors.Is(cause, errStopped))
	}
}

// work runs the job by the rights its asker has now. A mistake of the program
// costs the job it is made in, not the desk that runs in the same process.
func (h *hold) work(ctx context.Context) (out flow.JobOutcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the program made a mistake: %v", r)
		}
	}()
	actor, err := h.r.Actor(ctx, h.job.Actor)
	if err != nil {
		return out, err
	}
	return h.r.Work(ctx, actor, h.job, h.tell)
}

// beat gives word of the job until its context ends. Who gave none for as long
// as the lease must take the job for another's.
func (h *hold) beat(ctx context.Context, end context.CancelCauseFunc) {
	tick := time.NewTicker(h.r.Beat)
	defer tick.Stop()
	heard := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		stop, err := h.r.Leases.BeatJob(ctx, h.job.ID, h.holder, h.stage(), h.r.Lease)
		switch {
		case err == nil && stop:
			end(errStopped)
		case err == nil:
			heard = time.Now()
		case errors.Is(err, flow.ErrJobLost) || time.Since(heard) > h.r.Lease:
			end(flow.ErrJobLost)
		}
	}
}

// end notes how the job ended.
func (h *hold) end(outcome flow.JobOutcome, err error, stopped bool) {
	job, at := h.job, h.stage()
	job.State, job.Ended, job.Outcome = flow.JobDone, time.Now().UTC(), outcome
	job.Stage, job.Done, job.Total = at.Doing, at.Done, at.Total
	if outcome.Sealed {
		job.Label = guard.Sealed
	}
	switch {
	case err != nil && stopped:
		job.State = flow.JobStopped
	case err != nil:
		job.State, job.Failure = flow.JobFailed, failureOf(err)
		if job.Failure.Text == "" {
			h.r.Log("a job failed", err)
		}
	}
	h.settle(func(ctx context.Context) error { return h.r.Leases.EndJob(ctx, job, h.holder) })
}

// failureOf gives what a person can use of an error: an error that no rule gave
// could name what must not be known.
func failureOf(err error) *flow.JobFailure {
	var told *fail.Error
	switch {
	case errors.As(err, &told):
	case errors.Is(err, syscall.ENOSPC): // names nothing, and is for people to mend
		told = fail.New(fail.Failed, "a disk of the archive's machine is full").Do("make room, then let the job be done again")
	default:
		return &flow.JobFailure{}
	}
	return &flow.JobFailure{Kind: told.Kind, Text: told.Text, Hint: told.Hint}
}

// settle writes the last word on a job, also when the process is about to end,
// and again while the database does not answer: until the lease is over and
// another runner has the job.
func (h *hold) settle(write func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), h.r.Lease)
	defer cancel()
	for {
		err := write(ctx)
		if err == nil || errors.Is(err, flow.ErrJobLost) {
			return
		}
		h.r.Log("how a job ended can't be noted", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(h.r.Beat):
		}
	}
}
