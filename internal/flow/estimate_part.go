package flow

import (
	"context"

	"sanad/internal/core/count"
)

// EstimatePart reads the table and the report of one part of an estimate, whose
// sums are checked. The actor must be known to be allowed the estimate.
func EstimatePart(ctx context.Context, a *Archive, part count.Part) (PartEstimate, error) {
	return readPart(ctx, a, part)
}
