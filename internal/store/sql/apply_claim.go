package sql

import (
	"context"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
)

func claimAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		claim.Made{}.Kind():      applyMade,
		claim.Withdrawn{}.Kind(): applyWithdrawn,
		claim.Preferred{}.Kind(): applyPreferred,
	}
}

func applyMade(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Made](e)
	if err != nil {
		return err
	}
	says, err := asJSON(f.Says)
	if err != nil {
		return err
	}
	err = w.insertOnce(ctx, "view_entity", "id, schema, case_name, idx", f.Entity, f.Entity, f.Schema, f.Case, e.Index)
	if err != nil {
		return err
	}
	err = w.insert(ctx, "view_claim", "id, case_name, entity, schema, property, value, value_entity, original, lang, says, source_grade, info_grade, flags, actor, idx", "",
		f.Claim, f.Case, f.Entity, f.Schema, f.Property, f.Value, f.ValueEntity, f.Original, f.Lang, says,
		f.SourceGrade, f.InfoGrade, strings.Join(f.Flags, " "), e.Actor, e.Index)
	if err != nil {
		return err
	}
	for n, p := range f.Passages {
		if err := insertPassage(ctx, w, p, e.Index); err != nil {
			return err
		}
		if err := w.insert(ctx, "view_claim_passage", "claim, n, passage, item", "", f.Claim, n, p.ID(), p.Item[:]); err != nil {
			return err
		}
	}
	return nil
}

func applyWithdrawn(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Withdrawn](e)
	if err != nil {
		return err
	}
	return insertTurn(ctx, w, e.Index, f.Claim, claim.TakenBack, f.Reason)
}

func applyPreferred(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[claim.Preferred](e)
	if err != nil {
		return err
	}
	return insertTurn(ctx, w, e.Index, f.Claim, claim.Favoured, f.Reason)
}

func insertTurn(ctx context.Context, w *bulk, index int64, id string, s claim.Standing, reason string) error {
	return w.insert(ctx, "view_claim_turn", "idx, claim, standing, reason", "", index, id, string(s), reason)
}
