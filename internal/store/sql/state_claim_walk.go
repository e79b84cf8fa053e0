package sql

import (
	"context"
	"fmt"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// claimsQuery asks for claims in order of the ledger; its last two parameters
// are the entry to start after and the number of rows. table is an item with so
// many claims that they are better walked than gathered, or none.
func claimsQuery(f flow.ClaimFilter, table custody.Sum) (query string, args []any) {
	where, args := narrowed(f)
	if !table.IsZero() {
		args = append(args, table[:])
		where += fmt.Sprintf(` AND EXISTS (SELECT 1 FROM view_claim_passage cp WHERE cp.claim = c.id AND cp.item = $%d)`, len(args))
	}
	order := "c.idx"
	if len(f.Valued) > 0 {
		order = "c.idx + 0" // as in narrowed: by value and property, not by the order
	}
	return fmt.Sprintf(`%s WHERE %s AND %s > $%d ORDER BY %s LIMIT $%d`, claimColumns, where, order, len(args)+1, order, len(args)+2), args
}

func (s *state) Claims(ctx context.Context, f flow.ClaimFilter, yield func(claim.Claim) error) error {
	table, first, err := s.tableOf(ctx, f)
	if err != nil {
		return err
	}
	after := f.After
	if !table.IsZero() {
		f.Item, after = custody.Sum{}, max(after, first-1)
	}
	query, args := claimsQuery(f, table)
	return s.paged(ctx, f.Limit, yield, func(last *claimRow, n int) (string, []any) {
		if last != nil {
			after = last.Index
		}
		return query, append(args[:len(args):len(args)], after, n)
	})
}

// walkedFrom is from how many claims on an item they are walked in the order of the
// ledger. To gather half a million and put them in order for each part of a page
// took a second.
const walkedFrom = 4000

// tableOf gives the item of a filter if it has many claims, and the entry before
// which there is none of them: those of a table stand together, behind it.
func (s *state) tableOf(ctx context.Context, f flow.ClaimFilter) (table custody.Sum, first int64, err error) {
	if f.Item.IsZero() || f.Flag == claim.FlagGraphic {
		return table, 0, nil
	}
	var n int
	err = s.q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM view_claim_passage WHERE item = $1 LIMIT $2) AS few`, f.Item[:], walkedFrom).Scan(&n)
	if err != nil || n < walkedFrom {
		return table, 0, err
	}
	err = s.q.QueryRowContext(ctx, `SELECT coalesce(min(idx), 0) FROM view_passage WHERE item = $1`, f.Item[:]).Scan(&first)
	return f.Item, first, err
}
