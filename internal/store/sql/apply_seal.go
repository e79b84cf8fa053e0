package sql

import (
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

func sealAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		guard.HolderAdded{}.Kind():   applyHolderAdded,
		guard.HolderRotated{}.Kind(): applyHolderRotated,
		guard.HolderRemoved{}.Kind(): applyHolderRemoved,
		guard.ThresholdSet{}.Kind():  applyThresholdSet,
	}
}

func applyHolderAdded(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.HolderAdded](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_holder (name, recipient, case_name) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET recipient = excluded.recipient, case_name = excluded.case_name, removed = -1`, f.Holder, f.Recipient, f.Case)
}

func applyHolderRotated(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.HolderRotated](e)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, `UPDATE view_holder SET recipient = $1 WHERE name = $2`, f.Recipient, f.Holder); err != nil {
		return err
	}
	if f.To == "" {
		return nil
	}
	if err := w.exec(ctx, `UPDATE view_holder SET name = $1 WHERE name = $2`, f.To, f.Holder); err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_share SET holder = $1 WHERE holder = $2`, f.To, f.Holder)
}

func applyHolderRemoved(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.HolderRemoved](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `UPDATE view_holder SET removed = $1 WHERE name = $2`, e.Index, f.Holder)
}

func applyThresholdSet(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[guard.ThresholdSet](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_threshold (case_name, need) VALUES ($1, $2)
		ON CONFLICT (case_name) DO UPDATE SET need = excluded.need`, f.Case, f.Need)
}
