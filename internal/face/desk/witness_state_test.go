package desk

import (
	"context"
	"slices"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/flow"
)

// vouched is what a memoryState knows of what others said of checkpoints.
type vouched struct {
	cosigned []witness.CosignedNow
	stamped  []witness.StampedNow
}

func (s *vouched) applyVouched(e ledger.Event) error {
	switch e.Kind {
	case witness.Cosigned{}.Kind():
		return ledger.Take(e, func(f *witness.Cosigned) error {
			s.cosigned = slices.Insert(s.cosigned, 0, witness.CosignedNow{Cosigned: *f, Index: e.Index, By: e.Actor, Taken: e.Time})
			return nil
		})
	case witness.Stamped{}.Kind():
		return ledger.Take(e, func(f *witness.Stamped) error {
			s.stamped = slices.Insert(s.stamped, 0, witness.StampedNow{Stamped: *f, Index: e.Index, By: e.Actor, Taken: e.Time})
			return nil
		})
	}
	return nil
}

func (s *vouched) Cosigned(_ context.Context, q flow.VouchQuery) ([]witness.CosignedNow, error) {
	return s.cosigned[:min(len(s.cosigned), q.Limit)], nil
}

func (s *vouched) Stamped(_ context.Context, q flow.VouchQuery) ([]witness.StampedNow, error) {
	return s.stamped[:min(len(s.stamped), q.Limit)], nil
}
