package sql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/flow"
)

const doorColumns = `SELECT d.body, d.idx, d.closed,
	(SELECT count(*) FROM view_submission s WHERE s.case_name = d.case_name AND s.door = d.name),
	(SELECT count(*) FROM view_submission s WHERE s.case_name = d.case_name AND s.sorted = 'new' AND s.door = d.name)
	FROM view_door d`

func scanDoor(r scanner) (d intake.DoorNow, err error) {
	var body string
	var closed int
	if err := r.Scan(&body, &d.Index, &closed, &d.Submissions, &d.Waiting); err != nil {
		return d, err
	}
	d.Closed = closed != 0
	if err := json.Unmarshal([]byte(body), &d.DoorOpened); err != nil {
		return d, fmt.Errorf("reading the door of entry %d: %w", d.Index, err)
	}
	return d, nil
}

func (s *state) Door(ctx context.Context, name string) (intake.DoorNow, error) {
	return one(ctx, s.q, scanDoor, "door", name, doorColumns+` WHERE d.name = $1`, name)
}

func (s *state) Doors(ctx context.Context) ([]intake.DoorNow, error) {
	return collect(ctx, s.q, scanDoor, doorColumns+` ORDER BY d.idx`)
}

const submissionColumns = `SELECT s.body, s.case_name, s.time, s.idx, s.sorted, s.grp, s.note, s.sorted_by, s.sorted_idx, s.accession, s.ended, s.unread,
	COALESCE((SELECT max(c.id) FROM view_correction c WHERE c.submission = s.id), ''),
	CASE WHEN s.grp = '' THEN 1 ELSE (SELECT count(*) FROM view_submission o WHERE o.case_name = s.case_name AND o.grp = s.grp) END
	FROM view_submission s`

func scanSubmission(r scanner) (sub intake.Submission, err error) {
	var body string
	var us int64
	err = r.Scan(&body, &sub.Case, &us, &sub.Index, &sub.As, &sub.Group, &sub.Note, &sub.By, &sub.Sorted, &sub.Accession, &sub.Ended, &sub.Unread, &sub.Correction, &sub.Alike)
	if err != nil {
		return sub, err
	}
	sub.Time = fromMicros(us)
	if err := json.Unmarshal([]byte(body), &sub.Received); err != nil {
		return sub, fmt.Errorf("reading the submission of entry %d: %w", sub.Index, err)
	}
	return sub, nil
}

func (s *state) Submission(ctx context.Context, id string) (intake.Submission, error) {
	sub, err := one(ctx, s.q, scanSubmission, "submission", id, submissionColumns+` WHERE s.id = $1`, id)
	if err != nil {
		return sub, err
	}
	sub.Links, err = collect(ctx, s.q, func(r scanner) (to string, err error) {
		return to, r.Scan(&to)
	}, `SELECT linked FROM view_submission_turn WHERE submission = $1 AND linked <> '' ORDER BY idx`, id)
	return sub, err
}

// submissionWhere writes the conditions of a filter.
func submissionWhere(f flow.SubmissionFilter) (string, []any) {
	where, args := []string{"1 = 1"}, []any{}
	param := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	for column, value := range map[string]string{"s.case_name": f.Case, "s.door": f.Door, "s.sorted": string(f.As), "s.grp": f.Group} {
		if value != "" {
			where = append(where, column+" = "+param(value))
		}
	}
	if of := amongCases("s.case_name", f.Cases, param); of != "" {
		where = append(where, of)
	}
	if f.First {
		where = append(where, `(s.grp = '' OR NOT EXISTS (SELECT 1 FROM view_submission o WHERE o.case_name = s.case_name AND o.grp = s.grp AND o.sorted = s.sorted AND o.idx < s.idx))`)
	}
	if f.Silent != 0 {
		where = append(where, `s.ended = '' AND s.spoken < `+param(f.Silent))
	}
	return strings.Join(where, " AND "), args
}

func (s *state) Submissions(ctx context.Context, f flow.SubmissionFilter, yield func(intake.Submission) error) error {
	where, args := submissionWhere(f)
	query := fmt.Sprintf(`%s WHERE %s AND s.idx > $%d ORDER BY s.idx LIMIT $%d`, submissionColumns, where, len(args)+1, len(args)+2)
	return walk(ctx, s.q, f.After, f.Limit, scanSubmission, func(sub intake.Submission) int64 { return sub.Index }, yield, query, args...)
}

func (s *state) SubmissionCounts(ctx context.Context, caseName string) (map[intake.As]int64, error) {
	counts := map[intake.As]int64{}
	_, err := collect(ctx, s.q, func(r scanner) (struct{}, error) {
		var as intake.As
		var n int64
		err := r.Scan(&as, &n)
		counts[as] += n
		return struct{}{}, err
	}, `SELECT sorted, count(*) FROM view_submission WHERE ($1 = '' OR case_name = $1) GROUP BY sorted`, caseName)
	return counts, err
}

func (s *state) SubmissionHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT t.idx FROM view_step t JOIN view_submission s ON s.thread = t.thread WHERE s.id = $1
		UNION SELECT idx FROM view_submission_turn WHERE submission = $1 ORDER BY 1`, id)
}

func (s *state) Thread(ctx context.Context, thread string) (intake.ThreadNow, error) {
	return one(ctx, s.q, func(r scanner) (t intake.ThreadNow, err error) {
		var body string
		var us int64
		if err := r.Scan(&t.Thread, &t.Submission, &t.Door, &t.Case, &body, &t.Ended, &t.Last, &us); err != nil {
			return t, err
		}
		var f intake.Received
		err = json.Unmarshal([]byte(body), &f)
		t.Recipient, t.Spoken = f.Sealed.Recipient, fromMicros(us)
		return t, err
	}, "thread", thread, `SELECT thread, id, door, case_name, body, ended, last, spoken FROM view_submission WHERE thread = $1`, thread)
}

func (s *state) ThreadSteps(ctx context.Context, thread string) ([]intake.Step, error) {
	steps, err := collect(ctx, s.q, func(r scanner) (st intake.Step, err error) {
		var body string
		var ours int
		var us int64
		if err := r.Scan(&st.Index, &ours, &st.Actor, &us, &body); err != nil {
			return st, err
		}
		st.Ours, st.Time = ours != 0, fromMicros(us)
		var kept step
		err = json.Unmarshal([]byte(body), &kept)
		st.Content, st.Sealed, st.Answer = kept.Content, kept.Sealed, kept.Answer
		return st, err
	}, `SELECT idx, ours, actor, time, body FROM view_step WHERE thread = $1 ORDER BY idx`, thread)
	if err != nil {
		return nil, fmt.Errorf("reading the thread %s: %w", thread, err)
	}
	return steps, nil
}

func (s *state) SealedParts(ctx context.Context, yield func(sum custody.Sum, bytes int64) error) error {
	type kept struct {
		sum          custody.Sum
		bytes, place int64
	}
	return walk(ctx, s.q, -1, 0, func(r scanner) (k kept, err error) {
		var sum []byte
		if err := r.Scan(&sum, &k.bytes, &k.place); err != nil {
			return k, err
		}
		return k, setSum(&k.sum, sum)
	}, func(k kept) int64 { return k.place }, func(k kept) error { return yield(k.sum, k.bytes) },
		`SELECT sum, bytes, place FROM view_part WHERE place > $1 ORDER BY place LIMIT $2`)
}
