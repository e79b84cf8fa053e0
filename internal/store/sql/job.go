package sql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Jobs stand beside the ledger, as sessions do: no event makes them and no
// rebuild touches them. A job is whose lease it is; the lease runs by the
// database's own clock, for several machines may share it, and a crash of any
// of them leaves a lease that runs out.

const jobColumns = `id, kind, case_name, label, actor, params, state, stage, done, total, asked, started, ended, attempts, stopping, failure, outcome`

func scanJob(s scanner) (job flow.Job, err error) {
	var label, stopping int
	var params, failure, outcome string
	var asked, started, ended int64
	if err := s.Scan(&job.ID, &job.Kind, &job.Case, &label, &job.Actor, &params, &job.State, &job.Stage, &job.Done, &job.Total,
		&asked, &started, &ended, &job.Attempts, &stopping, &failure, &outcome); err != nil {
		return job, err
	}
	job.Label, job.Params, job.Stopping = guard.Label(label), json.RawMessage(params), stopping == 1
	job.Asked, job.Started, job.Ended = orZero(asked), orZero(started), orZero(ended)
	if failure != "" {
		if err := json.Unmarshal([]byte(failure), &job.Failure); err != nil {
			return job, fmt.Errorf("reading why the job %s failed: %w", job.ID, err)
		}
	}
	if outcome != "" {
		if err := json.Unmarshal([]byte(outcome), &job.Outcome); err != nil {
			return job, fmt.Errorf("reading what came of the job %s: %w", job.ID, err)
		}
	}
	return job, nil
}

func orZero(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return fromMicros(us)
}

// AddJob implements flow.JobQueue.
func (b *Book) AddJob(ctx context.Context, job flow.Job) (kept flow.Job, err error) {
	err = b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		kept, err = scanJob(tx.QueryRowContext(ctx, `SELECT `+jobColumns+` FROM job
			WHERE state = 'waiting' AND kind = $1 AND case_name = $2 AND actor = $3 AND params = $4 AND label = $5 ORDER BY asked, id LIMIT 1`,
			job.Kind, job.Case, job.Actor, string(job.Params), int(job.Label)))
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		kept = job
		_, err = tx.ExecContext(ctx, `INSERT INTO job (`+jobColumns+`, holder, lease)
			VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '', 0, 0, $7, 0, 0, 0, 0, '', '', '', 0)`,
			job.ID, job.Kind, job.Case, int(job.Label), job.Actor, string(job.Params), micros(job.Asked))
		return err
	}))
	if err != nil {
		return kept, fmt.Errorf("keeping a job: %w", err)
	}
	return kept, nil
}

// JobOf implements flow.JobQueue.
func (b *Book) JobOf(ctx context.Context, id string) (flow.Job, error) {
	return one(ctx, b.reader, scanJob, "job", id, `SELECT `+jobColumns+` FROM job WHERE id = $1`, id)
}

