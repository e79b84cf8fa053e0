package sql

import (
	"context"

	"sanad/internal/core/ledger"
	"sanad/internal/core/redaction"
)

func redactionAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{redaction.Marked{}.Kind(): applyMarked}
}

func applyMarked(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[redaction.Marked](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_redaction", "idx, id, case_name, item, body, actor, time", "",
		e.Index, f.Redaction, f.Case, f.Item[:], string(e.Body), e.Actor, micros(e.Time))
}
