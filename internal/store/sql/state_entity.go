package sql

import (
	"context"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// entityColumns looks for the name among the claims of the thing, not for the
// thing among all names: see narrowed.
const entityColumns = `SELECT e.id, e.schema, e.case_name, e.idx,
	coalesce((SELECT c.value FROM view_claim c WHERE c.entity = e.id AND c.property || '' = 'name'
		AND NOT EXISTS (SELECT 1 FROM view_claim_turn t WHERE t.claim = c.id AND t.standing = 'withdrawn')
		ORDER BY CASE WHEN EXISTS (SELECT 1 FROM view_preferred p WHERE p.claim = c.id) THEN 0 ELSE 1 END, c.idx LIMIT 1), ''),
	(SELECT count(*) FROM view_claim c WHERE c.entity = e.id)
	FROM view_entity e`

func scanEntity(r scanner) (p placed[claim.Entity], err error) {
	e := &p.value
	return p, r.Scan(&e.ID, &e.Schema, &e.Case, &p.index, &e.Name, &e.Claims)
}

func (s *state) Entity(ctx context.Context, id string) (claim.Entity, error) {
	p, err := one(ctx, s.q, scanEntity, "entity", id, entityColumns+` WHERE e.id = $1`, id)
	return p.value, err
}

func (s *state) Entities(ctx context.Context, f flow.EntityFilter, yield func(claim.Entity) error) error {
	return walk(ctx, s.q, f.After, f.Limit, scanEntity, func(p placed[claim.Entity]) int64 { return p.index },
		func(p placed[claim.Entity]) error { return yield(p.value) },
		entityColumns+` WHERE ($1 = '' OR e.case_name = $1) AND ($2 = '' OR e.schema = $2) AND e.idx > $3 ORDER BY e.idx LIMIT $4`, f.Case, f.Schema)
}

func (s *state) ClaimHistory(ctx context.Context, id string) ([]int64, error) {
	return collect(ctx, s.q, scanIndex, `SELECT idx FROM view_claim WHERE id = $1
		UNION ALL SELECT idx FROM view_claim_turn WHERE claim = $1
		UNION ALL SELECT idx FROM view_claim_mark WHERE claim = $1 ORDER BY 1`, id)
}

func scanIndex(r scanner) (index int64, err error) { return index, r.Scan(&index) }
