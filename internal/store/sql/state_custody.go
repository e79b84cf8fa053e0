package sql

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

const accessionColumns = `SELECT a.id, a.case_name, a.source, a.source_sealed, a.note, a.label, a.actor, a.time, a.idx, a.closed, a.items, a.bytes, a.failed
	FROM view_accession a`

func (s *state) Accession(ctx context.Context, id string) (custody.Accession, error) {
	return one(ctx, s.q, scanAccession, "accession", id, accessionColumns+` WHERE a.id = $1`, id)
}

func (s *state) Accessions(ctx context.Context, caseName string, yield func(custody.Accession) error) error {
	return walk(ctx, s.q, -1, 0, scanAccession, func(a custody.Accession) int64 { return a.Index }, yield,
		accessionColumns+` WHERE ($1 = '' OR a.case_name = $1) AND a.idx > $2 ORDER BY a.idx LIMIT $3`, caseName)
}

func scanAccession(r scanner) (custody.Accession, error) {
	var a custody.Accession
	var us int64
	var label, closed int
	var source string
	var sealed []byte
	if err := r.Scan(&a.ID, &a.Case, &source, &sealed, &a.Note, &label, &a.Actor, &us, &a.Index, &closed, &a.Items, &a.Bytes, &a.Failed); err != nil {
		return a, err
	}
	a.Time, a.Label, a.Closed = fromMicros(us), guard.Label(label), closed != 0
	var err error
	a.Source, err = readSource(source, sealed)
	return a, err
}

// itemColumns joins what an item's acquisitions say together: its label is
// the most open one under which somebody handed it over.
const itemColumns = `SELECT i.sum, i.bytes, i.media_type, i.name, i.name_raw, i.parent, i.case_name, i.accession, i.idx,
	(SELECT count(*) FROM view_custody c WHERE c.sum = i.sum),
	(SELECT max(a.label) FROM view_custody c JOIN view_accession a ON a.id = c.accession WHERE c.sum = i.sum)
	FROM view_item i`

func (s *state) Item(ctx context.Context, sum custody.Sum) (custody.Item, error) {
	return one(ctx, s.q, scanItem, "item", sum.String(), itemColumns+` WHERE i.sum = $1`, sum[:])
}

func (s *state) HasItem(ctx context.Context, sum custody.Sum) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_item WHERE sum = $1`, sum[:])
}

func scanItem(r scanner) (custody.Item, error) {
	var i custody.Item
	var sum, parent []byte
	var label sql.NullInt64
	err := r.Scan(&sum, &i.Bytes, &i.MediaType, &i.Name.Text, &i.Name.Raw, &parent, &i.Case, &i.Accession, &i.Index, &i.Copies, &label)
	if err != nil {
		return i, err
	}
	i.Label = guard.Label(label.Int64)
	if i.Parent, err = optionalSum(parent); err != nil {
		return i, err
	}
	return i, setSum(&i.Sum, sum)
}

// setSum reads a sum from a column; one of another length is damage.
func setSum(into *custody.Sum, column []byte) error {
	if len(column) != len(into) {
		return fail.New(fail.Integrity, "a SHA-256 in the database has %d bytes", len(column)).Do("run sanad rebuild")
	}
	copy(into[:], column)
	return nil
}

func optionalSum(column []byte) (*custody.Sum, error) {
	if column == nil {
		return nil, nil
	}
	var sum custody.Sum
	return &sum, setSum(&sum, column)
}

func (s *state) ItemsNamed(ctx context.Context, prefix string, limit int) ([]custody.Sum, error) {
	low, err := hex.DecodeString((prefix + strings.Repeat("0", 64))[:64])
	if err != nil || len(prefix) > 64 {
		return nil, fail.New(fail.Usage, "%q is not the beginning of a SHA-256", prefix)
	}
	high, err := hex.DecodeString((prefix + strings.Repeat("f", 64))[:64])
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.q, func(r scanner) (sum custody.Sum, err error) {
		var column []byte
		if err := r.Scan(&column); err != nil {
			return sum, err
		}
		return sum, setSum(&sum, column)
	}, `SELECT sum FROM view_item WHERE sum >= $1 AND sum <= $2 ORDER BY sum LIMIT $3`, low, high, limit)
}

// itemWhere writes the conditions of a filter; the walk's own parameters
// follow those it returns.
func itemWhere(f flow.ItemFilter) (string, []any) {
	var where []string
	var args []any
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if f.Case != "" {
		add(`i.case_name = $%d`, f.Case)
	}
	if of := amongCases(`i.case_name`, f.Cases, func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}); of != "" {
		where = append(where, of)
	}
	if f.Accession != "" {
		add(`i.sum IN (SELECT c.sum FROM view_custody c WHERE c.accession = $%d)`, f.Accession)
	}
	if f.Failed {
		where = append(where, `i.sum IN (SELECT t.item FROM view_trouble t)`)
	}
	if f.Partial {
		where = append(where, `i.sum IN (SELECT t.item FROM view_rendition t WHERE t.gaps <> '')`)
	}
	if len(where) == 0 {
		return "1 = 1", nil
	}
	return strings.Join(where, " AND "), args
}

func (s *state) Items(ctx context.Context, f flow.ItemFilter, yield func(custody.Item) error) error {
	where, args := itemWhere(f)
	query := fmt.Sprintf(`%s WHERE %s AND i.idx > $%d ORDER BY i.idx LIMIT $%d`, itemColumns, where, len(args)+1, len(args)+2)
	return walk(ctx, s.q, f.After, f.Limit, scanItem, func(i custody.Item) int64 { return i.Index }, yield, query, args...)
}

func (s *state) CountItems(ctx context.Context, f flow.ItemFilter) (items, bytes int64, err error) {
	where, args := itemWhere(f)
	err = s.q.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(i.bytes), 0) FROM view_item i WHERE `+where, args...).Scan(&items, &bytes)
	return items, bytes, err
}

