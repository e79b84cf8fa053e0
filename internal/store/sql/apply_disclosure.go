package sql

import (
	"context"
	"encoding/json"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
)

func disclosureAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		disclosure.Requested{}.Kind():    applyRequested,
		disclosure.Approved{}.Kind():     applyApproved,
		disclosure.Built{}.Kind():        applyBuilt,
		disclosure.Delivered{}.Kind():    applyDelivered,
		disclosure.SupersededBy{}.Kind(): applySuperseded,
		disclosure.Recalled{}.Kind():     applyRecalled,
	}
}

func applyRequested(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Requested](e)
	if err != nil {
		return err
	}
	opens, err := asJSON(f.Open)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_release", "id, case_name, title, audience, reason, claims, items, withheld, plan, shape, recipient, opens, sealed, renews, secret, actor, idx", "",
		f.Release, f.Case, f.Title, f.Audience, f.Reason, f.Claims, f.Items, f.Withheld, f.Plan[:], string(f.Shape), f.Recipient, opens, asInt(f.Sealed), f.Renews, f.Secret, e.Actor, e.Index)
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

func applyDelivered(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Delivered](e)
	if err != nil {
		return err
	}
	return insertReleaseTurn(ctx, w, e, f.Release, turnDelivered, f.Manifest)
}

func applySuperseded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.SupersededBy](e)
	if err != nil {
		return err
	}
	return insertReleaseTurn(ctx, w, e, f.Release, turnSuperseded, custody.Sum{})
}

func applyRecalled(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.Recalled](e)
	if err != nil {
		return err
	}
	return insertReleaseTurn(ctx, w, e, f.Release, turnRecalled, custody.Sum{})
}

const (
	turnApproved   = "approved"
	turnBuilt      = "built"
	turnDelivered  = "delivered"
	turnSuperseded = "superseded"
	turnRecalled   = "recalled"
)

func insertReleaseTurn(ctx context.Context, w *bulk, e ledger.Event, release, turn string, sum custody.Sum) error {
	return w.insert(ctx, "view_release_turn", "idx, release, turn, actor, sum, body, time", "", e.Index, release, turn, e.Actor, sum[:], string(e.Body), micros(e.Time))
}

// marshalled writes a fact as the views that keep it whole have it.
func marshalled(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
