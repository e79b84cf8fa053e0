package flow

import (
	"context"
	"crypto/sha256"
	"time"

	"sanad/internal/core/disclosure"
)

// planToHandOn tells what of a case may leave to nobody in particular. What stands
// for ids that stay closed is drawn from the archive's chance, each time anew.
func planToHandOn(ctx context.Context, a *Archive, s State, caseName string, now time.Time) (disclosure.Plan, error) {
	drawn, err := a.newID("x")
	if err != nil {
		return disclosure.Plan{}, err
	}
	secret := sha256.Sum256([]byte(drawn))
	return PlanRelease(ctx, a, s, disclosure.Order{Case: caseName, Shape: disclosure.Files, To: disclosure.Public(), Secret: secret[:], Day: now.UTC().Format(time.DateOnly)})
}
