package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sanad/internal/ground/fail"
)

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

// collect runs a query whose answer is known to be small.
func collect[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) (out []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// one runs a query for one row; no row is an error of kind NotFound that
// names what was looked for.
func one[T any](ctx context.Context, q querier, scan func(scanner) (T, error), what, id, query string, args ...any) (T, error) {
	v, err := scan(q.QueryRowContext(ctx, query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return v, fail.New(fail.NotFound, "there is no %s %s", what, id)
	}
	if err != nil {
		return v, fmt.Errorf("looking for the %s %s: %w", what, id, err)
	}
	return v, nil
}

// exists runs a query that gives a row if there is one.
func exists(ctx context.Context, q querier, query string, args ...any) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, query, args...).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// pageSize is how many rows a walk holds in memory at a time. A walk reads in
// pages because a PostgreSQL connection can't answer a second question while
// the rows of a first are open.
const pageSize = 500

// walk runs query page by page; its last two parameters are the key to start
// after and the number of rows. key gives a row's key.
func walk[T any](ctx context.Context, q querier, after int64, limit int, scan func(scanner) (T, error), key func(T) int64, yield func(T) error, query string, args ...any) error {
	for left := limit; ; {
		n := pageSize
		if limit > 0 {
			n = min(n, left)
		}
		if n == 0 {
			return nil
		}
		page, err := collect(ctx, q, scan, query, append(args[:len(args):len(args)], after, n)...)
		if err != nil {
			return err
		}
		for _, v := range page {
			after = key(v)
			if err := yield(v); err != nil {
				return err
			}
		}
		if left -= len(page); len(page) < n {
			return nil
		}
	}
}

func micros(t time.Time) int64 { return t.UnixMicro() }

func fromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }

// nullMicros keeps a zero time as NULL.
func nullMicros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}
