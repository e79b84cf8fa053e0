package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// long is a lease that does not run out while a test runs.
const long = time.Hour

func (b *books) ask(id, actor, params string, after time.Duration) flow.Job {
	b.t.Helper()
	job, err := b.AddJob(context.Background(), flow.Job{ID: id, Kind: "process", Case: "main", Label: guard.Case, Actor: actor, Params: json.RawMessage(params),
		State: flow.JobWaiting, Asked: time.UnixMicro(1_000_000_000).Add(after).UTC()})
	if err != nil {
		b.t.Fatal(err)
	}
	return job
}

func (b *books) take(holder string) (flow.Job, bool) {
	b.t.Helper()
	job, ok, err := b.TakeJob(context.Background(), holder, long, time.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	return job, ok
}

func (b *books) job(id string) flow.Job {
	b.t.Helper()
	job, err := b.JobOf(context.Background(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return job
}

// runOut makes every lease run out, as when runners were killed a while ago.
func (b *books) runOut() { b.db.Exec(b.t, `UPDATE job SET lease = 1 WHERE lease > 0`) }

func testJobLife(t *testing.T, b *books) {
	b.begin()
	ctx := context.Background()
	b.ask("j-1", "first", `{"retry":true}`, 0)
	b.ask("j-2", "first", `{}`, time.Second)
	if again := b.ask("j-3", "first", `{}`, 2*time.Second); again.ID != "j-2" {
		t.Errorf("asked twice, it waits twice: %s", again.ID)
	}
	if other := b.ask("j-4", "second", `{}`, 3*time.Second); other.ID != "j-4" {
		t.Errorf("what somebody else asks for is %s", other.ID)
	}
	job, ok := b.take("w1")
	if !ok || job.ID != "j-1" || string(job.Params) != `{"retry":true}` || job.Attempts != 1 || job.State != flow.JobRunning {
		t.Fatalf("the first taken is %+v, %v", job, ok)
	}
	if stop, err := b.BeatJob(ctx, "j-1", "w1", flow.JobStage{Doing: "reading", Done: 3, Total: 9}, long); err != nil || stop {
		t.Errorf("giving word: %v, %v", stop, err)
	}
	if got := b.job("j-1"); got.Stage != "reading" || got.Done != 3 || got.Total != 9 {
		t.Errorf("it is at %+v", got)
	}
	job.State, job.Ended, job.Label, job.Failure = flow.JobFailed, time.Now(), guard.Sealed, &flow.JobFailure{Kind: fail.Integrity, Text: "damaged", Hint: "look"}
	job.Outcome.Count("read", 3)
	job.Outcome.Fault(flow.JobFault{Item: "ab", Part: "ocr", Error: "blank"})
	if err := b.EndJob(ctx, job, "w1"); err != nil {
		t.Fatal(err)
	}
	got := b.job("j-1")
	if got.State != flow.JobFailed || *got.Failure != *job.Failure || got.Label != guard.Sealed || len(got.Outcome.Failed) != 1 || got.Outcome.Numbers[0].N != 3 || got.Ended.IsZero() {
		t.Errorf("it ended as %+v", got)
	}
	if err := b.RetryJob(ctx, "j-1"); err != nil {
		t.Fatal(err)
	}
	if got := b.job("j-1"); got.State != flow.JobWaiting || got.Failure != nil || got.Attempts != 0 || got.Outcome.Faults() != 0 {
		t.Errorf("asked for again it is %+v", got)
	}
	if err := b.RetryJob(ctx, "j-1"); fail.Of(err) != fail.Conflict {
		t.Errorf("retrying what waits: %v, want a conflict", err)
	}
	if err := b.StopJob(ctx, "j-2", time.Now()); err != nil || b.job("j-2").State != flow.JobStopped {
		t.Errorf("stopping what waits: %v, %s", err, b.job("j-2").State)
	}
	if err := b.StopJob(ctx, "j-2", time.Now()); fail.Of(err) != fail.Conflict {
		t.Errorf("stopping what is over: %v, want a conflict", err)
	}
	if _, err := b.JobOf(ctx, "j-9"); fail.Of(err) != fail.NotFound {
		t.Errorf("a job that is not there: %v", err)
	}
	b.wantJobs(flow.JobFilter{Limit: 9}, "j-4", "j-2", "j-1")
	b.wantJobs(flow.JobFilter{Limit: 9, Actor: "first"}, "j-2", "j-1")
	b.wantJobs(flow.JobFilter{Limit: 1, State: flow.JobWaiting}, "j-4")
	b.wantJobs(flow.JobFilter{Limit: 9, Before: "j-2"}, "j-1")
	if err := b.Rebuild(ctx, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	b.wantJobs(flow.JobFilter{Limit: 9}, "j-4", "j-2", "j-1")
	if err := b.ForgetJobs(ctx, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.wantJobs(flow.JobFilter{Limit: 9}, "j-4", "j-1")
}

func (b *books) wantJobs(f flow.JobFilter, want ...string) {
	b.t.Helper()
	all, err := b.EachJob(context.Background(), f)
	if err != nil {
		b.t.Fatal(err)
	}
	var got []string
	for _, j := range all {
		got = append(got, j.ID)
	}
	if !slices.Equal(got, want) {
		b.t.Errorf("%+v lists %v, want %v", f, got, want)
	}
}

// Many take from many sides, in two processes as far as the database knows.
func testJobOnce(t *testing.T, b *books) {
	b.begin()
	const jobs, holders = 60, 8
	for i := range jobs {
		b.ask(fmt.Sprintf("j-%02d", i), "first", fmt.Sprintf(`{"n":%d}`, i), time.Duration(i)*time.Second)
	}
	other := b.db.Open(t, b.parts)
	defer other.Close()
	var mu sync.Mutex
	taken := map[string]int{}
	var all sync.WaitGroup
	for h := range holders {
		book := []Book{b.Book, other}[h%2]
		all.Go(func() {
			for misses := 0; misses < 5; { // nothing may be had because another was quicker
				job, ok, err := book.TakeJob(context.Background(), fmt.Sprint("w", h), long, time.Now())
				if err != nil {
					t.Error(err)
					return
				}
				if !ok {
					misses++
					continue
				}
				mu.Lock()
				taken[job.ID]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for id, n := range taken {
		if n != 1 {
			t.Errorf("%s was taken %d times", id, n)
		}
	}
	if len(taken) != jobs {
		t.Errorf("%d of %d jobs were taken", len(taken), jobs)
	}
}

func testJobTakenOver(t *testing.T, b *books) {
	b.begin()
	ctx := context.Background()
	b.ask("j-1", "first", `{}`, 0)
	b.take("w1")
	if job, ok := b.take("w2"); ok {
		t.Fatalf("%s was taken from its holder", job.ID)
	}
	b.runOut()
	if stop, err := b.BeatJob(ctx, "j-1", "w1", flow.JobStage{}, long); err != nil || stop {
		t.Errorf("whom nobody followed must go on: %v", err)
	}
	b.runOut()
	if job, ok := b.take("w2"); !ok || job.Attempts != 2 {
		t.Fatalf("a job whose runner is gone is not taken over: %+v", job)
	}
	job := b.job("j-1")
	job.State, job.Ended = flow.JobDone, time.Now()
	_, beat := b.BeatJob(ctx, "j-1", "w1", flow.JobStage{}, long)
	for what, err := range map[string]error{"word": beat, "an end": b.EndJob(ctx, job, "w1"), "handing back": b.HandBackJob(ctx, "j-1", "w1")} {
		if !errors.Is(err, flow.ErrJobLost) {
			t.Errorf("%s by who lost the job: %v", what, err)
		}
	}
	if err := b.HandBackJob(ctx, "j-1", "w2"); err != nil {
		t.Fatal(err)
	}
	if got := b.job("j-1"); got.State != flow.JobWaiting || got.Attempts != 1 {
		t.Errorf("handed back it is %+v", got)
	}
	if err := b.RetryJob(ctx, "j-1"); fail.Of(err) != fail.Conflict || errors.Is(err, flow.ErrJobLost) {
		t.Errorf("retrying what waits: %v", err)
	}
}

// A job that ends every runner ends itself, and one that was to be stopped when
// its runner was lost is not begun again.
func testJobLost(t *testing.T, b *books) {
	b.begin()
	b.ask("j-1", "first", `{}`, 0)
	for i := range flow.MaxAttempts {
		if job, ok := b.take("w1"); !ok || job.Attempts != i+1 {
			t.Fatalf("attempt %d: %+v", i+1, job)
		}
		b.runOut()
	}
	if job, ok := b.take("w1"); ok {
		t.Fatalf("begun once more: %+v", job)
	}
	if got := b.job("j-1"); got.State != flow.JobFailed || got.Failure == nil || got.Failure.Text == "" {
		t.Errorf("it is %+v", got)
	}
	b.ask("j-2", "first", `{}`, 0)
	b.take("w1")
	if err := b.StopJob(context.Background(), "j-2", time.Now()); err != nil {
		t.Fatal(err)
	}
	if stop, err := b.BeatJob(context.Background(), "j-2", "w1", flow.JobStage{}, long); err != nil || !stop {
		t.Errorf("its runner is told %v, %v", stop, err)
	}
	b.runOut()
	if job, ok := b.take("w2"); ok {
		t.Errorf("begun although it was to be stopped: %+v", job)
	}
	if got := b.job("j-2"); got.State != flow.JobStopped {
		t.Errorf("it is %+v", got)
	}
}
