package flow

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// DescribeRecipient records who may be given something and what is known of them.
// It holds for all cases, so it is for who approves releases in all of them.
func DescribeRecipient(ctx context.Context, a *Archive, actor guard.Actor, f disclosure.RecipientDescribed) error {
	if err := actor.MayEverywhere(guard.ToApprove); err != nil {
		return err
	}
	if err := f.Check(); err != nil {
		return usage(err)
	}
	_, err := a.Book.Append(ctx, actor, func(context.Context, State) ([]ledger.Fact, error) { return []ledger.Fact{f}, nil })
	return err
}
