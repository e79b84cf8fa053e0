package flow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// JobState is how far a job is.
type JobState string

// The states of a job. From the last three it goes nowhere by itself.
const (
	JobWaiting JobState = "waiting"
	JobRunning JobState = "running"
	JobDone    JobState = "done"
	JobFailed  JobState = "failed"
	JobStopped JobState = "stopped"
)

// Over reports whether nothing more happens to a job by itself.
func (s JobState) Over() bool { return s == JobDone || s == JobFailed || s == JobStopped }

// Job is work that somebody asked for and that is done while nobody waits. It
// proves nothing: what it does is recorded by the verbs it runs.
type Job struct {
	ID, Kind, Case string
	// Label is who may know what it works on and what came of it; of its being
	// there, see Jobs.
	Label    guard.Label
	Actor    string          // who asked, and by whose rights it is done
	Params   json.RawMessage // never a secret, never a source's name
	State    JobState
	Stage    string // what is being done, as Progress is told
	Done     int64
	Total    int64 // 0: nobody can say
	Asked    time.Time
	Started  time.Time // zero: not yet
	Ended    time.Time
	Attempts int
	Stopping bool        // its runner is asked to stop
	Failure  *JobFailure // of the newest attempt
	Outcome  JobOutcome
	// Brief: the reader may know that the job is there, and no more. Then Case,
	// Params, Stage, the numbers, the outcome and the words of the failure are
	// left out.
	Brief bool
}

// JobFailure is why a job failed.
type JobFailure struct {
	Kind fail.Kind `json:"kind"`
	Text string    `json:"text,omitempty"` // "": nothing that a person could use
	Hint string    `json:"hint,omitempty"`
}

// JobOutcome is what came of a job, in a shape that every kind of job shares.
type JobOutcome struct {
	Numbers []JobNumber `json:"numbers,omitempty"`
	// Of and ID name what was made or changed: a list, an estimate, a run of
	// linking; "" for nothing that has a name.
	Of     string     `json:"of,omitempty"`
	ID     string     `json:"id,omitempty"`
	Path   string     `json:"path,omitempty"` // of a folder on the archive's machine
	Failed []JobFault `json:"failed,omitempty"`
	More   int64      `json:"more,omitempty"` // faults beyond those named
	// Sealed: it tells of sealed things, and only who may see these may read it.
	Sealed bool `json:"-"`
}

// JobNumber counts something by the key of its word.
type JobNumber struct {
	Key string `json:"key"`
	N   int64  `json:"n"`
}

// JobFault is a part that failed of a job that was done.
type JobFault struct {
	Item  string `json:"item,omitempty"` // an item, or what else is told by its id
	Row   int    `json:"row,omitempty"`
	Part  string `json:"part,omitempty"` // a step, or a column
	Error string `json:"error"`
}

// maxFaults is how many faults an outcome names.
const maxFaults = 200

// Fault adds a fault, and only counts those beyond what an outcome names.
func (o *JobOutcome) Fault(f JobFault) {
	if len(o.Failed) < maxFaults {
		o.Failed = append(o.Failed, f)
		return
	}
	o.More++
}

// Count adds a number.
func (o *JobOutcome) Count(key string, n int64) { o.Numbers = append(o.Numbers, JobNumber{key, n}) }

// Faults is how many parts failed.
func (o JobOutcome) Faults() int64 { return int64(len(o.Failed)) + o.More }

// JobKind is a kind of job: who may ask for it, and what it does.
type JobKind struct {
	May []guard.Act // any of them is enough
	// Each: what it does asks of each thing whether the actor may, so that a job
	// of no case is for who may in some.
	Each bool
	// Whole: what it does is of the whole archive, whatever case is named.
	Whole bool
	Run   JobWork
}

// caseOf gives the case a job is of: none, if it is of the whole archive or of
// what the actor may work on wherever it is.
func (k JobKind) caseOf(named string) string {
	switch {
	case k.Whole:
		return ""
	case named == "" && !k.Each:
		return DefaultCase
	}
	return named
}

// may refuses an actor who may do nothing of what the kind needs, in the case or,
// where it is of none, in the whole archive.
func (k JobKind) may(actor guard.Actor, caseName string) (err error) {
	for _, act := range k.May {
		switch {
		case caseName != "":
			err = actor.MayIn(caseName, act)
		case k.Each:
			err = actor.May(act)
		default:
			err = actor.MayEverywhere(act)
		}
		if err == nil {
			return nil
		}
	}
	return err
}

// JobWork does a job by the rights the actor has now. It MUST be such that it
// may be begun anew after it was broken off anywhere: a job whose runner was
// killed is run again. It MUST end soon after ctx does.
type JobWork func(ctx context.Context, actor guard.Actor, job Job, tell Progress) (JobOutcome, error)

