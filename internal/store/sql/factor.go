package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/ground/fail"
)

// AddDevice keeps that an account signed in from a browser that holds a token.
func (b *Book) AddDevice(ctx context.Context, token, handle string, expires time.Time) error {
	_, err := b.writer.ExecContext(ctx, `INSERT INTO device (token, handle, expires) VALUES ($1, $2, $3)`, hashed(token), handle, micros(expires))
	return b.explain(err)
}

// KnowsDevice reports whether an account signed in before from the browser
// that holds a token.
func (b *Book) KnowsDevice(ctx context.Context, token, handle string, now time.Time) (bool, error) {
	ok, err := exists(ctx, b.reader, `SELECT 1 FROM device WHERE token = $1 AND handle = $2 AND expires > $3`, hashed(token), handle, micros(now))
	return ok, b.explain(err)
}

const factorColumns = `id, handle, kind, label, data, used, made`

func scanFactor(s scanner) (f account.Factor, err error) {
	var made int64
	err = s.Scan(&f.ID, &f.Handle, &f.Kind, &f.Label, &f.Data, &f.Used, &made)
	f.Made = fromMicros(made)
	return f, err
}

// Factors gives what an account has to prove itself by besides its password.
func (b *Book) Factors(ctx context.Context, handle string) ([]account.Factor, error) {
	all, err := collect(ctx, b.reader, scanFactor, `SELECT `+factorColumns+` FROM factor WHERE handle = $1 ORDER BY made, id`, handle)
	return all, b.explain(err)
}

// AllFactors gives the factors of all accounts, for a backup.
func (b *Book) AllFactors(ctx context.Context) ([]account.Factor, error) {
	all, err := collect(ctx, b.reader, scanFactor, `SELECT `+factorColumns+` FROM factor ORDER BY handle, made, id`)
	return all, b.explain(err)
}

// ReplaceFactors puts factors of one account in the place of all it has of a
// kind, or beside them if kind is empty.
func (b *Book) ReplaceFactors(ctx context.Context, handle, kind string, with ...account.Factor) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM factor WHERE handle = $1 AND kind = $2`, handle, kind); err != nil {
			return err
		}
		for _, f := range with {
			if _, err := tx.ExecContext(ctx, `INSERT INTO factor (`+factorColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				f.ID, handle, f.Kind, f.Label, f.Data, f.Used, micros(f.Made)); err != nil {
				return fmt.Errorf("keeping a second factor of %s: %w", handle, err)
			}
		}
		return nil
	}))
}

// RemoveFactors forgets the factors of an account that have these ids; none
// named: all of them. What it began to sign in by them is forgotten too.
func (b *Book) RemoveFactors(ctx context.Context, handle string, ids ...string) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, `DELETE FROM factor WHERE handle = $1 AND id = $2`, handle, id); err != nil {
				return err
			}
		}
		if len(ids) > 0 {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM factor WHERE handle = $1`, handle); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM pending WHERE handle = $1`, handle)
		return err
	}))
}

// UseStep notes that a code of a time step was taken. Of two that try the same
// code at once, one gets no.
func (b *Book) UseStep(ctx context.Context, id string, step int64) (bool, error) {
	return b.changedOne(ctx, `UPDATE factor SET used = $2 WHERE id = $1 AND used < $2`, id, step)
}

// UseUp forgets a factor that works once. Of two that try it at once, one gets
// no.
func (b *Book) UseUp(ctx context.Context, id string) (bool, error) {
	return b.changedOne(ctx, `DELETE FROM factor WHERE id = $1`, id)
}

// UpdateFactor keeps what a passkey tells of itself after it was used.
func (b *Book) UpdateFactor(ctx context.Context, id string, data []byte) error {
	_, err := b.writer.ExecContext(ctx, `UPDATE factor SET data = $2 WHERE id = $1`, id, data)
	return b.explain(err)
}

func (b *Book) changedOne(ctx context.Context, query string, args ...any) (bool, error) {
	done, err := b.writer.ExecContext(ctx, query, args...)
	if err != nil {
		return false, b.explain(err)
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// Begin keeps what was begun in a browser that holds a token.
func (b *Book) Begin(ctx context.Context, token, kind, handle string, data []byte, expires time.Time) error {
	_, err := b.writer.ExecContext(ctx, `INSERT INTO pending (token, kind, handle, data, expires) VALUES ($1, $2, $3, $4, $5)`,
		hashed(token), kind, handle, append([]byte{}, data...), micros(expires)) // none is no NULL
	return b.explain(err)
}

// Waiting tells how many of a kind were begun and not gone on with.
func (b *Book) Waiting(ctx context.Context, kind string) (n int, err error) {
	err = b.reader.QueryRowContext(ctx, `SELECT count(*) FROM pending WHERE kind = $1`, kind).Scan(&n)
	return n, b.explain(err)
}

// Begun gives what was begun with a token, or an error of kind Refused. With
// take it is forgotten at once: it can be gone on with a single time.
func (b *Book) Begun(ctx context.Context, token, kind string, now time.Time, take bool) (handle string, data []byte, err error) {
	query := `SELECT handle, data FROM pending WHERE token = $1 AND kind = $2 AND expires > $3`
	if take {
		query = `DELETE FROM pending WHERE token = $1 AND kind = $2 AND expires > $3 RETURNING handle, data`
	}
	err = b.writer.QueryRowContext(ctx, query, hashed(token), kind, micros(now)).Scan(&handle, &data)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, fail.New(fail.Refused, "what was begun is no longer known").Do("begin again")
	}
	return handle, data, b.explain(err)
}
