package sight

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/flow"
)

// What others said of checkpoints tells of no case: how many entries there are is
// public, and so is who signed that. Sight gives all of it as the store does.

// Cosigned implements flow.State.
func (f *fence) Cosigned(ctx context.Context, q flow.VouchQuery) ([]witness.CosignedNow, error) {
	return f.all.Cosigned(ctx, q)
}

// Stamped implements flow.State.
func (f *fence) Stamped(ctx context.Context, q flow.VouchQuery) ([]witness.StampedNow, error) {
	return f.all.Stamped(ctx, q)
}

// vouches tells of a kind of event whether it says what others said of a
// checkpoint.
func vouches(kind ledger.Kind) bool {
	return kind == witness.Cosigned{}.Kind() || kind == witness.Stamped{}.Kind()
}

// passWitness decides who may record it: it speaks for the whole archive.
func (g *gate) passWitness(f ledger.Fact) (error, bool) {
	if !vouches(f.Kind()) {
		return nil, false
	}
	return g.actor.MayEverywhere(guard.ToExport), true
}
