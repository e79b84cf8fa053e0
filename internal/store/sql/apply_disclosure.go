package sql

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
)

func disclosureAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		disclosure.Requested{}.Kind(): applyRequested,
		disclosure.Approved{}.Kind():  applyApproved,
		disclosure.Built{}.Kind():     applyBuilt,
	}
}

func applyRequested(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Requested](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_release", "id, case_name, title, audience, reason, claims, items, withheld, plan, actor, idx", "",
		f.Release, f.Case, f.Title, f.Audience, f.Reason, f.Claims, f.Items, f.Withheld, f.Plan[:], e.Actor, e.Index)
}

func applyApproved(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Approved](e)
	if err != nil {
		return err
	}
	return insertReleaseTurn(ctx, w, e, f.Release, turnApproved, f.Plan)
}

func applyBuilt(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Built](e)
	if err != nil {
		return err
	}
	return insertReleaseTurn(ctx, w, e, f.Release, turnBuilt, f.Manifest)
}

const (
	turnApproved = "approved"
	turnBuilt    = "built"
)

func insertReleaseTurn(ctx context.Context, w *bulk, e ledger.Event, release, turn string, sum custody.Sum) error {
	return w.insert(ctx, "view_release_turn", "idx, release, turn, actor, sum", "", e.Index, release, turn, e.Actor, sum[:])
}
