package signin

import (
	"context"

	"sanad/internal/core/guard"
)

// Confirm proves that who acts still knows the account's password, for what
// lasts longer than a session. A wrong one is an error of kind fail.Refused.
func (a *Accounts) Confirm(ctx context.Context, actor guard.Actor, password string) error {
	return a.confirm(ctx, actor, password)
}
