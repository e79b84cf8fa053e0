package sql

import (
	"context"
	"fmt"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

// claimColumns gives a claim with its newest turn, and whether a rival (a
// claim on the same property of the same entity) was preferred later than it.
const claimColumns = `SELECT c.id, c.case_name, c.entity, c.schema, c.property, c.value, c.value_entity, c.original, c.lang, c.says,
	c.source_grade, c.info_grade, c.flags, c.actor, c.idx,
	coalesce((SELECT t.standing FROM view_claim_turn t WHERE t.claim = c.id ORDER BY t.idx DESC LIMIT 1), ''),
	coalesce((SELECT t.reason FROM view_claim_turn t WHERE t.claim = c.id ORDER BY t.idx DESC LIMIT 1), ''),
	coalesce((SELECT max(t.idx) FROM view_claim_turn t WHERE t.claim = c.id), -1),
	coalesce((SELECT max(t.idx) FROM view_claim r JOIN view_claim_turn t ON t.claim = r.id
		WHERE r.entity = c.entity AND r.property = c.property AND r.id <> c.id AND t.standing = 'preferred'
		AND NOT EXISTS (SELECT 1 FROM view_claim_turn u WHERE u.claim = r.id AND u.idx > t.idx)), -1)
	FROM view_claim c`

func scanClaim(r scanner) (claim.Claim, error) {
	var c claim.Claim
	var says, flags, standing string
	var turned, rival int64
	err := r.Scan(&c.Made.Claim, &c.Case, &c.Entity, &c.Schema, &c.Property, &c.Value, &c.ValueEntity, &c.Original, &c.Lang, &says,
		&c.SourceGrade, &c.InfoGrade, &flags, &c.Actor, &c.Index, &standing, &c.Reason, &turned, &rival)
	if err != nil {
		return c, err
	}
	c.Flags = strings.Fields(flags)
	c.Standing = standingOf(standing, turned, rival)
	c.Says, err = fromJSON[claim.Teller](says)
	return c, err
}

func standingOf(newest string, turned, rival int64) claim.Standing {
	switch {
	case newest == string(claim.TakenBack):
		return claim.TakenBack
	case newest == string(claim.Favoured) && turned > rival:
		return claim.Favoured
	case rival >= 0:
		return claim.Superseded
	}
	return claim.Proposed
}

// withPassages adds the passages the claims rest on.
func (s *state) withPassages(ctx context.Context, c claim.Claim) (claim.Claim, error) {
	var err error
	c.Passages, err = collect(ctx, s.q, scanPassage,
		`SELECT `+passageColumns+` JOIN view_claim_passage cp ON cp.passage = p.id WHERE cp.claim = $1 ORDER BY cp.n`, c.Made.Claim)
	if err == nil && len(c.Passages) == 0 {
		err = fmt.Errorf("no passage is left: run sanad rebuild")
	}
	if err != nil {
		return c, fmt.Errorf("reading what the claim %s rests on: %w", c.Made.Claim, err)
	}
	return c, nil
}

func (s *state) Claim(ctx context.Context, id string) (claim.Claim, error) {
	c, err := one(ctx, s.q, scanClaim, "claim", id, claimColumns+` WHERE c.id = $1`, id)
	if err != nil {
		return c, err
	}
	return s.withPassages(ctx, c)
}

func (s *state) HasClaim(ctx context.Context, id string) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_claim WHERE id = $1`, id)
}

func (s *state) Claims(ctx context.Context, f flow.ClaimFilter, yield func(claim.Claim) error) error {
	where := []string{"1 = 1"}
	var args []any
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if f.Case != "" {
		add(`c.case_name = $%d`, f.Case)
	}
	if f.Entity != "" {
		add(`c.entity = $%d`, f.Entity)
	}
	if f.Property != "" {
		add(`c.property = $%d`, f.Property)
	}
	if !f.Item.IsZero() {
		add(`c.id IN (SELECT cp.claim FROM view_claim_passage cp WHERE cp.item = $%d)`, f.Item[:])
	}
	if f.Passage != "" {
		add(`c.id IN (SELECT cp.claim FROM view_claim_passage cp WHERE cp.passage = $%d)`, f.Passage)
	}
	query := fmt.Sprintf(`%s WHERE %s AND c.idx > $%d ORDER BY c.idx LIMIT $%d`, claimColumns, strings.Join(where, " AND "), len(args)+1, len(args)+2)
	return walk(ctx, s.q, f.After, f.Limit, scanClaim, func(c claim.Claim) int64 { return c.Index }, func(c claim.Claim) error {
		c, err := s.withPassages(ctx, c)
		if err != nil {
			return err
		}
		return yield(c)
	}, query, args...)
}

func (s *state) Values(ctx context.Context, caseName, property string, yield func(entity, value string) error) error {
	type said struct{ entity, value string }
	return walk(ctx, s.q, -1, 0, func(r scanner) (p placed[said], err error) {
		return p, r.Scan(&p.index, &p.value.entity, &p.value.value)
	}, func(p placed[said]) int64 { return p.index }, func(p placed[said]) error { return yield(p.value.entity, p.value.value) },
		`SELECT c.idx, c.entity, c.value FROM view_claim c
		WHERE ($1 = '' OR c.case_name = $1) AND c.property = $2
		AND NOT EXISTS (SELECT 1 FROM view_claim_turn t WHERE t.claim = c.id AND t.standing = 'withdrawn'
			AND NOT EXISTS (SELECT 1 FROM view_claim_turn u WHERE u.claim = c.id AND u.idx > t.idx))
		AND c.idx > $3 ORDER BY c.idx LIMIT $4`, caseName, property)
}

const entityColumns = `SELECT e.id, e.schema, e.case_name, e.idx,
	coalesce((SELECT c.value FROM view_claim c WHERE c.entity = e.id AND c.property = 'name' ORDER BY c.idx LIMIT 1), ''),
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
		UNION ALL SELECT idx FROM view_claim_turn WHERE claim = $1 ORDER BY 1`, id)
}

func scanIndex(r scanner) (index int64, err error) { return index, r.Scan(&index) }
