package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// state answers questions inside one transaction.
type state struct {
	q querier
	d dialect
}

var _ flow.State = (*state)(nil)

func (b *Book) state(q querier) *state { return &state{q: q, d: b.d} }

// Look implements flow.Book.
func (b *Book) Look(ctx context.Context, read func(context.Context, flow.State) error) error {
	tx, err := b.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: b.d.name == "postgres", Isolation: b.lookIsolation()})
	if err != nil {
		return b.explain(fmt.Errorf("beginning to read: %w", err))
	}
	err = read(ctx, b.state(tx))
	return b.explain(errors.Join(err, ignoreDone(tx.Rollback())))
}

// lookIsolation makes all questions of one look see the same moment. SQLite
// does so by itself and knows no other level.
func (b *Book) lookIsolation() sql.IsolationLevel {
	if b.d.name == "postgres" {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func (s *state) Checkpoint(ctx context.Context) ([]byte, error) {
	size, signed, err := readHead(ctx, s.q, "")
	if err == nil && size == 0 {
		return nil, fail.New(fail.NotFound, "the ledger has no entry yet")
	}
	return signed, err
}

func (s *state) Tree(ctx context.Context) (*ledger.Tree, error) {
	size, _, err := readHead(ctx, s.q, "")
	if err != nil {
		return nil, err
	}
	return ledger.NewTree(size, tiles{ctx, s.q}), nil
}

func (s *state) Event(ctx context.Context, index int64) (flow.Recorded, error) {
	return one(ctx, s.q, scanEvent, "entry", fmt.Sprint(index), `SELECT `+eventColumns+` FROM ledger_event WHERE idx = $1`, index)
}

func (s *state) Events(ctx context.Context, from, to int64, yield func(flow.Recorded) error) error {
	return walk(ctx, s.q, from-1, 0, scanEvent, func(e flow.Recorded) int64 { return e.Index }, yield,
		`SELECT `+eventColumns+` FROM ledger_event WHERE idx < $1 AND idx > $2 ORDER BY idx LIMIT $3`, to)
}

func scanEvent(s scanner) (flow.Recorded, error) {
	var e flow.Recorded
	var us int64
	var secret []byte
	err := s.Scan(&e.Index, &e.Kind.Name, &e.Kind.Version, &e.Actor, &us, &e.Body, &secret, &e.Entry)
	e.Time = fromMicros(us)
	if err == nil && len(secret) != 0 && copy(e.Secret[:], secret) != len(e.Secret) {
		err = fail.New(fail.Integrity, "the secret of entry %d has %d bytes", e.Index, len(secret))
	}
	return e, err
}

// RecordedAs implements flow.State.
func (s *state) RecordedAs(ctx context.Context, log string, there int64) (int64, error) {
	return one(ctx, s.q, scanIndex, "entry", fmt.Sprintf("%d of %s", there, log), `SELECT idx FROM view_recorded WHERE log = $1 AND there = $2`, log, there)
}

const userColumns = `SELECT handle, roles, disabled, added FROM view_user`

func (s *state) User(ctx context.Context, handle string) (guard.User, error) {
	u, err := one(ctx, s.q, scanUser, "account", handle, userColumns+` WHERE handle = $1`, handle)
	if err != nil {
		return u, err
	}
	u.In, err = collect(ctx, s.q, func(r scanner) (m guard.Membership, err error) {
		var roles string
		err = r.Scan(&m.Case, &roles)
		m.Roles = rolesIn(roles)
		return m, err
	}, `SELECT case_name, roles FROM view_member WHERE handle = $1 ORDER BY case_name `+s.d.byteOrder, handle)
	return u, err
}

func (s *state) Users(ctx context.Context) ([]guard.User, error) {
	users, err := collect(ctx, s.q, scanUser, userColumns+` ORDER BY added, handle `+s.d.byteOrder)
	if err != nil {
		return nil, err
	}
	at := map[string]*guard.User{}
	for i := range users {
		at[users[i].Handle] = &users[i]
	}
	_, err = collect(ctx, s.q, func(r scanner) (struct{}, error) {
		var handle, roles string
		var m guard.Membership
		err := r.Scan(&handle, &m.Case, &roles)
		if u := at[handle]; u != nil {
			m.Roles = rolesIn(roles)
			u.In = append(u.In, m)
		}
		return struct{}{}, err
	}, `SELECT handle, case_name, roles FROM view_member ORDER BY handle `+s.d.byteOrder+`, case_name `+s.d.byteOrder)
	return users, err
}

func scanUser(s scanner) (guard.User, error) {
	var u guard.User
	var roles string
	var disabled int
	var added int64
	err := s.Scan(&u.Handle, &roles, &disabled, &added)
	u.Roles, u.Disabled, u.Added = rolesIn(roles), disabled != 0, fromMicros(added)
	return u, err
}

// rolesIn reads the roles of a column.
func rolesIn(column string) (roles []guard.Role) {
	for _, r := range strings.Fields(column) {
		roles = append(roles, guard.Role(r))
	}
	return roles
}

func (s *state) HasCase(ctx context.Context, name string) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_case WHERE name = $1`, name)
}

func (s *state) Cases(ctx context.Context) ([]string, error) {
	return collect(ctx, s.q, func(r scanner) (name string, err error) {
		return name, r.Scan(&name)
	}, `SELECT name FROM view_case ORDER BY idx`)
}
