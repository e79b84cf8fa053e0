package app

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// cutBook is a book of a program that is killed before one of its appends.
type cutBook struct {
	flow.Book
	left *int
}

var errKilled = errors.New("killed")

func (b cutBook) Append(ctx context.Context, actor guard.Actor, decide func(context.Context, flow.State) ([]ledger.Fact, error)) (flow.Written, error) {
	if *b.left == 0 {
		return flow.Written{}, errKilled
	}
	*b.left--
	return b.Book.Append(ctx, actor, decide)
}

// killedAfter gives the archive as a program has it that dies after some appends.
func (r *received) killedAfter(appends int) *flow.Archive {
	a := *r.p.archive
	a.Book = cutBook{a.Book, &appends}
	return &a
}

// heldOf gives the names of what lies in custody for a submission, by accession.
func (r *received) heldOf(t *testing.T, id string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := r.p.book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		var of []custody.Accession
		err := s.Accessions(ctx, "", func(acc custody.Accession) error {
			if strings.Contains(acc.Note, id) {
				of = append(of, acc)
			}
			return nil
		})
		for _, acc := range of {
			if err == nil {
				all[acc.ID] = nil
				err = s.Acquisitions(ctx, acc.ID, func(f custody.Acquired, _ int64) error {
					all[acc.ID] = append(all[acc.ID], f.Name.Text)
					return nil
				})
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Taking a submission opens an accession, records what is in it, closes it, and
// says that it is taken. Whoever dies before one of these goes on with what they
// left: nothing comes into custody twice.
func TestASubmissionWhoseTakingWasKilledAtTheDoorIsInCustodyOnce(t *testing.T) {
	r := newReceived(t)
	nothing := func(flow.Taken) error { return nil }
	for appends := range 4 {
		receipt, err := r.send(t, told("my son was taken from the mill", "Mahin Sohrabi"), map[string]string{"photo.jpg": "pixels", "../letter.txt": "words"})
		if err != nil {
			t.Fatal(err)
		}
		id := r.submissions(t)[appends].Submission
		if _, err := flow.TakeSubmission(t.Context(), r.killedAfter(appends), r.actor, id, r.reader(0), nothing); !errors.Is(err, errKilled) {
			t.Fatalf("it was not killed after %d appends: %v", appends, err)
		}
		if held := r.heldOf(t, id); len(held) != min(appends, 1) {
			t.Fatalf("killed after %d appends, it left %v", appends, held)
		}
		want := 1
		if appends == 3 { // what is added now, that accession can't hold any more
			r.adds(t, receipt, "the third of the month")
			want = 2
		}
		took, err := flow.TakeSubmission(t.Context(), r.p.archive, r.actor, id, r.reader(1), nothing)
		if err != nil {
			t.Fatalf("going on after %d appends: %v", appends, err)
		}
		held := r.heldOf(t, id)
		seen := map[string]int{}
		for _, names := range held {
			for _, name := range names {
				seen[name]++
			}
		}
		if len(held) != want || len(seen) != 2+want || seen["letter-1/story.json"] != 1 {
			t.Errorf("after %d appends and going on: %v", appends, held)
		}
		if sub := r.submissions(t)[appends]; sub.As != intake.InKeep || sub.Accession != took.Accession {
			t.Errorf("after %d appends and going on it stands as %+v", appends, sub)
		}
		if _, err := flow.TakeSubmission(t.Context(), r.p.archive, r.actor, id, r.reader(1), nothing); fail.Of(err) != fail.Conflict {
			t.Errorf("after %d appends, taken once more: %v", appends, err)
		}
	}
}

func (r *received) adds(t *testing.T, receipt intake.Receipt, words string) {
	t.Helper()
	th, err := r.box.Enter(t.Context(), strings.Join(code.Words(receipt.Code, "en"), " "))
	if err != nil {
		t.Fatal(err)
	}
	l, err := th.Letter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := finish(l, told(words, ""), nil); err != nil {
		t.Fatal(err)
	}
}
