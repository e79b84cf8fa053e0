package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/finding"
	"sanad/internal/flow"
)

const findingColumns = `SELECT f.body, f.actor, f.time, f.idx FROM view_finding f`

func scanFinding(r scanner) (finding.Finding, error) {
	f := finding.Finding{Standing: finding.Proposed}
	var body string
	var us int64
	if err := r.Scan(&body, &f.Author, &us, &f.Index); err != nil {
		return f, err
	}
	f.At = fromMicros(us)
	if err := json.Unmarshal([]byte(body), &f.Made); err != nil {
		return f, fmt.Errorf("reading the finding of entry %d: %w", f.Index, err)
	}
	return f, nil
}

type findingTurn struct {
	index        int64
	turn         finding.Standing
	actor, cause string
}

// turnedFinding adds to a finding what was recorded of it since.
func (s *state) turnedFinding(ctx context.Context, f finding.Finding) (finding.Finding, error) {
	turns, err := collect(ctx, s.q, func(r scanner) (t findingTurn, err error) {
		return t, r.Scan(&t.index, &t.turn, &t.actor, &t.cause)
	}, `SELECT idx, turn, actor, reason FROM view_finding_turn WHERE finding = $1 ORDER BY idx`, f.Made.Finding)
	for _, t := range turns {
		f.Standing, f.Reason = t.turn, t.cause
		if t.turn == finding.Holds {
			f.Confirmer, f.ConfirmedAt = t.actor, t.index
		}
	}
	return f, err
}

func (s *state) Finding(ctx context.Context, id string) (finding.Finding, error) {
	f, err := one(ctx, s.q, scanFinding, "finding", id, findingColumns+` WHERE f.id = $1`, id)
	if err != nil {
		return f, err
	}
	return s.turnedFinding(ctx, f)
}

func (s *state) Findings(ctx context.Context, f flow.FindingFilter, yield func(finding.Finding) error) error {
	waiting := ""
	if f.Waiting {
		waiting = ` AND NOT EXISTS (SELECT 1 FROM view_finding_turn t WHERE t.finding = f.id)`
	}
	return walk(ctx, s.q, f.After, f.Limit, scanFinding, func(f finding.Finding) int64 { return f.Index },
		func(f finding.Finding) error {
			f, err := s.turnedFinding(ctx, f)
			if err != nil {
				return err
			}
			return yield(f)
		}, findingColumns+` WHERE ($1 = '' OR f.case_name = $1)
		AND ($2 = '' OR f.id IN (SELECT fc.finding FROM view_finding_claim fc WHERE fc.claim = $2))
		AND ($3 = '' OR f.id IN (SELECT fa.finding FROM view_finding_about fa WHERE fa.entity = $3))`+waiting+`
		AND f.idx > $4 ORDER BY f.idx LIMIT $5`, f.Case, f.Claim, f.About)
}

func (s *state) FindingHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT idx FROM view_finding WHERE id = $1
		UNION ALL SELECT idx FROM view_finding_turn WHERE finding = $1 ORDER BY 1`, id)
}
