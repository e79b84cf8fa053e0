package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/witness"
	"sanad/internal/flow"
)

// ofSizes is the part of a question that both tables share.
const ofSizes = ` WHERE (CAST($1 AS BIGINT) = 0 OR size <= $1) AND (CAST($2 AS BIGINT) = 0 OR size = $2)`

func (s *state) Cosigned(ctx context.Context, q flow.VouchQuery) ([]witness.CosignedNow, error) {
	return collect(ctx, s.q, func(r scanner) (n witness.CosignedNow, err error) {
		var body string
		var us int64
		if err := r.Scan(&n.Index, &body, &n.By, &us); err != nil {
			return n, err
		}
		n.Taken = fromMicros(us)
		if err := json.Unmarshal([]byte(body), &n.Cosigned); err != nil {
			return n, fmt.Errorf("reading the cosignature of entry %d: %w", n.Index, err)
		}
		return n, nil
	}, `SELECT idx, body, actor, time FROM view_cosigned`+ofSizes+` AND ($3 = '' OR witness = $3) ORDER BY size DESC, idx DESC LIMIT $4`, q.Most, q.Size, q.Witness, q.Limit)
}

func (s *state) Stamped(ctx context.Context, q flow.VouchQuery) ([]witness.StampedNow, error) {
	return collect(ctx, s.q, func(r scanner) (n witness.StampedNow, err error) {
		var body string
		var us int64
		if err := r.Scan(&n.Index, &body, &n.By, &us); err != nil {
			return n, err
		}
		n.Taken = fromMicros(us)
		if err := json.Unmarshal([]byte(body), &n.Stamped); err != nil {
			return n, fmt.Errorf("reading the time stamp of entry %d: %w", n.Index, err)
		}
		return n, nil
	}, `SELECT idx, body, actor, time FROM view_stamped`+ofSizes+` ORDER BY size DESC, idx DESC LIMIT $3`, q.Most, q.Size, q.Limit)
}
