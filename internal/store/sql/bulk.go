package sql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"sanad/internal/core/ledger"
)

// bulk gathers rows and inserts many with one statement, which is what makes
// both databases fast. Rows of a table keep their order; a statement that must
// see them calls flush first.
type bulk struct {
	d      dialect
	q      querier
	tables map[string]*pending
	order  []string

	most int // rows in one statement, bulkRows if 0

	// fact is what the event that is being applied was made of, if that is at
	// hand: claims come by hundreds of thousands, and to read each again from
	// the bytes just written of it cost a tenth of an import.
	fact ledger.Fact

	lastAccession, lastCase string             // see caseOf
	lastDoor, lastDoorCase  string             // see doorCase
	handed                  map[string]*handed // by accession, what is not counted there yet
	once                    map[string]struct{}
	prepared                map[string]longStatement
}

type pending struct {
	head, tail string // INSERT INTO t (c) VALUES ... ON CONFLICT
	columns    int
	args       []any
}

func newBulk(d dialect, q querier) *bulk {
	return &bulk{d: d, q: q, tables: map[string]*pending{}}
}

// bulkRows is how many rows go into one statement at most.
const bulkRows = 200

// insert adds a row; columns and tail must be the same in every call for a
// table.
func (b *bulk) insert(ctx context.Context, table, columns, tail string, row ...any) error {
	p := b.tables[table]
	if p == nil {
		p = &pending{head: "INSERT INTO " + table + " (" + columns + ") VALUES ", tail: tail, columns: len(row)}
		b.tables[table] = p
		b.order = append(b.order, table)
	}
	p.args = append(p.args, row...)
	most := b.most
	if most == 0 {
		most = bulkRows
	}
	if rows := len(p.args) / p.columns; rows >= most || len(p.args)+p.columns > b.d.maxParams {
		return b.flushTable(ctx, table, p)
	}
	return nil
}

// insertOnce is insert for rows of which only the first of a key counts: the
// claims of one import speak of the same things again and again. Keys are
// remembered for onceLimit rows; the tail must still bear a row that is there.
func (b *bulk) insertOnce(ctx context.Context, table, columns, key string, row ...any) error {
	if !b.isNew(table, key) {
		return nil
	}
	return b.insert(ctx, table, columns, "ON CONFLICT DO NOTHING", row...)
}

// isNew reports whether a key of a table is asked for the first time in the
// last onceLimit of them.
func (b *bulk) isNew(table, key string) bool {
	if b.once == nil || len(b.once) > onceLimit {
		b.once = map[string]struct{}{}
	}
	if _, ok := b.once[table+" "+key]; ok {
		return false
	}
	b.once[table+" "+key] = struct{}{}
	return true
}

// onceLimit bounds the memory of insertOnce.
const onceLimit = 20_000

// exec runs a statement that may depend on rows inserted before.
func (b *bulk) exec(ctx context.Context, query string, args ...any) error {
	if err := b.flush(ctx); err != nil {
		return err
	}
	_, err := b.q.ExecContext(ctx, query, args...)
	return err
}

// run runs a statement. One that is as long as statements get is prepared once
// for all of its kind: to read the text of thousands of parameters anew took a
// tenth of an import. The transaction closes them.
func (b *bulk) run(ctx context.Context, table, query string, args []any) error {
	tx, ok := b.q.(*sql.Tx)
	if !ok || len(args) < preparedFrom {
		_, err := b.q.ExecContext(ctx, query, args...)
		return err
	}
	s, ok := b.prepared[table]
	if !ok || s.query != query {
		stmt, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		s = longStatement{query, stmt}
		if b.prepared == nil {
			b.prepared = map[string]longStatement{}
		}
		b.prepared[table] = s
	}
	_, err := s.stmt.ExecContext(ctx, args...)
	return err
}

// longStatement is a statement that many rows are written with.
type longStatement struct {
	query string
	stmt  *sql.Stmt
}

// preparedFrom is from how many parameters on a statement is worth preparing.
const preparedFrom = 600

// flush inserts all rows gathered, and counts what was handed over.
func (b *bulk) flush(ctx context.Context) error {
	for _, table := range b.order {
		if err := b.flushTable(ctx, table, b.tables[table]); err != nil {
			return err
		}
	}
	return b.flushHanded(ctx)
}

func (b *bulk) flushTable(ctx context.Context, table string, p *pending) error {
	if len(p.args) == 0 {
		return nil
	}
	var query strings.Builder
	query.WriteString(p.head)
	for i := range len(p.args) / p.columns {
		if i > 0 {
			query.WriteByte(',')
		}
		query.WriteByte('(')
		for c := range p.columns {
			if c > 0 {
				query.WriteByte(',')
			}
			query.WriteString(b.d.param(i*p.columns + c + 1))
		}
		query.WriteByte(')')
	}
	if p.tail != "" {
		query.WriteString(" " + p.tail)
	}
	err := b.run(ctx, table, query.String(), p.args)
	p.args = p.args[:0]
	if err != nil {
		return fmt.Errorf("writing rows of %s: %w", table, err)
	}
	return nil
}
