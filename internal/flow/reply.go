package flow

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// AskReply records that somebody who is alleged to have done something was asked
// for their answer, or why they were not. An empty case is the person's own.
func AskReply(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.ReplyAsked) (disclosure.ReplyAsked, error) {
	if err := actor.May(guard.ToHear); err != nil {
		return f, err
	}
	if f.Entity == "" {
		return f, fail.New(fail.Usage, "who is asked is not named").Do("name the person: e-...")
	}
	var err error
	if f.Reply, err = a.newID("q"); err != nil {
		return f, err
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		asked := f
		_, caseName, err := refOf(ctx, s, actor, disclosure.Ref{On: disclosure.OnEntity, ID: f.Entity}, f.Case)
		if err != nil {
			return nil, err
		}
		asked.Case = caseName
		if err := actor.MayIn(caseName, guard.ToHear); err != nil {
			return nil, err
		}
		if err := asked.Check(); err != nil {
			return nil, usage(err)
		}
		f = asked
		return []ledger.Fact{f}, nil
	})
	return f, err
}

// RecordReply records what came of a question: words, a passage (p-...) in which
// they stand, or none. The newest counts.
func RecordReply(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.ReplyGiven, passage string) error {
	if err := actor.May(guard.ToHear); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		asked, err := s.Reply(ctx, f.Reply)
		if err != nil {
			return nil, err
		}
		if err := actor.MayIn(asked.Case, guard.ToHear); err != nil {
			return nil, err
		}
		if err := asked.MayRecord(); err != nil {
			return nil, err
		}
		given := f
		if passage != "" {
			p, err := s.Passage(ctx, passage)
			if err != nil {
				return nil, err
			}
			given.Passage = &p
		}
		return []ledger.Fact{given}, usage(given.Check())
	})
	return err
}

// WeighClaim records which way a claim speaks in what is alleged against somebody.
func WeighClaim(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.Weighed) error {
	if err := actor.May(guard.ToClaim); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		c, err := standingClaim(ctx, s, f.Claim)
		if err != nil {
			return nil, err
		}
		if err := actor.MayIn(c.Case, guard.ToClaim); err != nil {
			return nil, err
		}
		if err := f.Check(); err != nil {
			return nil, usage(err)
		}
		_, err = s.Entity(ctx, f.Entity)
		return []ledger.Fact{f}, err
	})
	return err
}
