package sql

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/support"
	"sanad/internal/flow"
	"sanad/internal/ground/script"
)

// rested is a claim and one item it rests on.
type rested struct {
	item  custody.Sum
	claim string
}

func restedOnItems() lookup[rested] {
	return lookup[rested]{
		many:   `SELECT DISTINCT item, claim FROM view_claim_passage WHERE item IN %s LIMIT %d`,
		single: `SELECT DISTINCT item, claim FROM view_claim_passage WHERE item = $1 AND claim > $2 ORDER BY claim LIMIT $3`,
		start:  "", at: func(r rested) any { return r.claim },
		scan: func(r scanner) (f rested, err error) {
			var sum []byte
			if err := r.Scan(&sum, &f.claim); err != nil {
				return f, err
			}
			return f, setSum(&f.item, sum)
		},
		compare: func(a, b rested) int {
			return cmp.Or(bytes.Compare(a.item[:], b.item[:]), cmp.Compare(a.claim, b.claim))
		},
	}
}

func restedOnPassage() lookup[rested] {
	l := restedOnItems()
	l.single = `SELECT DISTINCT claim FROM view_claim_passage WHERE passage = $1 AND claim > $2 ORDER BY claim LIMIT $3`
	l.scan = func(r scanner) (f rested, err error) { return f, r.Scan(&f.claim) }
	return l
}

// told is a claim with the key it was looked for by.
type told[K cmp.Ordered] struct {
	key           K
	index         int64
	entity, claim string
}

func toldBy[K cmp.Ordered](column string) lookup[told[K]] {
	return lookup[told[K]]{
		many:   `SELECT ` + column + `, idx, entity, id FROM view_claim WHERE ` + column + ` IN %s LIMIT %d`,
		single: `SELECT ` + column + `, idx, entity, id FROM view_claim WHERE ` + column + ` = $1 AND idx > $2 ORDER BY idx LIMIT $3`,
		start:  int64(-1), at: func(t told[K]) any { return t.index },
		scan:    func(r scanner) (t told[K], err error) { return t, r.Scan(&t.key, &t.index, &t.entity, &t.claim) },
		compare: func(a, b told[K]) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.index, b.index)) },
	}
}

// Resting implements flow.SupportState.
func (s *state) Resting(ctx context.Context, on flow.Ground, yield func(custody.Sum, claim.Claim) error) error {
	tell := func(rows []rested) error { return s.eachRested(ctx, rows, yield) }
	switch {
	case len(on.Items) > 0:
		things := make([]any, len(on.Items))
		for i, sum := range on.Items {
			things[i] = sum[:]
		}
		return each(ctx, s, restedOnItems(), things, tell)
	case on.Passage != "":
		return eachOf(ctx, s, restedOnPassage(), any(on.Passage), tell)
	case on.TellerEntity != "":
		return s.eachChained(ctx, `entity = $1 AND entity <> ''`, on.TellerEntity, tell)
	case on.Teller != "":
		return s.eachChained(ctx, `who = $1`, script.Fold(on.Teller), tell)
	}
	return nil
}

// eachChained tells the claims whose chain has a teller in it, some chains at a
// time.
func (s *state) eachChained(ctx context.Context, where, who string, tell func([]rested) error) error {
	for after := ""; ; {
		chains, err := collect(ctx, s.q, func(r scanner) (c string, err error) { return c, r.Scan(&c) },
			`SELECT DISTINCT chain FROM view_teller WHERE `+where+` AND chain > $2 ORDER BY chain LIMIT $3`, who, after, pageSize)
		if err != nil || len(chains) == 0 {
			return err
		}
		after = chains[len(chains)-1]
		err = each(ctx, s, toldBy[string]("chain"), anys(chains), func(rows []told[string]) error {
			out := make([]rested, len(rows))
			for i, t := range rows {
				out[i].claim = t.claim
			}
			return tell(out)
		})
		if err != nil {
			return err
		}
	}
}