// EachJob implements flow.JobQueue.
func (b *Book) EachJob(ctx context.Context, f flow.JobFilter) ([]flow.Job, error) {
	where, args := []string{"1 = 1"}, []any{}
	also := func(condition string, value any) {
		args = append(args, value)
		where = append(where, strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args))))
	}
	if f.Actor != "" {
		also("actor = ?", f.Actor)
	}
	if f.State != "" {
		also("state = ?", string(f.State))
	}
	if f.Before != "" {
		also("(asked, id) < (SELECT b.asked, b.id FROM job b WHERE b.id = ?)", f.Before)
	}
	args = append(args, f.Limit)
	jobs, err := collect(ctx, b.reader, scanJob, `SELECT `+jobColumns+` FROM job WHERE `+strings.Join(where, " AND ")+
		` ORDER BY asked DESC, id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
	if err != nil {
		return nil, b.explain(fmt.Errorf("listing jobs: %w", err))
	}
	return jobs, nil
}

// turn runs a change of one job and gives an error of kind Conflict if the job
// is not, or no longer, such that it can be made.
func (b *Book) turn(ctx context.Context, id string, instead error, query string, args ...any) error {
	done, err := b.writer.ExecContext(ctx, query, args...)
	if err != nil {
		return b.explain(fmt.Errorf("changing the job %s: %w", id, err))
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fail.New(fail.Conflict, "the job %s: %w", id, instead).Do("look at it again: sanad jobs show %s", id)
}

// StopJob implements flow.JobQueue.
func (b *Book) StopJob(ctx context.Context, id string, now time.Time) error {
	return b.turn(ctx, id, errors.New("it is over"), `UPDATE job SET stopping = 1,
		ended = CASE WHEN state = 'waiting' THEN CAST($2 AS BIGINT) ELSE ended END,
		state = CASE WHEN state = 'waiting' THEN 'stopped' ELSE state END
		WHERE id = $1 AND state IN ('waiting', 'running')`, id, micros(now))
}

// RetryJob implements flow.JobQueue.
func (b *Book) RetryJob(ctx context.Context, id string) error {
	return b.turn(ctx, id, errors.New("it neither failed nor was stopped"), `UPDATE job SET state = 'waiting', stage = '', done = 0, total = 0, started = 0, ended = 0,
		attempts = 0, stopping = 0, failure = '', outcome = '', holder = '', lease = 0 WHERE id = $1 AND state IN ('failed', 'stopped')`, id)
}

// free is the condition on a job that a runner may take: nobody has it. It is
// asked again of the row that is changed, so that of two who ask at once one
// gets nothing.
func (b *Book) free() string {
	return `(state = 'waiting' OR state = 'running' AND lease < ` + b.d.now + `)`
}

// TakeJob implements flow.JobLeases.
func (b *Book) TakeJob(ctx context.Context, holder string, lease time.Duration, now time.Time) (flow.Job, bool, error) {
	var none flow.Job
	waits, err := exists(ctx, b.reader, `SELECT 1 FROM job WHERE `+b.free()+` LIMIT 1`)
	if err != nil || !waits {
		return none, false, b.explain(err)
	}
	if err := b.endLost(ctx, now); err != nil {
		return none, false, err
	}
	job, err := scanJob(b.writer.QueryRowContext(ctx, `UPDATE job SET state = 'running', attempts = attempts + 1, holder = $1, failure = '', ended = 0,
		started = CASE WHEN started = 0 THEN CAST($2 AS BIGINT) ELSE started END, lease = `+b.d.now+` + CAST($3 AS BIGINT)
		WHERE id = (SELECT id FROM job WHERE `+b.free()+` ORDER BY asked, id LIMIT 1) AND `+b.free()+` RETURNING `+jobColumns,
		holder, micros(now), lease.Microseconds()))
	if errors.Is(err, sql.ErrNoRows) {
		return none, false, nil
	}
	if err != nil {
		return none, false, b.explain(fmt.Errorf("taking a job: %w", err))
	}
	return job, true, nil
}

// endLost ends jobs whose runner is gone and that must not be begun again.
func (b *Book) endLost(ctx context.Context, now time.Time) error {
	lost := ` WHERE state = 'running' AND lease < ` + b.d.now
	if _, err := b.writer.ExecContext(ctx, `UPDATE job SET state = 'stopped', ended = $1`+lost+` AND stopping = 1`, micros(now)); err != nil {
		return b.explain(fmt.Errorf("ending jobs that were to be stopped: %w", err))
	}
	why, err := json.Marshal(flow.JobFailure{Text: fmt.Sprintf("whoever ran it ended without a word, %d times", flow.MaxAttempts),
		Hint: "look into the log of the machine, perhaps its memory is too small; then run it again"})
	if err != nil {
		return err
	}
	_, err = b.writer.ExecContext(ctx, `UPDATE job SET state = 'failed', ended = $1, failure = $2`+lost+` AND attempts >= $3`, micros(now), string(why), flow.MaxAttempts)
	return b.explain(err)
}

// own is the condition that a job is still the holder's. A holder whose lease
// ran out and whom nobody followed goes on.
const own = ` WHERE id = $1 AND holder = $2 AND state = 'running'`

// BeatJob implements flow.JobLeases.
func (b *Book) BeatJob(ctx context.Context, id, holder string, at flow.JobStage, lease time.Duration) (stop bool, err error) {
	var stopping int
	err = b.writer.QueryRowContext(ctx, `UPDATE job SET stage = $3, done = $4, total = $5, lease = `+b.d.now+` + CAST($6 AS BIGINT)`+own+` RETURNING stopping`,
		id, holder, at.Doing, at.Done, at.Total, lease.Microseconds()).Scan(&stopping)
	if errors.Is(err, sql.ErrNoRows) {
		return false, fail.New(fail.Conflict, "the job %s: %w", id, flow.ErrJobLost)
	}
	return stopping == 1, b.explain(err)
}

// EndJob implements flow.JobLeases.
func (b *Book) EndJob(ctx context.Context, job flow.Job, holder string) error {
	failure := ""
	if job.Failure != nil {
		data, err := json.Marshal(job.Failure)
		if err != nil {
			return err
		}
		failure = string(data)
	}
	outcome, err := json.Marshal(job.Outcome)
	if err != nil {
		return err
	}
	return b.turn(ctx, job.ID, flow.ErrJobLost, `UPDATE job SET state = $3, label = $4, ended = $5, failure = $6, outcome = $7, stage = $8, done = $9, total = $10, holder = '', lease = 0`+own,
		job.ID, holder, string(job.State), int(job.Label), micros(job.Ended), failure, string(outcome), job.Stage, job.Done, job.Total)
}

// HandBackJob implements flow.JobLeases.
func (b *Book) HandBackJob(ctx context.Context, id, holder string) error {
	return b.turn(ctx, id, flow.ErrJobLost, `UPDATE job SET state = 'waiting', attempts = attempts - 1, holder = '', lease = 0`+own, id, holder)
}

// ForgetJobs implements flow.JobLeases.
func (b *Book) ForgetJobs(ctx context.Context, before time.Time) error {
	_, err := b.writer.ExecContext(ctx, `DELETE FROM job WHERE state IN ('done', 'failed', 'stopped') AND ended < $1`, micros(before))
	return b.explain(err)
}
