package sql

import (
	"context"

	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
)

func findingAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		finding.Made{}.Kind():      applyFindingMade,
		finding.Confirmed{}.Kind(): applyFindingConfirmed,
		finding.Withdrawn{}.Kind(): applyFindingWithdrawn,
	}
}

func applyFindingMade(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[finding.Made](e)
	if err != nil {
		return err
	}
	if err := w.insert(ctx, "view_finding", "id, case_name, conclusion, standard, body, actor, time, idx", "",
		f.Finding, f.Case, f.Conclusion, string(f.Standard), string(e.Body), e.Actor, micros(e.Time), e.Index); err != nil {
		return err
	}
	for against, claims := range [][]string{f.Claims, f.Against} {
		for _, id := range claims {
			if err := w.insert(ctx, "view_finding_claim", "finding, claim, against", "", f.Finding, id, against); err != nil {
				return err
			}
		}
	}
	for _, id := range f.About {
		if err := w.insert(ctx, "view_finding_about", "finding, entity", "ON CONFLICT DO NOTHING", f.Finding, id); err != nil {
			return err
		}
	}
	return nil
}

func applyFindingConfirmed(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[finding.Confirmed](e)
	if err != nil {
		return err
	}
	return insertFindingTurn(ctx, w, e, f.Finding, finding.Holds, f.Reason)
}

func applyFindingWithdrawn(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[finding.Withdrawn](e)
	if err != nil {
		return err
	}
	return insertFindingTurn(ctx, w, e, f.Finding, finding.TakenBack, f.Reason)
}

func insertFindingTurn(ctx context.Context, w *bulk, e ledger.Event, id string, to finding.Standing, reason string) error {
	return w.insert(ctx, "view_finding_turn", "idx, finding, turn, actor, reason", "", e.Index, id, string(to), e.Actor, reason)
}
