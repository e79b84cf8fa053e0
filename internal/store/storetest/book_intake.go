package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func samplePart(n int) intake.Part {
	return intake.Part{Sum: fmt.Sprintf("%064x", n), Bytes: int64(n)}
}

func sampleReceived(n int, group string, files ...intake.Part) intake.Received {
	id := fmt.Sprint(n)
	return intake.Received{Submission: "s-" + id, Door: "families", Thread: "t-" + id, Content: intake.Content{byte(n)}, Sealed: intake.Sealed{
		Story: samplePart(100 + n), Files: files, Recipient: "age1pq1thread" + id, Group: group}}
}

// sampleIntake is a door to the case main, what came to it, and what became of it.
func sampleIntake() []ledger.Fact {
	giver, err := json.Marshal(sampleEnvelope(7, "giver-key", "other-key"))
	if err != nil { // bytes and names always encode
		panic(err)
	}
	door := intake.DoorOpened{Door: "families", Case: "main", Title: map[string]string{"en": "Families", "fa": "خانواده‌ها"}}
	told := door
	told.About = map[string]string{"ar": "من يقرأ ما تكتبونه"}
	return append([]ledger.Fact{
		door,
		sampleReceived(1, "g1", samplePart(11), samplePart(12)),
		sampleReceived(2, "g1"),
		sampleReceived(3, ""),
		intake.DoorOpened{Door: "elsewhere", Case: "other", Title: map[string]string{"en": "Others"}},
		intake.Received{Submission: "s-4", Door: "elsewhere", Thread: "t-4", Content: intake.Content{4}, Sealed: intake.Sealed{Story: samplePart(104), Giver: giver, Recipient: "age1pq1thread4", Group: "g1"}},
		told,
		intake.Answered{Thread: "t-1", Sealed: samplePart(21)},
		intake.Added{Thread: "t-1", Content: intake.Content{5}, Sealed: intake.Sealed{Story: samplePart(22), Files: []intake.Part{samplePart(23)}}},
		intake.Added{Thread: "t-1", Content: intake.Content{6}, Sealed: intake.Sealed{Story: samplePart(24)}},
		intake.Sorted{Submission: "s-2", As: intake.Spam, Note: "sent many times"},
		intake.Linked{Submission: "s-1", To: "e-1"},
		intake.Linked{Submission: "s-1", To: "s-3"},
		intake.Ended{Thread: "t-2", Why: intake.ByGiver},
		intake.Sorted{Submission: "s-3", As: intake.InHand, Group: "mill"},
		intake.Taken{Submission: "s-3", Accession: "a-2", Consent: intake.Consent{Uses: []intake.Use{intake.ToKeep, intake.ToUN}, Words: "consent/1"}},
		intake.DoorClosed{Door: "elsewhere"},
	}, sampleCorrections()...)
}

func askIntake(ctx context.Context, t *testing.T, s flow.State) {
	d, err := s.Door(ctx, "families")
	want(t, "the door", []any{d.Case, d.Title["fa"], d.About["ar"], d.Closed, d.Submissions, d.Waiting}, []any{"main", "خانواده‌ها", "من يقرأ ما تكتبونه", false, int64(3), int64(1)}, err)
	doors, err := s.Doors(ctx)
	want(t, "the doors in order of their first opening", []any{len(doors), doors[0].Door, doors[1].Closed}, []any{2, "families", true}, err)
	sub, err := s.Submission(ctx, "s-1")
	want(t, "the submission as it was recorded", sub.Received, sampleReceived(1, "g1", samplePart(11), samplePart(12)), err)
	want(t, "how it stands", []any{sub.Case, sub.As, sub.Alike, sub.Unread, sub.Links, sub.Ended}, []any{"main", intake.New, int64(2), int64(2), []string{"e-1", "s-3"}, intake.Why("")}, nil)
	want(t, "when it came, to the hour", sub.Time, sub.Time.Truncate(time.Hour), nil)
	sub, err = s.Submission(ctx, "s-2")
	want(t, "how spam stands", []any{sub.As, sub.Group, sub.Note, sub.By, sub.Ended}, []any{intake.Spam, "g1", "sent many times", "first", intake.ByGiver}, err)
	sub, err = s.Submission(ctx, "s-3")
	want(t, "what is in custody", []any{sub.As, sub.Group, sub.Accession, sub.Sorted > sub.Index}, []any{intake.InKeep, "mill", "a-2", true}, err)
	for _, ask := range []func() error{
		func() error { _, err := s.Door(ctx, "none"); return err },
		func() error { _, err := s.Submission(ctx, "s-9"); return err },
		func() error { _, err := s.Thread(ctx, "t-9"); return err },
	} {
		if err := ask(); fail.Of(err) != fail.NotFound {
			t.Errorf("what is not there: %v, want not found", err)
		}
	}
	r, err := flow.FindSealed(ctx, s, "s-4")
	want(t, "who its giver is, sealed", []any{r.What, r.Case, r.Envelope.Need, len(r.Envelope.Shares)}, []any{seal.Giver, "other", 2, 2}, err)
	askSubmissions(ctx, t, s)
	askThreads(ctx, t, s)
	askCorrections(ctx, t, s)
}

