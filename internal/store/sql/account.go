package sql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sanad/internal/core/account"
	"sanad/internal/ground/fail"
)

// Credentials, factors, sessions and preferences stand beside the ledger, not
// in it: they are worth stealing, prove nothing, and must be forgettable.

// hashed is what is kept of a token: who reads the table can't use it.
func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// SetPassword keeps the hash of an account's password. It ends all its
// sessions but that of the token except, and forgets its devices: whoever
// guessed the old password is out, and so are all its tokens.
func (b *Book) SetPassword(ctx context.Context, handle, hash, except string) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO credential (handle, hash) VALUES ($1, $2)
			ON CONFLICT (handle) DO UPDATE SET hash = excluded.hash`, handle, hash); err != nil {
			return fmt.Errorf("keeping the password of %s: %w", handle, err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM token WHERE handle = $1`, handle); err != nil {
			return fmt.Errorf("ending the tokens of %s: %w", handle, err)
		}
		return endSessions(ctx, tx, handle, except)
	}))
}

// endSessions ends the sessions of an account, and takes back what would let
// its browsers in with less: devices, and sign-ins that were begun.
func endSessions(ctx context.Context, tx *sql.Tx, handle, except string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE handle = $1 AND token <> $2`, handle, hashed(except)); err != nil {
		return fmt.Errorf("ending the sessions of %s: %w", handle, err)
	}
	for _, table := range []string{"device", "pending"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE handle = $1`, handle); err != nil {
			return fmt.Errorf("ending the sessions of %s: %w", handle, err)
		}
	}
	return nil
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

// StartSession keeps a session by the hash of its token.
func (b *Book) StartSession(ctx context.Context, token string, s account.Session) error {
	_, err := b.writer.ExecContext(ctx, `INSERT INTO session (token, name, handle, started, seen, strong) VALUES ($1, $2, $3, $4, $5, $6)`,
		hashed(token), s.Name, s.Handle, micros(s.Began), micros(s.Seen), asInt(s.Strong))
	return b.explain(err)
}

const sessionColumns = `SELECT name, handle, started, seen, strong FROM session`

func scanSession(s scanner) (out account.Session, err error) {
	var started, seen int64
	var strong int
	err = s.Scan(&out.Name, &out.Handle, &started, &seen, &strong)
	out.Began, out.Seen, out.Strong = fromMicros(started), fromMicros(seen), strong != 0
	return out, err
}

// Session gives the session of a token and notes that it is used. One that is
// not there or has expired is an error of kind Refused.
func (b *Book) Session(ctx context.Context, token string, now time.Time) (account.Session, error) {
	s, err := scanSession(b.reader.QueryRowContext(ctx, sessionColumns+` WHERE token = $1`, hashed(token)))
	if errors.Is(err, sql.ErrNoRows) {
		return s, fail.New(fail.Refused, "nobody is signed in")
	}
	if err != nil {
		return s, b.explain(err)
	}
	if s.Expired(now) {
		return account.Session{}, errors.Join(fail.New(fail.Refused, "the session has expired").Do("sign in again"), b.EndSession(ctx, token))
	}
	if now.Sub(s.Seen) > time.Minute { // not a write on every page
		_, err = b.writer.ExecContext(ctx, `UPDATE session SET seen = $1 WHERE token = $2`, micros(now), hashed(token))
	}
	return s, b.explain(err)
}

// Sessions gives the sessions of an account that have not expired, the newest
// first.
func (b *Book) Sessions(ctx context.Context, handle string, now time.Time) ([]account.Session, error) {
	all, err := collect(ctx, b.reader, scanSession, sessionColumns+` WHERE handle = $1 ORDER BY started DESC, name`, handle)
	var live []account.Session
	for _, s := range all {
		if !s.Expired(now) {
			live = append(live, s)
		}
	}
	return live, b.explain(err)
}

// MarkStrong notes that a session showed a second factor.
func (b *Book) MarkStrong(ctx context.Context, token string) error {
	_, err := b.writer.ExecContext(ctx, `UPDATE session SET strong = 1 WHERE token = $1`, hashed(token))
	return b.explain(err)
}

// EndSession forgets a session.
func (b *Book) EndSession(ctx context.Context, token string) error {
	_, err := b.writer.ExecContext(ctx, `DELETE FROM session WHERE token = $1`, hashed(token))
	return b.explain(err)
}

// EndNamed forgets the session of an account that has a name.
func (b *Book) EndNamed(ctx context.Context, handle, name string) error {
	_, err := b.writer.ExecContext(ctx, `DELETE FROM session WHERE handle = $1 AND name = $2`, handle, name)
	return b.explain(err)
}

// EndSessions forgets all sessions of an account but that of the token except,
// with its devices and what it began.
func (b *Book) EndSessions(ctx context.Context, handle, except string) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error { return endSessions(ctx, tx, handle, except) }))
}

// Forget clears away what has expired.
func (b *Book) Forget(ctx context.Context, now time.Time) error {
	return b.explain(b.inTx(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"pending", "device"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE expires <= $1`, micros(now)); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE seen < $1 OR started < $2`, micros(now.Add(-account.SessionIdle)), micros(now.Add(-account.SessionWhole)))
		return err
	}))
}

// Likes gives the preferences of an account; none were set: the zero value.
func (b *Book) Likes(ctx context.Context, handle string) (p account.Preferences, err error) {
	var text string
	err = b.reader.QueryRowContext(ctx, `SELECT likes FROM preference WHERE handle = $1`, handle).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &p)
	}
	return p, b.explain(err)
}

// AllLikes gives the preferences of all accounts that have some, for a backup.
func (b *Book) AllLikes(ctx context.Context) (map[string]account.Preferences, error) {
	type row struct{ handle, likes string }
	rows, err := collect(ctx, b.reader, func(s scanner) (r row, err error) {
		return r, s.Scan(&r.handle, &r.likes)
	}, `SELECT handle, likes FROM preference ORDER BY handle`)
	all := map[string]account.Preferences{}
	for _, r := range rows {
		var p account.Preferences
		err = errors.Join(err, json.Unmarshal([]byte(r.likes), &p))
		all[r.handle] = p
	}
	return all, b.explain(err)
}

// SetLikes keeps the preferences of an account.
func (b *Book) SetLikes(ctx context.Context, handle string, p account.Preferences) error {
	text, err := json.Marshal(p)
	if err == nil {
		_, err = b.writer.ExecContext(ctx, `INSERT INTO preference (handle, likes) VALUES ($1, $2)
			ON CONFLICT (handle) DO UPDATE SET likes = excluded.likes`, handle, string(text))
	}
	return b.explain(err)
}
