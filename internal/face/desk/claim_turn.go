package desk

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// turnClaim changes how a claim stands, by the button that was pressed, with
// the reason given in the form.
func turnClaim(ctx context.Context, v *visit) (string, error) {
	to := claim.Standing(v.r.PathValue("turn"))
	turn, ok := map[claim.Standing]claim.Standing{"withdraw": claim.TakenBack, "prefer": claim.Favoured, "accept": claim.Agreed, "dispute": claim.Contested}[to]
	if !ok {
		return "", absent("turn", string(to))
	}
	id := v.r.PathValue("claim")
	if err := flow.TurnClaim(ctx, v.archive(), v.actor, id, turn, v.field("reason")); err != nil {
		return "", err
	}
	done := string(turn)
	if turn == claim.Agreed { // "accepted" is said of names
		done = "claim-accepted"
	}
	return "/claims/" + id + "?done=" + done, nil
}

// gradeClaim records how the actor grades source and information.
func gradeClaim(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("claim")
	if err := flow.GradeClaim(ctx, v.archive(), v.actor, id, v.field("source_grade"), v.field("info_grade"), v.field("reason")); err != nil {
		return "", err
	}
	return "/claims/" + id + "?done=graded", nil
}

// flagClaim sets a flag or lifts it, with the grounds.
func flagClaim(ctx context.Context, v *visit) (string, error) {
	id, do := v.r.PathValue("claim"), v.field("do")
	if do != "set" && do != "lift" {
		return "", fail.New(fail.Usage, "a flag is set or lifted, not %q", do)
	}
	if err := flow.FlagClaim(ctx, v.archive(), v.actor, id, v.field("flag"), do == "lift", v.field("reason")); err != nil {
		return "", err
	}
	return "/claims/" + id + "?done=flagged", nil
}