func askSubmissions(ctx context.Context, t *testing.T, s flow.State) {
	first, err := s.Submission(ctx, "s-1")
	want(t, "the first", first.Submission, "s-1", err)
	for filter, should := range map[*flow.SubmissionFilter]string{
		{}:                                   "s-1s-2s-3s-4",
		{Case: "main"}:                       "s-1s-2s-3",
		{Cases: []string{"other"}}:           "s-4",
		{Cases: []string{}}:                  "",
		{Door: "families", As: intake.New}:   "s-1",
		{Group: "g1"}:                        "s-1s-2s-4",
		{Group: "g1", First: true}:           "s-1s-2s-4", // of two cases, and sorted apart
		{After: first.Index, Limit: 1}:       "s-2",
		{Silent: first.Time.UnixMicro()}:     "",
		{Silent: first.Time.UnixMicro() * 2}: "s-1s-3s-4",
	} {
		found := ""
		err := s.Submissions(ctx, *filter, func(sub intake.Submission) error { found += sub.Submission; return nil })
		want(t, fmt.Sprintf("submissions found by %+v", *filter), found, should, err)
	}
	counts, err := s.SubmissionCounts(ctx, "main")
	want(t, "the counts of a case", counts, map[intake.As]int64{intake.New: 1, intake.Spam: 1, intake.InKeep: 1}, err)
	counts, err = s.SubmissionCounts(ctx, "")
	want(t, "what is new in all", counts[intake.New], int64(2), err)
	history, err := s.SubmissionHistory(ctx, "s-1")
	want(t, "entries on s-1", len(history), 10, err)
}

func askThreads(ctx context.Context, t *testing.T, s flow.State) {
	th, err := s.Thread(ctx, "t-1")
	want(t, "the thread", []any{th.Submission, th.Case, th.Door, th.Recipient, th.Ended}, []any{"s-1", "main", "families", "age1pq1thread1", intake.Why("")}, err)
	steps, err := s.ThreadSteps(ctx, "t-1")
	if err != nil || len(steps) != 4 {
		t.Fatalf("the thread has %d messages (%v)", len(steps), err)
	}
	want(t, "whose they are", []any{steps[0].Ours, steps[1].Ours, steps[1].Actor, steps[2].Ours}, []any{false, true, "first", false}, nil)
	want(t, "what is sealed of them", []any{steps[0].Sealed.Files, steps[1].Answer, steps[2].Sealed.Files[0], steps[3].Content}, []any{[]intake.Part{samplePart(11), samplePart(12)}, samplePart(21), samplePart(23), intake.Content{6}}, nil)
	want(t, "the last of them", th.Last, steps[3].Index, nil)
	var sums []string
	bytes := int64(0)
	err = s.SealedParts(ctx, func(sum custody.Sum, n int64) error { sums, bytes = append(sums, sum.String()), bytes+n; return nil })
	want(t, "the sealed parts, each once, in order", []any{len(sums), sums[1], bytes}, []any{10, samplePart(11).Sum, int64(101 + 11 + 12 + 102 + 103 + 104 + 21 + 22 + 23 + 24)}, err)
}
