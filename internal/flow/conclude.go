package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Conclude records a finding, to be confirmed by another person. Every claim
// it names must be there and stand.
func Conclude(ctx context.Context, a *Archive, actor guard.Actor, f finding.Made) (finding.Made, error) {
	if err := actor.May(guard.ToClaim); err != nil {
		return f, err
	}
	if f.Case == "" {
		f.Case = DefaultCase
	}
	var err error
	if f.Finding, err = a.newID("n"); err != nil {
		return f, err
	}
	if err := f.Check(); err != nil {
		return f, usage(err)
	}
	_, err = a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		for _, id := range slices.Concat(f.Claims, f.Against) {
			c, err := s.Claim(ctx, id)
			if err != nil {
				return nil, err
			}
			if c.Case != f.Case {
				return nil, fail.New(fail.Usage, "the claim %s is of the case %s, the finding of %s", id, c.Case, f.Case)
			}
			if c.Standing == claim.TakenBack && slices.Contains(f.Claims, id) {
				return nil, fail.New(fail.Usage, "the claim %s is withdrawn: nothing can rest on it", id)
			}
		}
		for _, id := range f.About {
			if _, err := s.Entity(ctx, id); err != nil {
				return nil, err
			}
		}
		if f.Replaces != "" {
			before, err := s.Finding(ctx, f.Replaces)
			if err == nil {
				err = replacesOpenly(ctx, s, f, before)
			}
			if err != nil {
				return nil, err
			}
		}
		facts, err := caseFacts(ctx, s, f.Case)
		return append(facts, f), err
	})
	return f, err
}

// ConfirmFinding records that another person weighed a finding and agrees with
// just what it says. What lost its support meanwhile can't be confirmed.
func ConfirmFinding(ctx context.Context, a *Archive, actor guard.Actor, id, reason string) error {
	if err := actor.May(guard.ToJudge); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		f, err := s.Finding(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := f.MayConfirm(actor.Handle); err != nil {
			return nil, err
		}
		standing, err := Support(ctx, s, f)
		if err != nil {
			return nil, err
		}
		if standing < f.Enough() {
			return nil, fail.New(fail.Refused, "the finding %s rests on %d claims that stand, and needs %d", id, standing, f.Enough()).
				Do("see what fell: sanad finding show %s", id)
		}
		return []ledger.Fact{finding.Confirmed{Finding: id, Sum: f.Sum(), Reason: reason}}, nil
	})
	return err
}

// Support counts the claims a finding rests on that stand.
func Support(ctx context.Context, s State, f finding.Finding) (int, error) {
	n := 0
	for _, id := range f.Claims {
		c, err := s.Claim(ctx, id)
		if err != nil {
			return n, err
		}
		if c.Standing.Stands() {
			n++
		}
	}
	return n, nil
}

// WithdrawFinding says that a finding no longer holds, and why.
func WithdrawFinding(ctx context.Context, a *Archive, actor guard.Actor, id, reason string) error {
	if err := actor.May(guard.ToClaim); err != nil {
		return err
	}
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		f, err := s.Finding(ctx, id)
		if err != nil {
			return nil, err
		}
		if f.Standing == finding.TakenBack {
			return nil, fail.New(fail.Conflict, "the finding %s is withdrawn already", id)
		}
		fact := finding.Withdrawn{Finding: id, Reason: reason}
		return []ledger.Fact{fact}, usage(fact.Check())
	})
	return err
}
