package sql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Difference is a row of a view that is not what the ledger says: it is there
// and should not be, or is not there and should.
type Difference struct {
	View string
	Row  string // its values, for a person to look at
	Lost bool   // the ledger makes this row and the view lacks it
}

// CompareViews makes the views again from the ledger of from, in the scratch
// database b, and tells where live differs. b must be empty.
func (b *Book) CompareViews(ctx context.Context, live *Book, progress func(done, total int64)) (diffs []Difference, err error) {
	err = live.Look(ctx, func(ctx context.Context, ls flow.State) error {
		liveState, ok := ls.(*state)
		if !ok {
			return errors.New("comparing views of another kind of book")
		}
		tree, err := ls.Tree(ctx)
		if err != nil {
			return err
		}
		return b.inTx(ctx, func(tx *sql.Tx) error {
			if err := b.replay(ctx, tx, ls, tree.Size(), progress); err != nil {
				return err
			}
			diffs, err = b.compareAll(ctx, tx, live, liveState.q)
			return err
		})
	})
	return diffs, err
}

func (b *Book) compareAll(ctx context.Context, fresh querier, live *Book, liveQ querier) ([]Difference, error) {
	views, err := b.viewNames(ctx, fresh)
	if err != nil {
		return nil, err
	}
	var all []Difference
	for _, view := range views {
		want, err := rowSums(ctx, fresh, view)
		if err != nil {
			return nil, err
		}
		diffs, err := compareView(ctx, liveQ, view, want)
		if err != nil {
			return nil, err
		}
		all = append(all, diffs...)
	}
	return all, nil
}

type rowSum [16]byte

// rowSums gives a short hash of every row of a view: 16 bytes a row is what a
// comparison of two databases that sort differently costs in memory.
func rowSums(ctx context.Context, q querier, view string) (map[rowSum]int, error) {
	sums := map[rowSum]int{}
	err := eachRow(ctx, q, view, func(row string) error {
		sum := sha256.Sum256([]byte(row))
		sums[rowSum(sum[:16])]++
		return nil
	})
	return sums, err
}

// maxDifferences is how many rows of a view are named.
const maxDifferences = 20

func compareView(ctx context.Context, live querier, view string, want map[rowSum]int) ([]Difference, error) {
	var diffs []Difference
	err := eachRow(ctx, live, view, func(row string) error {
		sum := sha256.Sum256([]byte(row))
		key := rowSum(sum[:16])
		if want[key] > 0 {
			want[key]--
			return nil
		}
		if len(diffs) < maxDifferences {
			diffs = append(diffs, Difference{View: view, Row: row})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	lost := 0
	for _, n := range want {
		lost += n
	}
	if lost > 0 {
		diffs = append(diffs, Difference{View: view, Row: fmt.Sprintf("%d rows are missing", lost), Lost: true})
	}
	return diffs, nil
}

// eachRow gives every row of a table as text that is the same for equal
// values in both databases.
func eachRow(ctx context.Context, q querier, table string, yield func(string) error) (err error) {
	rows, err := q.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return fmt.Errorf("reading %s: %w", table, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("reading %s: %w", table, err)
		}
		if err := yield(rowText(values)); err != nil {
			return err
		}
	}
	return rows.Err()
}

func rowText(values []any) string {
	parts := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			parts[i] = "NULL"
		case []byte:
			parts[i] = "x'" + hex.EncodeToString(v) + "'"
		case string:
			parts[i] = fmt.Sprintf("%q", v)
		default:
			parts[i] = fmt.Sprint(v)
		}
	}
	return strings.Join(parts, ", ")
}

// Dump writes every view as sorted text: two books with the same ledger give
// the same dump, whatever database they are in.
func (b *Book) Dump(ctx context.Context) (map[string][]string, error) {
	views, err := b.viewNames(ctx, b.reader)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, view := range views {
		rows := []string{}
		if err := eachRow(ctx, b.reader, view, func(row string) error {
			rows = append(rows, row)
			return nil
		}); err != nil {
			return nil, err
		}
		slices.Sort(rows)
		out[view] = rows
	}
	return out, nil
}

// Schema gives the definition of every table and index as the database has
// it, for comparing with the one that is kept beside the migrations.
func (b *Book) Schema(ctx context.Context) (string, error) {
	if b.d.name != "sqlite" {
		return "", fail.New(fail.Usage, "the schema is dumped from SQLite")
	}
	parts, err := collect(ctx, b.reader, func(s scanner) (ddl string, err error) {
		return ddl, s.Scan(&ddl)
	}, `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name`)
	return strings.Join(parts, ";\n") + ";\n", err
}
