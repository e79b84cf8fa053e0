package sql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sanad/internal/ground/fail"
)

// Credentials and sessions stand beside the ledger, not in it: they are worth
// stealing, prove nothing, and must be forgettable.

// SetPassword keeps the hash of an account's password, and ends its sessions
// and its tokens: whoever knew the old one may have made some.
func (b *Book) SetPassword(ctx context.Context, handle, hash string) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO credential (handle, hash) VALUES ($1, $2)
			ON CONFLICT (handle) DO UPDATE SET hash = excluded.hash`, handle, hash); err != nil {
			return fmt.Errorf("keeping the password of %s: %w", handle, err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM token WHERE handle = $1`, handle); err != nil {
			return fmt.Errorf("ending the tokens of %s: %w", handle, err)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE handle = $1`, handle)
		return err
	}))
}

// PasswordHash gives what SetPassword kept, or an error of kind NotFound.
func (b *Book) PasswordHash(ctx context.Context, handle string) (string, error) {
	return one(ctx, b.reader, func(s scanner) (hash string, err error) {
		return hash, s.Scan(&hash)
	}, "password of", handle, `SELECT hash FROM credential WHERE handle = $1`, handle)
}

// Credentials walks all kept hashes, for a backup.
func (b *Book) Credentials(ctx context.Context, yield func(handle, hash string) error) error {
	type row struct{ handle, hash string }
	rows, err := collect(ctx, b.reader, func(s scanner) (r row, err error) {
		return r, s.Scan(&r.handle, &r.hash)
	}, `SELECT handle, hash FROM credential ORDER BY handle`)
	for _, r := range rows {
		err = errors.Join(err, yield(r.handle, r.hash))
	}
	return err
}

// StartSession keeps the hash of a session's token: who reads the table can't
// take over a session.
func (b *Book) StartSession(ctx context.Context, token, handle string, now time.Time) error {
	sum := sha256.Sum256([]byte(token))
	_, err := b.writer.ExecContext(ctx, `INSERT INTO session (token, handle, started, seen) VALUES ($1, $2, $3, $3)`, sum[:], handle, micros(now))
	return b.explain(err)
}

// sessionIdle and sessionWhole are how long a session lives without being
// used, and at most.
const (
	sessionIdle  = 2 * time.Hour
	sessionWhole = 12 * time.Hour
)

// SessionUser gives whose session a token is; a session that is not there or
// has expired is an error of kind Refused.
func (b *Book) SessionUser(ctx context.Context, token string, now time.Time) (string, error) {
	sum := sha256.Sum256([]byte(token))
	var handle string
	var started, seen int64
	err := b.reader.QueryRowContext(ctx, `SELECT handle, started, seen FROM session WHERE token = $1`, sum[:]).Scan(&handle, &started, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fail.New(fail.Refused, "nobody is signed in")
	}
	if err != nil {
		return "", b.explain(err)
	}
	if now.Sub(fromMicros(seen)) > sessionIdle || now.Sub(fromMicros(started)) > sessionWhole {
		return "", errors.Join(fail.New(fail.Refused, "the session has expired").Do("sign in again"), b.EndSession(ctx, token))
	}
	if now.Sub(fromMicros(seen)) > time.Minute { // not a write on every page
		_, err = b.writer.ExecContext(ctx, `UPDATE session SET seen = $1 WHERE token = $2`, micros(now), sum[:])
	}
	return handle, b.explain(err)
}

// EndSession forgets a session.
func (b *Book) EndSession(ctx context.Context, token string) error {
	sum := sha256.Sum256([]byte(token))
	_, err := b.writer.ExecContext(ctx, `DELETE FROM session WHERE token = $1`, sum[:])
	return b.explain(err)
}
