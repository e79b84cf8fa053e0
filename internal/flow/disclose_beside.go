package flow

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// asAsked refuses a release when something that its plan's sum does not hold was
// recorded since it was asked for, and would leave with it or says to whom: two
// people decide on all of it, and one person records any of this alone.
func asAsked(ctx context.Context, s State, r disclosure.Release) error {
	if r.Recipient != "" {
		to, err := s.Recipient(ctx, r.Recipient)
		if err != nil {
			return err
		}
		if to.Index > r.Index {
			return fail.New(fail.Refused, "the recipient %s was described anew since the release %s was asked for", r.Recipient, r.Requested.Release).
				Do("ask again: sanad release new")
		}
	}
	said, err := saidBeside(ctx, s, r)
	if err == nil && said >= 0 {
		err = fail.New(fail.Refused, "entry %d, since the release %s was asked for, tells of a reply or of what a claim weighs, which its pages show", said, r.Requested.Release).
			Do("ask again: sanad release new")
	}
	return err
}

// saidBeside gives the first entry since a release was asked for that its pages would
// show without being of its plan; -1 if there is none. Only dossiers show replies and
// weights.
func saidBeside(ctx context.Context, s State, r disclosure.Release) (int64, error) {
	if r.Shape != disclosure.Dossier {
		return -1, nil
	}
	replies, err := s.Replies(ctx, r.Case, "")
	if err != nil {
		return -1, err
	}
	weighed, err := s.Weighed(ctx, r.Case)
	if err != nil || len(replies)+len(weighed) == 0 {
		return -1, err
	}
	ours := map[string]bool{}
	for _, q := range replies {
		ours[q.Reply] = true
	}
	for _, w := range weighed {
		ours[w.Claim] = true
	}
	tree, err := s.Tree(ctx)
	if err != nil {
		return -1, err
	}
	found := int64(-1)
	err = s.Events(ctx, r.Index+1, tree.Size(), func(e Recorded) error {
		about, err := shownBeside(e)
		if err == nil && ours[about] {
			found, err = e.Index, ErrEnough
		}
		return err
	})
	return found, Walked(err)
}

// shownBeside gives the question or claim that an entry speaks of, if pages show it
// beside the plan.
func shownBeside(e Recorded) (about string, err error) {
	switch e.Kind {
	case disclosure.ReplyAsked{}.Kind():
		err = ledger.Take(e.Event, func(f *disclosure.ReplyAsked) error { about = f.Reply; return nil })
	case disclosure.ReplyGiven{}.Kind():
		err = ledger.Take(e.Event, func(f *disclosure.ReplyGiven) error { about = f.Reply; return nil })
	case disclosure.Weighed{}.Kind():
		err = ledger.Take(e.Event, func(f *disclosure.Weighed) error { about = f.Claim; return nil })
	}
	return about, err
}
