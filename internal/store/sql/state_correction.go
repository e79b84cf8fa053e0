package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/intake"
)

const correctionColumns = `SELECT id, submission, case_name, about_kind, about, idx, noted, body, decided, time, actor FROM view_correction`

func scanCorrection(r scanner) (c intake.Correction, err error) {
	var body string
	var us int64
	if err := r.Scan(&c.Correction, &c.Submission, &c.Case, &c.About.On, &c.About.ID, &c.Index, &c.Noted, &body, &c.Entry, &us, &c.Actor); err != nil {
		return c, err
	}
	if body == "" {
		return c, nil
	}
	c.Decided, c.Time = &intake.CorrectionDecided{}, fromMicros(us)
	if err := json.Unmarshal([]byte(body), c.Decided); err != nil {
		return c, fmt.Errorf("reading the decision of entry %d: %w", c.Entry, err)
	}
	return c, nil
}

func (s *state) Correction(ctx context.Context, id string) (intake.Correction, error) {
	return one(ctx, s.q, scanCorrection, "correction", id, correctionColumns+` WHERE id = $1`, id)
}

func (s *state) Corrections(ctx context.Context, caseName string) ([]intake.Correction, error) {
	return collect(ctx, s.q, scanCorrection, correctionColumns+` WHERE ($1 = '' OR case_name = $1) ORDER BY idx`, caseName)
}

func (s *state) CorrectionsOf(ctx context.Context, about string) ([]intake.Correction, error) {
	return collect(ctx, s.q, scanCorrection, correctionColumns+` WHERE about = $1 ORDER BY idx`, about)
}
