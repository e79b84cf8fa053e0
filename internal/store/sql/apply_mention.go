package sql

import (
	"context"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
)

func mentionAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{text.Mentioned{}.Kind(): applyMentionedInText}
}

func applyMentionedInText(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[text.Mentioned](e)
	if err != nil {
		return err
	}
	if f.Verdict == text.Accepted {
		if err := insertPassage(ctx, w, f.Passage, e.Index); err != nil {
			return err
		}
	}
	return w.exec(ctx, `INSERT INTO view_verdict (passage, entity, verdict, item, idx) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (passage, entity) DO UPDATE SET verdict = excluded.verdict, idx = excluded.idx`,
		f.Passage.ID(), f.Entity, f.Verdict, f.Passage.Item[:], e.Index)
}

func (s *state) Verdicts(ctx context.Context, item custody.Sum) ([]text.Verdict, error) {
	list, err := collect(ctx, s.q, func(r scanner) (v text.Verdict, err error) {
		return v, r.Scan(&v.Passage, &v.Entity, &v.Verdict, &v.Index)
	}, `SELECT passage, entity, verdict, idx FROM view_verdict WHERE item = $1 ORDER BY idx`, item[:])
	if err != nil {
		return nil, fmt.Errorf("reading the verdicts on mentions in %s: %w", item, err)
	}
	return list, nil
}