func (s *state) Steps(ctx context.Context, sum custody.Sum) ([]custody.Step, error) {
	steps, err := collect(ctx, s.q, func(r scanner) (custody.Step, error) {
		var st custody.Step
		var us int64
		var version int
		err := r.Scan(&st.Event, &version, &st.Actor, &us, &st.Index, &st.Accession, &st.Name.Text, &st.Name.Raw, &st.Detail)
		st.Time = fromMicros(us)
		return st, err
	}, `SELECT e.kind, e.version, e.actor, e.time, e.idx, c.accession, c.name, c.name_raw, ''
		FROM view_custody c JOIN ledger_event e ON e.idx = c.idx WHERE c.sum = $1
		UNION ALL
		SELECT e.kind, e.version, e.actor, e.time, e.idx, x.accession, '', NULL, x.form
		FROM view_export x JOIN ledger_event e ON e.idx = x.idx
		WHERE x.accession IN (SELECT c.accession FROM view_custody c WHERE c.sum = $1)
		UNION ALL
		SELECT e.kind, e.version, e.actor, e.time, e.idx, '', '', NULL, t.form || ' by ' || t.engine || ' ' || t.version
		FROM view_rendition t JOIN ledger_event e ON e.idx = t.idx WHERE t.item = $1
		ORDER BY 5`, sum[:])
	if err != nil {
		return nil, fmt.Errorf("reading the chain of custody of %s: %w", sum, err)
	}
	return steps, nil
}

// Seen implements flow.State.
func (s *state) Seen(ctx context.Context, f flow.SeenFilter) ([]custody.Sighting, error) {
	where, args := []string{`1 = 1`}, []any{}
	param := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if !f.Item.IsZero() {
		where = append(where, `item = `+param(f.Item[:]))
	}
	if f.Actor != "" {
		where = append(where, `actor = `+param(f.Actor))
	}
	if f.Day != "" {
		where = append(where, `day = `+param(f.Day))
	}
	if of := amongCases(`case_name`, f.Cases, param); of != "" {
		where = append(where, of)
	}
	return collect(ctx, s.q, scanSighting, `SELECT idx, item, actor, day, case_name, what, time FROM view_seen
		WHERE `+strings.Join(where, ` AND `)+` ORDER BY idx DESC LIMIT `+param(f.Limit), args...)
}

