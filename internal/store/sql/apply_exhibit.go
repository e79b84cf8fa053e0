package sql

import (
	"context"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
)

func exhibitAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{disclosure.ExhibitNumbered{}.Kind(): applyExhibit}
}

func applyExhibit(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[disclosure.ExhibitNumbered](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_exhibit", "idx, case_name, item, version, prefix, first, pages", "",
		e.Index, f.Case, f.Item[:], string(f.Version), f.Prefix, f.First, f.Pages)
}
