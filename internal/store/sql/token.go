package sql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// AddToken keeps the hash of a token's secret: who reads the table can't act
// by it.
func (b *Book) AddToken(ctx context.Context, secret string, t guard.Token) error {
	sum := sha256.Sum256([]byte(secret))
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		var held int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM token WHERE handle = $1`, t.Handle).Scan(&held); err != nil {
			return fmt.Errorf("counting the tokens of %s: %w", t.Handle, err)
		}
		if held >= guard.MaxTokens {
			return fail.New(fail.Conflict, "%s has %d tokens, and may have no more", t.Handle, held).Do("revoke one that is not used: sanad user token list")
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO token (id, sum, handle, name, roles, made, expires, used) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)`,
			t.ID, sum[:], t.Handle, t.Name, roleNames(t.Roles), micros(t.Made), micros(t.Expires))
		return err
	}))
}

func roleNames(roles []guard.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, " ")
}

const tokenColumns = `id, handle, name, roles, made, expires, used`

func scanToken(s scanner) (t guard.Token, err error) {
	var roles string
	var made, expires, used int64
	err = s.Scan(&t.ID, &t.Handle, &t.Name, &roles, &made, &expires, &used)
	for _, r := range strings.Fields(roles) {
		t.Roles = append(t.Roles, guard.Role(r))
	}
	t.Made, t.Expires = fromMicros(made), fromMicros(expires)
	if used > 0 {
		t.Used = fromMicros(used)
	}
	return t, err
}

// Tokens lists the tokens of an account, oldest first; those that have expired
// are still there until they are revoked.
func (b *Book) Tokens(ctx context.Context, handle string) ([]guard.Token, error) {
	return collect(ctx, b.reader, scanToken, `SELECT `+tokenColumns+` FROM token WHERE handle = $1 ORDER BY made, id`, handle)
}

// TokenOf gives the token of a secret and notes the hour of its use. One that
// is not there, was revoked or has expired is the same error of kind Refused.
func (b *Book) TokenOf(ctx context.Context, secret string, now time.Time) (guard.Token, error) {
	sum := sha256.Sum256([]byte(secret))
	t, err := scanToken(b.reader.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM token WHERE sum = $1`, sum[:]))
	if errors.Is(err, sql.ErrNoRows) || err == nil && !now.Before(t.Expires) {
		return guard.Token{}, fail.New(fail.Refused, "the token is not known, was revoked or has expired").Do("make another: sanad user token new, or /account/tokens in the browser")
	}
	if err != nil {
		return guard.Token{}, b.explain(fmt.Errorf("looking a token up: %w", err))
	}
	if hour := now.Truncate(time.Hour); hour.After(t.Used) { // and not a write on every request
		_, err = b.writer.ExecContext(ctx, `UPDATE token SET used = $1 WHERE id = $2`, micros(hour), t.ID)
	}
	return t, b.explain(err)
}

// RevokeToken forgets a token of an account.
func (b *Book) RevokeToken(ctx context.Context, handle, id string) error {
	done, err := b.writer.ExecContext(ctx, `DELETE FROM token WHERE handle = $1 AND id = $2`, handle, id)
	if err != nil {
		return b.explain(err)
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return b.explain(err)
	}
	return fail.New(fail.NotFound, "%s has no token %q", handle, id).Do("see sanad user token list")
}
