package flow

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// MayReceive refuses who may not work with what strangers handed in for a case:
// it takes who may see sealed things there, and take material into custody.
func MayReceive(actor guard.Actor, caseName string) error {
	if err := actor.MayIn(caseName, guard.ToSeal); err != nil {
		return err
	}
	return actor.MayIn(caseName, guard.ToCollect)
}

// submission gives one that the actor may work with; one they may not know is not
// there.
func submission(ctx context.Context, s State, actor guard.Actor, id string) (intake.Submission, error) {
	sub, err := s.Submission(ctx, id)
	if err != nil {
		return sub, err
	}
	if actor.MayIn(sub.Case, guard.ToSeal) != nil {
		return intake.Submission{}, fail.New(fail.NotFound, "there is no submission %s", id)
	}
	return sub, MayReceive(actor, sub.Case)
}

// SortRequest says what becomes of submissions.
type SortRequest struct {
	Submission string
	As         intake.As
	Group      string // they stand with these from now on; "" leaves them where they stand
	Note       string
	// Alike sorts all that stand in the submission's group and are sorted as it is.
	Alike bool
}

// Sort says what somebody made of a submission, or of a group. It drops nothing,
// and what it says can be said otherwise later.
func Sort(ctx context.Context, a *Archive, actor guard.Actor, req SortRequest) (sorted []string, err error) {
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		sub, err := submission(ctx, s, actor, req.Submission)
		if err != nil {
			return nil, err
		}
		sorted = []string{sub.Submission}
		if req.Alike && sub.Group != "" {
			sorted = nil
			err = s.Submissions(ctx, SubmissionFilter{Case: sub.Case, As: sub.As, Group: sub.Group}, func(other intake.Submission) error {
				sorted = append(sorted, other.Submission)
				return nil
			})
		}
		for _, id := range sorted {
			facts = append(facts, intake.Sorted{Submission: id, As: req.As, Group: req.Group, Note: strings.TrimSpace(req.Note)})
		}
		if err == nil && sub.As == intake.InKeep && req.As != intake.InKeep {
			err = fail.New(fail.Conflict, "the submission %s is in custody, as accession %s", sub.Submission, sub.Accession).Do("what is in custody stays; link it, or answer its giver")
		}
		return facts, err
	})
	return sorted, err
}

// LinkSubmission says that a submission has to do with a thing of the archive that
// the actor knows.
func LinkSubmission(ctx context.Context, a *Archive, actor guard.Actor, id, to string) error {
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		sub, err := submission(ctx, s, actor, id)
		if err != nil {
			return nil, err
		}
		if to, err = linkable(ctx, s, actor, to); err != nil {
			return nil, err
		}
		if slices.Contains(sub.Links, to) {
			return nil, fail.New(fail.Conflict, "the submission %s is linked to %s already", id, to)
		}
		return []ledger.Fact{intake.Linked{Submission: id, To: to}}, nil
	})
	return err
}

// linkable gives the full name of what a submission can be linked to.
func linkable(ctx context.Context, s State, actor guard.Actor, to string) (string, error) {
	var err error
	begins, _, _ := strings.Cut(to, "-")
	switch begins {
	case "s":
		_, err = submission(ctx, s, actor, to)
	case "e":
		_, err = s.Entity(ctx, to)
	case "c":
		_, err = s.Claim(ctx, to)
	case "n":
		_, err = s.Finding(ctx, to)
	case "m":
		_, err = s.Mention(ctx, to)
	case "a":
		_, err = s.Accession(ctx, to)
	case "d", "k", "p", "r", "u":
		err = fail.New(fail.Usage, "a submission can't be linked to %s", to).Do("give an item, entity, claim, finding, row, accession or other submission")
	default:
		item, ferr := FindItem(ctx, s, actor, to)
		to, err = item.Sum.String(), ferr
	}
	return to, err
}

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 64 << 10

// Answer writes to the giver of a submission. The text is sealed to the key that
// the giver's code makes, and to the key holders of the case; here it is not kept.
func Answer(ctx context.Context, a *Archive, actor guard.Actor, id, text string) error {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxAnswer {
		return fail.New(fail.Usage, "an answer has 1 to %d bytes", maxAnswer)
	}
	var thread, caseName string
	var to []string
	err := a.Book.Look(ctx, func(ctx context.Context, s State) error {
		sub, err := submission(ctx, s, actor, id)
		if err != nil {
			return err
		}
		t, err := s.Thread(ctx, sub.Thread)
		if err == nil && t.Ended != "" {
			err = fail.New(fail.Conflict, "the thread of %s has ended: nobody would read an answer", id)
		}
		if err != nil {
			return err
		}
		holders, _, err := HoldersOf(ctx, s, sub.Case)
		thread, caseName, to = sub.Thread, sub.Case, []string{t.Recipient}
		for _, h := range holders {
			to = append(to, h.Recipient)
		}
		return err
	})
	if err != nil {
		return err
	}
	part, _, err := sealPart(ctx, a, to, intake.Head{What: intake.PartAnswer}, bytes.NewReader([]byte(text)))
	if err == nil {
		err = a.Sealed.Settle(ctx)
	}
	if err != nil {
		return err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		t, err := s.Thread(ctx, thread)
		if err == nil && t.Ended != "" {
			err = fail.New(fail.Conflict, "the thread of %s has ended meanwhile", id)
		}
		if err == nil {
			err = MayReceive(actor, caseName)
		}
		return []ledger.Fact{intake.Answered{Thread: thread, Sealed: part}}, err
	})
	return err
}

// EndThread ends the thread of a submission: its code opens nothing any more.
func EndThread(ctx context.Context, a *Archive, actor guard.Actor, id string) error {
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		sub, err := submission(ctx, s, actor, id)
		if err == nil && sub.Ended != "" {
			err = fail.New(fail.Conflict, "the thread of %s has ended already", id)
		}
		return []ledger.Fact{intake.Ended{Thread: sub.Thread, Why: intake.ByDesk}}, err
	})
	return err
}

// expireMost is how many threads end with one append.
const expireMost = 1000

// ExpireThreads ends the threads in which nothing was written since a time, and
// counts them. What was handed in stays. The door may do it for all cases: that is
// the archive's policy, and nobody's act.
func ExpireThreads(ctx context.Context, a *Archive, actor guard.Actor, since time.Time) (ended int64, err error) {
	byDoor := actor.MayEverywhere(guard.ToReceive) == nil
	if err := actor.May(guard.ToCollect); err != nil && !byDoor {
		return 0, err
	}
	for {
		n := 0
		_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
			err = s.Submissions(ctx, SubmissionFilter{Silent: since.UnixMicro(), Limit: expireMost}, func(sub intake.Submission) error {
				if byDoor || MayReceive(actor, sub.Case) == nil {
					facts = append(facts, intake.Ended{Thread: sub.Thread, Why: intake.Outlived})
				}
				return nil
			})
			n = len(facts)
			return facts, err
		})
		if ended += int64(n); err != nil || n < expireMost {
			return ended, err
		}
	}
}
