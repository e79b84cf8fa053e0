package sql

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/core/ledger"
)

func countAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		count.Estimated{}.Kind(): applyEstimated,
		count.Reviewed{}.Kind():  applyEstimateReviewed,
		count.Withdrawn{}.Kind(): applyEstimateWithdrawn,
	}
}

func applyEstimated(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[count.Estimated](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_estimate", "id, case_name, event, body, actor, time, idx, replaces", "",
		f.Estimate, f.Case, f.Event, string(e.Body), e.Actor, micros(e.Time), e.Index, f.Replaces)
}

// The turns of an estimate, as the column kind names them.
const (
	estimateReviewed  = "reviewed"
	estimateWithdrawn = "withdrawn"
)

func applyEstimateReviewed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[count.Reviewed](e)
	if err != nil {
		return err
	}
	return insertEstimateTurn(ctx, w, e, f.Estimate, estimateReviewed)
}

func applyEstimateWithdrawn(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[count.Withdrawn](e)
	if err != nil {
		return err
	}
	return insertEstimateTurn(ctx, w, e, f.Estimate, estimateWithdrawn)
}

func insertEstimateTurn(ctx context.Context, w *bulk, e ledger.Event, id, kind string) error {
	return w.insert(ctx, "view_estimate_turn", "idx, estimate, kind, body, actor, time", "", e.Index, id, kind, string(e.Body), e.Actor, micros(e.Time))
}
