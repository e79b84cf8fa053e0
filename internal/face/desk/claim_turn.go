package desk

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

func withdrawClaim(ctx context.Context, v *visit) (string, error) {
	return v.turn(ctx, claim.TakenBack, "withdrawn")
}

func preferClaim(ctx context.Context, v *visit) (string, error) {
	return v.turn(ctx, claim.Favoured, "preferred")
}

// turn changes how a claim stands, with the reason given in the form.
func (v *visit) turn(ctx context.Context, to claim.Standing, what string) (string, error) {
	id := v.r.PathValue("claim")
	if err := flow.TurnClaim(ctx, v.archive(), v.actor, id, to, v.field("reason")); err != nil {
		return "", err
	}
	return "/claims/" + id + "?done=" + what, nil
}
