package runner_test

import (
	"context"
	"crypto/rand"
	stdsql "database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/sql"
	"sanad/internal/tool/runner"
)

// house is a place where jobs are kept, and what is done of them.
type house struct {
	t    *testing.T
	path string
	*sql.Book
	down atomic.Bool // the database is gone
}

func newHouse(t *testing.T) *house {
	h := &house{t: t, path: filepath.Join(t.TempDir(), "sanad.db")}
	book, err := sql.OpenSQLite(t.Context(), h.path, true, sql.Options{Clock: time.Now, Random: rand.Reader, Scratch: true})
	if err != nil {
		t.Fatal(err)
	}
	h.Book = book
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

var errDown = errors.New("the database does not answer")

// The runner's calls fail while the database is gone.
func (h *house) TakeJob(ctx context.Context, holder string, lease time.Duration, now time.Time) (flow.Job, bool, error) {
	if h.down.Load() {
		return flow.Job{}, false, errDown
	}
	return h.Book.TakeJob(ctx, holder, lease, now)
}

func (h *house) BeatJob(ctx context.Context, id, holder string, at flow.JobStage, lease time.Duration) (bool, error) {
	if h.down.Load() {
		return false, errDown
	}
	return h.Book.BeatJob(ctx, id, holder, at, lease)
}

func (h *house) EndJob(ctx context.Context, job flow.Job, holder string) error {
	if h.down.Load() {
		return errDown
	}
	return h.Book.EndJob(ctx, job, holder)
}

func (h *house) ask(n int) string {
	h.t.Helper()
	job, err := h.AddJob(h.t.Context(), flow.Job{ID: fmt.Sprint("j-", n), Kind: "k", Label: guard.Case, Actor: "ana", Params: json.RawMessage(fmt.Sprint(n)), Asked: time.UnixMicro(int64(n + 1))})
	if err != nil {
		h.t.Fatal(err)
	}
	return job.ID
}

// runner makes one that never waits long.
func (h *house) runner(work flow.JobWork) *runner.Runner {
	return runner.New(runner.Options{Leases: h, Work: work, Name: rand.Text(), Workers: 2, Lease: time.Minute, Beat: 5 * time.Millisecond, Poll: 5 * time.Millisecond, Keep: time.Hour,
		Actor: func(_ context.Context, handle string) (guard.Actor, error) {
			return guard.Actor{Handle: handle, Roles: []guard.Role{guard.Custodian}}, nil
		},
		Log: func(what string, err error) { h.t.Log(what, err) }})
}

// until waits for a job to be as wanted; a test that waits in vain is ended by
// its own limit.
func (h *house) until(id string, is func(flow.Job) bool) flow.Job {
	h.t.Helper()
	for {
		job, err := h.JobOf(h.t.Context(), id)
		if err != nil {
			h.t.Fatal(err)
		}
		if is(job) {
			return job
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func over(j flow.Job) bool { return j.State.Over() }

// begin runs a runner until the test asks it to end.
func begin(r *runner.Runner) (end func()) {
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() { r.Run(ctx) })
	return func() { stop(); all.Wait() }
}

func TestEveryJobIsDoneOnceByManyRunners(t *testing.T) {
	h := newHouse(t)
	var mu sync.Mutex
	done := map[string]int{}
	work := func(_ context.Context, _ guard.Actor, job flow.Job, _ flow.Progress) (flow.JobOutcome, error) {
		mu.Lock()
		defer mu.Unlock()
		done[job.ID]++
		return flow.JobOutcome{}, nil
	}
	for n := range 30 {
		h.ask(n)
	}
	one, two := begin(h.runner(work)), begin(h.runner(work))
	for n := range 30 {
		h.until(fmt.Sprint("j-", n), over)
	}
	one()
	two()
	for id, n := range done {
		if n != 1 {
			t.Errorf("%s was done %d times", id, n)
		}
	}
}

func TestAJobThatIsStoppedEndsAndSaysSo(t *testing.T) {
	h := newHouse(t)
	id := h.ask(1)
	end := begin(h.runner(func(ctx context.Context, _ guard.Actor, _ flow.Job, tell flow.Progress) (out flow.JobOutcome, err error) {
		tell("waiting to be stopped", 1, 2)
		<-ctx.Done()
		return out, context.Cause(ctx)
	}))
	defer end()
	h.until(id, func(j flow.Job) bool { return j.Stage == "waiting to be stopped" })
	if err := h.StopJob(t.Context(), id, time.Now()); err != nil {
		t.Fatal(err)
	}
	if job := h.until(id, over); job.State != flow.JobStopped || job.Failure != nil {
		t.Errorf("it is %+v", job)
	}
}

// A process that must end hands its jobs back, and the next does them.
func TestAJobIsHandedBackWhenItsRunnerMustEnd(t *testing.T) {
	h := newHouse(t)
	id := h.ask(1)
	running := make(chan struct{})
	end := begin(h.runner(func(ctx context.Context, _ guard.Actor, _ flow.Job, _ flow.Progress) (out flow.JobOutcome, err error) {
		close(running)
		<-ctx.Done()
		return out, context.Cause(ctx)
	}))
	<-running
	end()
	if job, err := h.JobOf(t.Context(), id); err != nil || job.State != flow.JobWaiting || job.Attempts != 0 {
		t.Fatalf("handed back it is %+v, %v", job, err)
	}
	ran, err := h.runner(func(context.Context, guard.Actor, flow.Job, flow.Progress) (out flow.JobOutcome, err error) {
		return out, nil
	}).Once(t.Context())
	if job := h.until(id, over); err != nil || ran != 1 || job.State != flow.JobDone {
		t.Errorf("then %d ran, %v, and it is %+v", ran, err, job)
	}
}

// Whoever lost a job to another ends its work and writes nothing of it.
func TestAJobThatWasTakenOverIsLetGo(t *testing.T) {
	h := newHouse(t)
	id := h.ask(1)
	running, let := make(chan struct{}), make(chan error, 1)
	end := begin(h.runner(func(ctx context.Context, _ guard.Actor, _ flow.Job, _ flow.Progress) (out flow.JobOutcome, err error) {
		close(running)
		<-ctx.Done()
		let <- context.Cause(ctx)
		return out, nil
	}))
	defer end()
	<-running
	h.down.Store(true) // no word is given, so that the lease can run out
	for taken := false; !taken; {
		h.expire(id) // again if a word was on its way
		_, ok, err := h.Book.TakeJob(t.Context(), "another", time.Hour, time.Now())
		if taken = ok; err != nil {
			t.Fatal(err)
		}
	}
	h.down.Store(false)
	if err := <-let; !errors.Is(err, flow.ErrJobLost) {
		t.Errorf("its work was ended by %v", err)
	}
	if job, err := h.JobOf(t.Context(), id); err != nil || job.State != flow.JobRunning {
		t.Errorf("the other's job is %+v, %v", job, err)
	}
}

// expire lets the lease of a job run out.
func (h *house) expire(id string) {
	h.t.Helper()
	db := h.raw()
	if _, err := db.Exec(`UPDATE job SET lease = 1 WHERE id = ?`, id); err != nil {
		h.t.Fatal(err)
	}
}

// What ended while the database was gone is told once it answers.
func TestAnEndIsToldOnceTheDatabaseIsBack(t *testing.T) {
	h := newHouse(t)
	id := h.ask(1)
	end := begin(h.runner(func(context.Context, guard.Actor, flow.Job, flow.Progress) (out flow.JobOutcome, err error) {
		h.down.Store(true)
		out.Count("read", 7)
		return out, nil
	}))
	defer end()
	h.until(id, func(j flow.Job) bool { return h.down.Load() })
	h.down.Store(false)
	if job := h.until(id, over); job.State != flow.JobDone || len(job.Outcome.Numbers) != 1 {
		t.Errorf("it is %+v", job)
	}
}

// What failed says what a person can use, and nothing that only names insides;
// a mistake of the program costs its job alone.
func TestWhatFailedIsTold(t *testing.T) {
	h := newHouse(t)
	why := map[string]error{
		"j-1": fmt.Errorf("reading: %w", fail.New(fail.Refused, "ana may not read").Do("ask ben")),
		"j-2": errors.New("open /secret/name: no such file"),
		"j-3": nil,
		"j-4": &fs.PathError{Op: "write", Path: "/secret/name", Err: syscall.ENOSPC},
	}
	for n := range 4 {
		h.ask(n + 1)
	}
	ran, err := h.runner(func(_ context.Context, _ guard.Actor, job flow.Job, _ flow.Progress) (out flow.JobOutcome, err error) {
		if why[job.ID] == nil {
			panic("a mistake")
		}
		return out, why[job.ID]
	}).Once(t.Context())
	if err != nil || ran != 4 {
		t.Fatalf("%d ran, %v", ran, err)
	}
	want := map[string]flow.JobFailure{"j-1": {Kind: fail.Refused, Text: "ana may not read", Hint: "ask ben"}, "j-2": {}, "j-3": {},
		"j-4": {Kind: fail.Failed, Text: "a disk of the archive's machine is full", Hint: "make room, then let the job be done again"}}
	for id, f := range want {
		if job := h.until(id, over); job.State != flow.JobFailed || job.Failure == nil || *job.Failure != f {
			t.Errorf("%s: %+v, want %+v", id, job.Failure, f)
		}
	}
}

// raw is the database itself.
func (h *house) raw() *stdsql.DB {
	h.t.Helper()
	db, err := stdsql.Open("sqlite", "file:"+h.path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { db.Close() })
	return db
}