// JobFilter narrows a list of jobs.
type JobFilter struct {
	Actor  string   // "": of all
	State  JobState // "": in all
	Before string   // the id of a job: only those asked for before it
	Limit  int
}

// JobQueue keeps jobs. They stand beside the ledger, for they prove nothing
// and must be forgettable.
type JobQueue interface {
	// AddJob keeps a job that waits. If one of the same kind, case, actor and
	// parameters waits already, it MUST give that one instead: who asks twice
	// asks once.
	AddJob(ctx context.Context, job Job) (Job, error)
	// JobOf gives a job, or an error of kind fail.NotFound.
	JobOf(ctx context.Context, id string) (Job, error)
	// EachJob lists jobs, the newest first.
	EachJob(ctx context.Context, f JobFilter) ([]Job, error)
	// StopJob stops a job that waits, and asks the runner of one that runs. A
	// job that is over MUST be an error of kind fail.Conflict.
	StopJob(ctx context.Context, id string, now time.Time) error
	// RetryJob lets a job that failed or was stopped wait again; any other MUST
	// be an error of kind fail.Conflict.
	RetryJob(ctx context.Context, id string) error
}

// ErrJobLost says that a job is no longer the holder's.
var ErrJobLost = errors.New("it is no longer this runner's")

// JobLeases is what runners need of where jobs are kept. A holder is one
// worker of one process. An error MUST wrap ErrJobLost if and only if a job is
// no longer the holder's.
type JobLeases interface {
	// TakeJob gives the holder the oldest job that waits, or whose lease has
	// run out, for so long. No two holders MUST ever get one job at once. A job
	// that was begun MaxAttempts times fails instead.
	TakeJob(ctx context.Context, holder string, lease time.Duration, now time.Time) (job Job, ok bool, err error)
	// BeatJob lengthens the lease, notes how far the job is, and tells whether
	// it is to be stopped.
	BeatJob(ctx context.Context, id, holder string, at JobStage, lease time.Duration) (stop bool, err error)
	// EndJob notes what became of the job: its State, Ended, Label, Failure and
	// Outcome.
	EndJob(ctx context.Context, job Job, holder string) error
	// HandBackJob lets the job wait for another runner, as if this one had not
	// begun it.
	HandBackJob(ctx context.Context, id, holder string) error
	// ForgetJobs removes jobs that were over before a time.
	ForgetJobs(ctx context.Context, before time.Time) error
}

// JobStage is how far a job is.
type JobStage struct {
	Doing       string
	Done, Total int64
}

// MaxAttempts is how often a job is begun: one that kills its runner must not
// go round for ever.
const MaxAttempts = 5

// Jobs is what faces ask for work and look at it through.
//
// The one who asked knows all of a job, as long as they may see what its label
// covers. Who sees who did what knows that it is there, of what kind, whose and
// how far; nobody else knows of it.
type Jobs struct {
	Archive *Archive
	Queue   JobQueue
	Kinds   map[string]JobKind
	Clock   func() time.Time
	Wake    func() // tells runners of this process that something waits; may be nil
}

// JobRequest asks for work.
type JobRequest struct {
	Kind, Case string
	Label      guard.Label // of what it works on
	Params     any         // to JSON: ids, and what a form chose
}

// maxParams bounds the parameters of a job, in bytes.
const maxParams = 1 << 20

// Ask lets work be done as soon as a runner is free.
func (j *Jobs) Ask(ctx context.Context, actor guard.Actor, req JobRequest) (Job, error) {
	req.Case = j.Kinds[req.Kind].caseOf(req.Case)
	if err := j.may(actor, req.Kind, req.Case); err != nil {
		return Job{}, err
	}
	if err := j.bounded(ctx, actor); err != nil {
		return Job{}, err
	}
	params, err := json.Marshal(req.Params)
	if err != nil {
		return Job{}, fmt.Errorf("writing what a job is to do: %w", err)
	}
	if len(params) > maxParams {
		return Job{}, fail.New(fail.Usage, "what the job is to do takes more than %d bytes to say", maxParams)
	}
	id, err := j.Archive.newID("j")
	if err != nil {
		return Job{}, err
	}
	job, err := j.Queue.AddJob(ctx, Job{ID: id, Kind: req.Kind, Case: req.Case, Label: req.Label, Actor: actor.Handle,
		Params: params, State: JobWaiting, Asked: j.Clock().UTC()})
	if err == nil && j.Wake != nil {
		j.Wake()
	}
	return job, err
}

// maxWaiting is how many jobs of one account may wait: others want theirs done
// too.
const maxWaiting = 50

