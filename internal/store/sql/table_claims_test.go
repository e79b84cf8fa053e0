package sql

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// Claims on a table of many are given as those on a letter are: each once, in the
// order of the ledger, and none of another item.
func TestClaimsOnATableAreWalkedInOrder(t *testing.T) {
	ctx := context.Background()
	b, err := OpenSQLite(ctx, filepath.Join(t.TempDir(), "sanad.db"), true, Options{Scratch: true})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	table, letter := custody.Sum{1}, custody.Sum{2}
	const first, last = 100, 100 + walkedFrom
	for _, fill := range []string{
		`INSERT INTO view_claim (idx, id, case_name, entity, schema, property, value, value_entity, original, lang, chain, source_grade, info_grade, flags, more, actor, turned)
			SELECT n, 'c-' || (n * 7919 % 100003), 'main', 'e-' || n, 'Person', 'name', 'v', '', '', '', '', '', '', '', '', 'kian', -1 FROM n`,
		`INSERT INTO view_passage (id, item, rendition, page, cell, quote, idx) SELECT 'p-' || n, CASE WHEN n = 2000 THEN $4 ELSE $3 END, $3, 1, '', '', n FROM n`,
		`INSERT INTO view_claim_passage (claim, n, passage, item) SELECT 'c-' || (n * 7919 % 100003), 0, 'p-' || n, CASE WHEN n = 2000 THEN $4 ELSE $3 END FROM n`,
	} {
		if _, err := b.writer.ExecContext(ctx, `WITH RECURSIVE n(n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM n WHERE n < $2) `+fill, first, last, table[:], letter[:]); err != nil {
			t.Fatal(err)
		}
	}
	err = b.Look(ctx, func(ctx context.Context, s flow.State) error {
		for _, want := range []struct {
			flow.ClaimFilter
			n           int
			first, last int64
		}{
			{flow.ClaimFilter{Item: table, After: -1}, walkedFrom, first, last},
			{flow.ClaimFilter{Item: table, After: -1, Limit: 3}, 3, first, first + 2},
			{flow.ClaimFilter{Item: table, After: 1998}, last - 2000 + 1, 1999, last},
			{flow.ClaimFilter{Item: table, After: 1999, Limit: 1}, 1, 2001, 2001},
			{flow.ClaimFilter{Item: table, Case: "other"}, 0, 0, 0},
			{flow.ClaimFilter{Item: table, Property: "name", Entity: "e-150"}, 1, 150, 150},
			{flow.ClaimFilter{Item: letter, After: -1}, 1, 2000, 2000},
		} {
			var got []int64
			if err := s.Claims(ctx, want.ClaimFilter, func(c claim.Claim) error { got = append(got, c.Index); return nil }); err != nil {
				return err
			}
			ends := [2]int64{}
			if len(got) > 0 {
				ends = [2]int64{got[0], got[len(got)-1]}
			}
			if len(got) != want.n || ends != [2]int64{want.first, want.last} {
				t.Errorf("%+v: %d claims, %v, want %d from %d to %d", want.ClaimFilter, len(got), ends, want.n, want.first, want.last)
			}
			for i := range got {
				if i > 0 && got[i] <= got[i-1] {
					return fmt.Errorf("%d comes behind %d", got[i], got[i-1])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
