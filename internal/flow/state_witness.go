package flow

import (
	"context"

	"sanad/internal/core/witness"
)

// WitnessState reads what others said of this log's checkpoints.
type WitnessState interface {
	// Cosigned gives cosignatures, of the largest checkpoints first and of one
	// the newest first.
	Cosigned(ctx context.Context, q VouchQuery) ([]witness.CosignedNow, error)
	// Stamped gives time stamps, in the same order.
	Stamped(ctx context.Context, q VouchQuery) ([]witness.StampedNow, error)
}

// VouchQuery narrows what others said; zero fields do not narrow.
type VouchQuery struct {
	Most    int64  // only of checkpoints of at most so many entries
	Size    int64  // only of the checkpoint of so many
	Witness string // only by this verifier key; stamps have none
	Limit   int    // at most this many; MUST be set
}