func (j *Jobs) bounded(ctx context.Context, actor guard.Actor) error {
	waiting, err := j.Queue.EachJob(ctx, JobFilter{Actor: actor.Handle, State: JobWaiting, Limit: maxWaiting})
	if err == nil && len(waiting) == maxWaiting {
		err = fail.New(fail.Conflict, "%d jobs of %s wait already", maxWaiting, actor.Handle).Do("wait until some are done, or stop some: sanad jobs list --state waiting")
	}
	return err
}

func (j *Jobs) may(actor guard.Actor, kind, caseName string) error {
	k, ok := j.Kinds[kind]
	if !ok {
		return fail.New(fail.Usage, "there is no kind of job %q", kind).Do("see sanad jobs list")
	}
	return k.may(actor, k.caseOf(caseName))
}

// Find gives a job as the actor may know it.
func (j *Jobs) Find(ctx context.Context, actor guard.Actor, id string) (Job, error) {
	job, err := j.Queue.JobOf(ctx, id)
	if err != nil {
		return Job{}, err
	}
	if job, ok := job.knownTo(actor); ok {
		return job, nil
	}
	return Job{}, fail.New(fail.NotFound, "there is no job %s", id)
}

// List gives jobs as the actor may know them, the newest first.
func (j *Jobs) List(ctx context.Context, actor guard.Actor, f JobFilter) ([]Job, error) {
	if !overseer(actor) {
		f.Actor = actor.Handle
	}
	all, err := j.Queue.EachJob(ctx, f)
	if err != nil {
		return nil, err
	}
	for i, job := range all {
		all[i], _ = job.knownTo(actor)
	}
	return all, nil
}

func overseer(actor guard.Actor) bool {
	return actor.MayEverywhere(guard.ToAudit) == nil || actor.MayEverywhere(guard.ToAdmin) == nil
}

// knownTo gives a job as the actor may know it.
func (job Job) knownTo(actor guard.Actor) (Job, bool) {
	own := actor.Handle == job.Actor
	sees := actor.MaySeeThroughout
	if job.Case != "" {
		sees = func(l guard.Label) bool { return actor.MaySeeIn(job.Case, l) }
	}
	if own && sees(job.Label) {
		return job, true
	}
	brief := Job{ID: job.ID, Kind: job.Kind, Label: job.Label, Actor: job.Actor, State: job.State, Asked: job.Asked, Started: job.Started, Ended: job.Ended,
		Attempts: job.Attempts, Stopping: job.Stopping, Brief: true}
	if job.Failure != nil {
		brief.Failure = &JobFailure{Kind: job.Failure.Kind}
	}
	return brief, own || overseer(actor)
}

// Stop stops a job that is not over. It may be stopped by who asked for it and
// by who changes accounts.
func (j *Jobs) Stop(ctx context.Context, actor guard.Actor, id string) error {
	job, err := j.Find(ctx, actor, id)
	if err != nil {
		return err
	}
	if job.Actor != actor.Handle {
		if err := actor.MayEverywhere(guard.ToAdmin); err != nil {
			return err
		}
	}
	return j.Queue.StopJob(ctx, id, j.Clock().UTC())
}

// Retry lets a job wait again that failed or was stopped. It is done by the
// rights of who asked for it, and so only they may.
func (j *Jobs) Retry(ctx context.Context, actor guard.Actor, id string) error {
	job, err := j.Find(ctx, actor, id)
	if err != nil {
		return err
	}
	if job.Actor != actor.Handle {
		return fail.New(fail.Refused, "the job %s is not %s's own", id, actor.Handle).Do("ask for the same work anew")
	}
	if err := j.may(actor, job.Kind, job.Case); err != nil {
		return err
	}
	if err := j.Queue.RetryJob(ctx, id); err != nil {
		return err
	}
	if j.Wake != nil {
		j.Wake()
	}
	return nil
}

// Work does a job by the rights that the actor has now.
func (j *Jobs) Work(ctx context.Context, actor guard.Actor, job Job, tell Progress) (JobOutcome, error) {
	if err := j.may(actor, job.Kind, job.Case); err != nil {
		return JobOutcome{}, err
	}
	return j.Kinds[job.Kind].Run(ctx, actor, job, tell)
}

// Known lists the kinds of jobs an actor may ask for, in some case at least.
func (j *Jobs) Known(actor guard.Actor) (kinds []string) {
	for kind, k := range j.Kinds {
		may := actor.May
		if k.Whole {
			may = actor.MayEverywhere
		}
		if slices.ContainsFunc(k.May, func(act guard.Act) bool { return may(act) == nil }) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// JobParams reads the parameters of a job.
func JobParams[T any](job Job) (params T, err error) {
	if err := json.Unmarshal(job.Params, &params); err != nil {
		return params, fail.New(fail.Usage, "reading what the job %s is to do: %w", job.ID, err)
	}
	return params, nil
}
