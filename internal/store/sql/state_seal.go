package sql

import (
	"context"

	"sanad/internal/core/guard"
)

func (s *state) Holders(ctx context.Context) ([]guard.Holder, error) {
	return collect(ctx, s.q, scanHolder, `SELECT name, recipient, case_name FROM view_holder WHERE removed = -1 ORDER BY name `+s.d.byteOrder)
}

func (s *state) FormerHolders(ctx context.Context) ([]guard.Holder, error) {
	return collect(ctx, s.q, scanHolder, `SELECT name, recipient, case_name FROM view_holder WHERE removed <> -1 ORDER BY name `+s.d.byteOrder)
}

func scanHolder(r scanner) (h guard.Holder, err error) {
	return h, r.Scan(&h.Name, &h.Recipient, &h.Case)
}

func (s *state) Thresholds(ctx context.Context) ([]guard.ThresholdSet, error) {
	return collect(ctx, s.q, func(r scanner) (t guard.ThresholdSet, err error) {
		return t, r.Scan(&t.Case, &t.Need)
	}, `SELECT case_name, need FROM view_threshold ORDER BY case_name `+s.d.byteOrder)
}
