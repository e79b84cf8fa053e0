package sql

import (
	"context"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

func applyCorrectionNoted(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.CorrectionNoted](e)
	if err != nil {
		return err
	}
	if err := insertSubmissionTurn(ctx, w, e.Index, f.Submission, ""); err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_correction (id, submission, case_name, about_kind, about, idx, noted, body, decided, time, actor)
		SELECT $1, s.id, s.case_name, $2, $3, $4, $5, '', -1, 0, '' FROM view_submission s WHERE s.id = $6
		ON CONFLICT (id) DO UPDATE SET about_kind = excluded.about_kind, about = excluded.about, noted = excluded.noted`,
		f.Correction, string(f.About.On), f.About.ID, e.Index, e.Index, f.Submission)
}

func applyCorrectionDecided(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[intake.CorrectionDecided](e)
	if err != nil {
		return err
	}
	if f.Submission != "" {
		if err := insertSubmissionTurn(ctx, w, e.Index, f.Submission, ""); err != nil {
			return err
		}
	}
	return w.exec(ctx, `INSERT INTO view_correction (id, submission, case_name, about_kind, about, idx, noted, body, decided, time, actor)
		VALUES ($1, $2, $3, $4, $5, $6, -1, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET about_kind = excluded.about_kind, about = excluded.about, body = excluded.body, decided = excluded.decided, time = excluded.time, actor = excluded.actor`,
		f.Correction, f.Submission, f.Case, string(f.About.On), f.About.ID, e.Index, string(e.Body), e.Index, micros(e.Time), e.Actor)
}