// eachRested reads whole claims and tells them in the order of the rows.
func (s *state) eachRested(ctx context.Context, rows []rested, yield func(custody.Sum, claim.Claim) error) error {
	for part := range slices.Chunk(rows, pageSize) {
		ids := make([]string, len(part))
		for i, r := range part {
			ids[i] = r.claim
		}
		claims, err := s.named(ctx, ids)
		if err != nil {
			return err
		}
		for _, r := range part {
			c, ok := claims[r.claim]
			if !ok {
				return fmt.Errorf("reading the claim %s: what it rests on is there and it is not: run sanad rebuild", r.claim)
			}
			if err := yield(r.item, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// named reads whole claims by their ids.
func (s *state) named(ctx context.Context, ids []string) (map[string]claim.Claim, error) {
	var rows []claimRow
	err := s.inChunks(anys(ids), func(in string, chunk []any) error {
		page, err := collect(ctx, s.q, scanClaim, claimColumns+` WHERE c.id IN `+in, chunk...)
		rows = append(rows, page...)
		return err
	})
	if err == nil {
		err = s.whole(ctx, rows)
	}
	if err != nil {
		return nil, err
	}
	out := make(map[string]claim.Claim, len(rows))
	for _, c := range rows {
		out[c.Made.Claim] = c.Claim
	}
	return out, nil
}

// ClaimsNamed implements flow.SupportState.
func (s *state) ClaimsNamed(ctx context.Context, ids []string, yield func(claim.Claim) error) error {
	for part := range slices.Chunk(ids, pageSize) {
		claims, err := s.named(ctx, part)
		if err != nil {
			return err
		}
		for _, id := range part {
			if c, ok := claims[id]; ok {
				if err := yield(c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Agreeing implements flow.SupportState.
func (s *state) Agreeing(ctx context.Context, keys []int64, yield func(key int64, entity, claim string) error) error {
	enough := map[int64]bool{}
	tell := func(rows []told[int64]) error {
		for _, t := range rows {
			if enough[t.key] {
				continue
			}
			switch err := yield(t.key, t.entity, t.claim); {
			case errors.Is(err, flow.ErrEnough):
				enough[t.key] = true
			case err != nil:
				return err
			}
		}
		if len(rows) > 0 && enough[rows[len(rows)-1].key] {
			return errNext
		}
		return nil
	}
	return each(ctx, s, toldBy[int64]("said"), anys(keys), tell)
}

// Takings implements flow.SupportState.
func (s *state) Takings(ctx context.Context, items []custody.Sum, yield func(support.Taking) error) error {
	things := make([]any, len(items))
	for i, sum := range items {
		things[i] = sum[:]
	}
	return s.inChunks(things, func(in string, chunk []any) error {
		rows, err := collect(ctx, s.q, func(r scanner) (t support.Taking, err error) {
			var sum, parent []byte
			if err := r.Scan(&sum, &t.Accession, &parent, &t.Index, &t.Label); err != nil {
				return t, err
			}
			if t.Parent, err = optionalSum(parent); err != nil {
				return t, err
			}
			return t, setSum(&t.Item, sum)
		}, `SELECT c.sum, c.accession, c.parent, c.idx, a.label FROM view_custody c JOIN view_accession a ON a.id = c.accession
			WHERE c.sum IN `+in+` ORDER BY c.idx`, chunk...)
		return eachOrError(rows, err, yield)
	})
}

// FindingsNaming implements flow.SupportState.
func (s *state) FindingsNaming(ctx context.Context, claims []string, yield func(flow.FindingClaim) error) error {
	return s.inChunks(anys(claims), func(in string, chunk []any) error {
		rows, err := collect(ctx, s.q, func(r scanner) (c flow.FindingClaim, err error) {
			against := 0
			err = r.Scan(&c.Finding, &c.Claim, &against)
			c.Against = against != 0
			return c, err
		}, `SELECT finding, claim, against FROM view_finding_claim WHERE claim IN `+in+` ORDER BY finding, claim`, chunk...)
		return eachOrError(rows, err, yield)
	})
}

func eachOrError[T any](rows []T, err error, yield func(T) error) error {
	for _, r := range rows {
		if err == nil {
			err = yield(r)
		}
	}
	return err
}

func anys[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// Chains implements flow.SupportState.
func (s *state) Chains(ctx context.Context, f flow.ChainFilter, yield func(flow.Chain) error) error {
	type row struct {
		id string
		flow.Chain
	}
	const query = `SELECT g.chain, h.says, g.claims, g.duress, g.hearsay FROM (
			SELECT c.chain, count(*) AS claims,
				sum(CASE WHEN ' ' || c.flags || ' ' LIKE '% duress %' THEN 1 ELSE 0 END) AS duress,
				sum(CASE WHEN ' ' || c.flags || ' ' LIKE '% hearsay %' THEN 1 ELSE 0 END) AS hearsay
			FROM view_claim c WHERE c.chain > $1 AND ($2 = '' OR c.case_name = $2)
			AND ($3 = '' OR EXISTS (SELECT 1 FROM view_teller t WHERE t.chain = c.chain AND t.who = $3))
			AND ($4 = '' OR EXISTS (SELECT 1 FROM view_teller t WHERE t.chain = c.chain AND t.entity = $4))
			AND (c.turned < 0 OR NOT EXISTS (SELECT 1 FROM view_claim_turn w WHERE w.claim = c.id AND w.standing = 'withdrawn'
				AND NOT EXISTS (SELECT 1 FROM view_claim_turn u WHERE u.claim = c.id AND u.idx > w.idx)))
			GROUP BY c.chain ORDER BY c.chain LIMIT $5
		) g JOIN view_chain h ON h.id = g.chain ORDER BY g.chain`
	for after := ""; ; {
		rows, err := collect(ctx, s.q, func(r scanner) (c row, err error) {
			says := ""
			if err := r.Scan(&c.id, &says, &c.Claims, &c.Duress, &c.Hearsay); err != nil {
				return c, err
			}
			c.Says, err = fromJSON[claim.Teller](says)
			return c, err
		}, query, after, f.Case, script.Fold(f.Teller), f.TellerEntity, pageSize)
		if err != nil {
			return err
		}
		for _, c := range rows {
			after = c.id
			if err := yield(c.Chain); err != nil {
				return err
			}
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}
