package flow

import (
	"context"

	"sanad/internal/core/intake"
)

// CorrectionState reads what readers of published pages say should stand
// otherwise.
type CorrectionState interface {
	Correction(ctx context.Context, id string) (intake.Correction, error)
	// Corrections gives those of a case, or of all if it is empty, open and
	// decided, in the order of their first entries.
	Corrections(ctx context.Context, caseName string) ([]intake.Correction, error)
	// CorrectionsOf gives those about one entry, by the ID of its reference, in
	// the same order.
	CorrectionsOf(ctx context.Context, about string) ([]intake.Correction, error)
}