func scanSighting(r scanner) (g custody.Sighting, err error) {
	var item []byte
	var us int64
	if err := r.Scan(&g.Index, &item, &g.Actor, &g.Day, &g.Case, &g.What, &us); err != nil {
		return g, err
	}
	g.Time = fromMicros(us)
	return g, setSum(&g.Item, item)
}

// placed pairs a row with the entry it stands in, which is its key in a walk.
type placed[T any] struct {
	index int64
	value T
}

const acquiredColumns = `SELECT idx, accession, sum, bytes, media_type, name, name_raw, modified, parent, role, part, taken_by FROM view_custody`

func scanAcquired(r scanner) (p placed[custody.Acquired], err error) {
	var sum, parent []byte
	var modified sql.NullInt64
	f := &p.value
	if err := r.Scan(&p.index, &f.Accession, &sum, &f.Bytes, &f.MediaType, &f.Name.Text, &f.Name.Raw, &modified, &parent, &f.Role, &f.Part, &f.By); err != nil {
		return p, err
	}
	if modified.Valid {
		f.Modified = fromMicros(modified.Int64)
	}
	if f.Parent, err = optionalSum(parent); err != nil {
		return p, err
	}
	return p, setSum(&f.Item, sum)
}

func (s *state) acquired(ctx context.Context, where string, arg any, yield func(custody.Acquired, int64) error) error {
	return walk(ctx, s.q, -1, 0, scanAcquired, func(p placed[custody.Acquired]) int64 { return p.index },
		func(p placed[custody.Acquired]) error { return yield(p.value, p.index) },
		acquiredColumns+` WHERE `+where+` AND idx > $2 ORDER BY idx LIMIT $3`, arg)
}

func (s *state) Acquisitions(ctx context.Context, accession string, yield func(custody.Acquired, int64) error) error {
	return s.acquired(ctx, `accession = $1`, accession, yield)
}

func (s *state) Members(ctx context.Context, parent custody.Sum, yield func(custody.Acquired, int64) error) error {
	return s.acquired(ctx, `parent = $1`, parent[:], yield)
}

func (s *state) Family(ctx context.Context, sum custody.Sum) (f flow.Family, err error) {
	return one(ctx, s.q, func(r scanner) (f flow.Family, err error) {
		return f, r.Scan(&f.Depth, &f.Members, &f.Bytes, &f.Root)
	}, "item", sum.String(), `SELECT i.depth, coalesce(f.members, 0), coalesce(f.bytes, 0), r.bytes
		FROM view_item i JOIN view_item r ON r.sum = coalesce(i.root, i.sum)
		LEFT JOIN view_family f ON f.root = r.sum WHERE i.sum = $1`, sum[:])
}

func (s *state) Losses(ctx context.Context, accession string, yield func(custody.Loss) error) error {
	return walk(ctx, s.q, -1, 0, func(r scanner) (custody.Loss, error) {
		var l custody.Loss
		err := r.Scan(&l.Index, &l.Accession, &l.Name.Text, &l.Name.Raw, &l.What, &l.Error)
		return l, err
	}, func(l custody.Loss) int64 { return l.Index }, yield,
		`SELECT idx, accession, name, name_raw, what, detail FROM view_loss
		WHERE ($1 = '' OR accession = $1) AND idx > $2 ORDER BY idx LIMIT $3`, accession)
}

// HashClaims implements flow.State.
func (s *state) HashClaims(ctx context.Context, item custody.Sum) ([]custody.HashClaim, error) {
	return collect(ctx, s.q, func(r scanner) (c custody.HashClaim, err error) {
		var of, file []byte
		err = r.Scan(&c.Index, &c.Actor, &of, &c.Algorithm, &c.Claimed, &c.Verdict, &file, &c.Line, &c.Name, &c.Project)
		if err == nil {
			err = errors.Join(setSum(&c.Item, of), setSum(&c.File, file))
		}
		return c, err
	}, `SELECT h.idx, e.actor, h.item, h.algorithm, h.claimed, h.verdict, h.file, h.line, h.name, h.project
		FROM view_hash_claim h JOIN ledger_event e ON e.idx = h.idx WHERE h.item = $1 ORDER BY h.idx`, item[:])
}
