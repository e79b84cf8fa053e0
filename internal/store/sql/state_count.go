package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/count"
	"sanad/internal/flow"
)

// What replaces an estimate counts as long as it, or what came after it, is not
// withdrawn: else nothing would stand, and nothing could take its place.
const estimateColumns = `SELECT e.body, e.actor, e.time, e.idx, (SELECT coalesce(max(r.id), '') FROM view_estimate r WHERE r.replaces = e.id AND r.replaces <> ''
	AND EXISTS (WITH RECURSIVE line(id) AS (SELECT r.id UNION SELECT n.id FROM view_estimate n JOIN line ON n.replaces = line.id)
		SELECT 1 FROM line WHERE NOT EXISTS (SELECT 1 FROM view_estimate_turn t WHERE t.estimate = line.id AND t.kind = '` + estimateWithdrawn + `')))
	FROM view_estimate e`

func scanEstimate(r scanner) (count.Estimation, error) {
	var e count.Estimation
	var body string
	var us int64
	if err := r.Scan(&body, &e.Author, &us, &e.Index, &e.ReplacedBy); err != nil {
		return e, err
	}
	e.At = fromMicros(us)
	if err := json.Unmarshal([]byte(body), &e.Estimated); err != nil {
		return e, fmt.Errorf("reading the estimate of entry %d: %w", e.Index, err)
	}
	return e, nil
}

type estimateTurn struct {
	kind, body, actor string
	us, index         int64
}

// turnedEstimate adds to an estimate what was recorded of it since.
func (s *state) turnedEstimate(ctx context.Context, e count.Estimation) (count.Estimation, error) {
	turns, err := collect(ctx, s.q, func(r scanner) (t estimateTurn, err error) {
		return t, r.Scan(&t.kind, &t.body, &t.actor, &t.us, &t.index)
	}, `SELECT kind, body, actor, time, idx FROM view_estimate_turn WHERE estimate = $1 ORDER BY idx`, e.Estimated.Estimate)
	if err != nil {
		return e, err
	}
	for _, t := range turns {
		if t.kind == estimateWithdrawn {
			var f count.Withdrawn
			if err := json.Unmarshal([]byte(t.body), &f); err != nil {
				return e, fmt.Errorf("reading the withdrawal of entry %d: %w", t.index, err)
			}
			e.Withdrawer, e.WithdrawnAt, e.Why = t.actor, t.index, f.Reason
			continue
		}
		r := count.Review{Reviewer: t.actor, At: fromMicros(t.us), Index: t.index}
		if err := json.Unmarshal([]byte(t.body), &r.Reviewed); err != nil {
			return e, fmt.Errorf("reading the review of entry %d: %w", t.index, err)
		}
		e.Reviews = append(e.Reviews, r)
	}
	return e, nil
}

func (s *state) Estimate(ctx context.Context, id string) (count.Estimation, error) {
	e, err := one(ctx, s.q, scanEstimate, "estimate", id, estimateColumns+` WHERE e.id = $1`, id)
	if err != nil {
		return e, err
	}
	return s.turnedEstimate(ctx, e)
}

func (s *state) Estimates(ctx context.Context, f flow.EstimateFilter, yield func(count.Estimation) error) error {
	return walk(ctx, s.q, f.After, f.Limit, scanEstimate, func(e count.Estimation) int64 { return e.Index },
		func(e count.Estimation) error {
			e, err := s.turnedEstimate(ctx, e)
			if err != nil {
				return err
			}
			return yield(e)
		}, estimateColumns+` WHERE ($1 = '' OR e.case_name = $1) AND ($2 = '' OR e.event = $2)
		AND e.idx > $3 ORDER BY e.idx LIMIT $4`, f.Case, f.Event)
}

func (s *state) EstimateHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT idx FROM view_estimate WHERE id = $1 OR replaces = $1
		UNION ALL SELECT idx FROM view_estimate_turn WHERE estimate = $1 ORDER BY 1`, id)
}
