package sql

import (
	"context"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
)

func witnessAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		witness.Cosigned{}.Kind(): applyCosigned,
		witness.Stamped{}.Kind():  applyStamped,
	}
}

func applyCosigned(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[witness.Cosigned](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_cosigned", "idx, size, witness, body, actor, time", "", e.Index, f.Size, f.Witness, string(e.Body), e.Actor, micros(e.Time))
}

func applyStamped(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[witness.Stamped](e)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_stamped", "idx, size, body, actor, time", "", e.Index, f.Size, string(e.Body), e.Actor, micros(e.Time))
}
