package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/redaction"
)

const redactionColumns = `SELECT body, actor, time, idx FROM view_redaction`

func scanRedaction(s scanner) (r redaction.Redaction, err error) {
	var body string
	var us int64
	if err := s.Scan(&body, &r.Actor, &us, &r.Index); err != nil {
		return r, err
	}
	r.Time = fromMicros(us)
	if err := json.Unmarshal([]byte(body), &r.Marked); err != nil {
		return r, fmt.Errorf("reading the marks of entry %d: %w", r.Index, err)
	}
	return r, nil
}

func (s *state) Redaction(ctx context.Context, caseName string, item custody.Sum) (redaction.Redaction, error) {
	return one(ctx, s.q, scanRedaction, "redaction of item", item.String(), redactionColumns+` WHERE item = $1 AND case_name = $2 ORDER BY idx DESC LIMIT 1`, item[:], caseName)
}

func (s *state) Redactions(ctx context.Context, caseName string, item custody.Sum) ([]redaction.Redaction, error) {
	return collect(ctx, s.q, scanRedaction, redactionColumns+` WHERE item = $1 AND case_name = $2 ORDER BY idx`, item[:], caseName)
}
