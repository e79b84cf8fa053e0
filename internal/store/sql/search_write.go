package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"sanad/internal/core/search"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Index is the part of the database that the archive is searched by.
type Index struct {
	b       *Book
	eyes    *search.Eyes // of members of cases; nil: of all others
	heard   heardWords
	tokens  heardWords // likewise of search_token
	packers sync.Pool  // of *packer
	kept    *keptCounts
}

var _ flow.SearchIndex = (*Index)(nil)

// Index gives the index that lies beside the book's views.
func (b *Book) Index() *Index { return &Index{b: b, kept: &keptCounts{}} }

// stampRow is where the index stands.
type stampRow struct {
	search.Stamp
	last, made int64
	stale      bool // of other rules than this program's
}

func readStamp(ctx context.Context, q querier, lock string) (stampRow, error) {
	var s stampRow
	rules := int64(search.Rules)
	err := q.QueryRowContext(ctx, `SELECT next, part, last, made, rules FROM search_stamp WHERE one = 1`+lock).Scan(&s.Next, &s.Part, &s.last, &s.made, &rules)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("reading how far the index is: %w", err)
	}
	if s.stale = rules != search.Rules; s.stale {
		s.Stamp = search.Stamp{} // as if nothing were in it; the next write empties it
	}
	return s, nil
}

// Stamp implements flow.SearchIndex.
func (x *Index) Stamp(ctx context.Context) (search.Stamp, error) {
	s, err := readStamp(ctx, x.b.reader, "")
	return s.Stamp, x.b.explain(err)
}

// Write implements flow.SearchIndex.
func (x *Index) Write(ctx context.Context, was, now search.Stamp, change search.Change) error {
	made, err := x.prepare(change)
	if err != nil {
		return err
	}
	var w indexWriter
	err = x.b.inTx(ctx, func(tx *sql.Tx) error {
		at, err := x.lockStamp(ctx, tx)
		if err != nil {
			return err
		}
		if at.Stamp != was {
			return fail.New(fail.Conflict, "the index is at entry %d already", at.Next)
		}
		w = indexWriter{x: x, tx: tx, rows: newBulk(x.b.d, tx), words: newBulk(x.b.d, tx), at: at, fresh: map[heardWord]struct{}{}, newTokens: map[heardWord]struct{}{}}
		w.words.most = wordRows
		return w.write(ctx, now, change, made)
	})
	if err != nil {
		return x.b.explain(err)
	}
	x.heard.add(w.at.made, w.fresh)
	x.tokens.add(w.at.made, w.newTokens)
	return x.settle(ctx, len(made))
}

// wordRows is how many documents' words go into one statement.
const wordRows = 8000

// settle tidies up behind a step, so that the next search need not: any step
// may be the last one. Left alone, four megabytes of words are read by every
// search, which took 150 milliseconds instead of six.
func (x *Index) settle(ctx context.Context, documents int) error {
	if x.b.d.settleSearch == "" || documents == 0 {
		return nil
	}
	if _, err := x.b.writer.ExecContext(ctx, x.b.d.settleSearch); err != nil {
		return x.b.explain(fmt.Errorf("tidying the index: %w", err))
	}
	return nil
}

// lockStamp makes sure that no other process writes the index meanwhile. It
// empties an index that was made by other rules, in the same transaction as
// what is written then.
func (x *Index) lockStamp(ctx context.Context, tx *sql.Tx) (stampRow, error) {
	_, err := tx.ExecContext(ctx, `INSERT INTO search_stamp (one, next, part, last, made, rules) VALUES (1, 0, 0, 0, 0, $1) ON CONFLICT (one) DO NOTHING`, search.Rules)
	if err != nil {
		return stampRow{}, fmt.Errorf("beginning the index: %w", err)
	}
	at, err := readStamp(ctx, tx, x.b.d.lockHead)
	if err != nil || !at.stale {
		return at, err
	}
	if err := x.empty(ctx, tx); err != nil {
		return at, err
	}
	return readStamp(ctx, tx, x.b.d.lockHead)
}

// Drop implements flow.SearchIndex.
func (x *Index) Drop(ctx context.Context) error {
	return x.b.explain(x.b.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := x.lockStamp(ctx, tx); err != nil {
			return err
		}
		return x.empty(ctx, tx)
	}))
}

// empty takes everything out; the stamp's row is locked and there.
func (x *Index) empty(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range []string{
		`DELETE FROM search_subject`, `DELETE FROM search_doc`, `DELETE FROM search_text`, `DELETE FROM search_word`,
		`DELETE FROM search_print`, `DELETE FROM search_band`, `DELETE FROM search_called`, `DELETE FROM search_token`,
		x.b.d.words.empty("search_open"), x.b.d.words.empty("search_sealed"), x.b.d.words.empty("search_beside"),
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("emptying the index: %w", err)
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE search_stamp SET next = 0, part = 0, made = made + 1, rules = $1`, search.Rules)
	if err != nil {
		return fmt.Errorf("emptying the index: %w", err)
	}
	return nil
}

// prepared is what of a document is made before the database is locked.
type prepared struct {
	row  []any // its words; the number is put in later
	body []byte
}

// prepare packs texts and writes words, on all processors.
func (x *Index) prepare(change search.Change) ([]prepared, error) {
	type doc struct {
		d     *search.Document
		named bool
	}
	var all []doc
	for _, s := range change.Subjects {
		for i := range s.Documents {
			all = append(all, doc{&s.Documents[i], s.Named})
		}
	}
	made := make([]prepared, len(all))
	return made, inParallel(len(all), func(i int) error {
		p, err := x.packer()
		if err != nil {
			return err
		}
		defer x.packers.Put(p)
		made[i].row = x.b.d.words.row(0, *all[i].d, all[i].named)
		made[i].body, err = p.pack(all[i].d.Text)
		return err
	})
}

// packer gives one that was used before, if there is one.
func (x *Index) packer() (*packer, error) {
	if p, ok := x.packers.Get().(*packer); ok {
		return p, nil
	}
	return newPacker()
}

// indexWriter writes one step of the index.
type indexWriter struct {
	x    *Index
	tx   *sql.Tx
	rows *bulk
	// words are written behind all others, in few statements: whenever a
	// statement begins, SQLite has its full text tables write what they have
	// gathered to the disk, and merging that again is what indexing costs.
	words *bulk
	at    stampRow
	known map[subjectKey]subjectRow
	old   map[string]bool // refs of which something was indexed before this step
	fresh map[heardWord]struct{}
	// newTokens are the tokens of names that search_token gets.
	newTokens map[heardWord]struct{}
}

type subjectKey struct{ ref, layer string }

type subjectRow struct {
	id   int64
	side side
}

// side is for whom a subject is there, as the columns named sealed have it.
type side int

// The sides.
const (
	forAll side = iota
	forSealed
	besideOpen // for the members of its case alone
	besideSealed
)

func sideOf(s search.Subject) side {
	at := forAll
	if s.Beside {
		at = besideOpen
	}
	if s.Sealed {
		at++
	}
	return at
}

func (w *indexWriter) write(ctx context.Context, now search.Stamp, change search.Change, made []prepared) error {
	if err := w.look(ctx, change); err != nil {
		return fmt.Errorf("reading what is indexed already: %w", err)
	}
	next := 0
	for _, s := range change.Subjects {
		docs := made[next : next+len(s.Documents)]
		next += len(s.Documents)
		if err := w.subject(ctx, s, docs); err != nil {
			return fmt.Errorf("indexing %s %s: %w", s.Kind, s.Ref, err)
		}
	}
	if err := w.flush(ctx); err != nil {
		return err
	}
	_, err := w.tx.ExecContext(ctx, `UPDATE search_stamp SET next = $1, part = $2, last = $3 WHERE one = 1`, now.Next, now.Part, w.at.last)
	if err != nil {
		return fmt.Errorf("moving the stamp of the index to %d: %w", now.Next, err)
	}
	return nil
}

// flush writes all rows that were gathered.
func (w *indexWriter) flush(ctx context.Context) error {
	if err := w.rows.flush(ctx); err != nil {
		return err
	}
	return w.words.flush(ctx)
}

// lookAtOnce is how many subjects are asked for in one statement.
const lookAtOnce = 500

// look reads which of the change's subjects are indexed already.
func (w *indexWriter) look(ctx context.Context, change search.Change) error {
	w.known, w.old = map[subjectKey]subjectRow{}, map[string]bool{}
	var refs []any
	seen := map[string]bool{}
	for _, s := range change.Subjects {
		if !seen[s.Ref] {
			seen[s.Ref] = true
			refs = append(refs, s.Ref)
		}
	}
	for len(refs) > 0 {
		some := refs[:min(len(refs), lookAtOnce)]
		refs = refs[len(some):]
		_, err := collect(ctx, w.tx, func(r scanner) (struct{}, error) {
			var key subjectKey
			var row subjectRow
			err := r.Scan(&row.id, &key.ref, &key.layer, &row.side)
			w.known[key], w.old[key.ref] = row, true
			return struct{}{}, err
		}, `SELECT id, ref, layer, sealed FROM search_subject WHERE ref IN (`+w.x.b.params(len(some))+`)`, some...)
		if err != nil {
			return err
		}
	}
	return nil
}

// params writes n parameters with commas between.
func (b *Book) params(n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = b.d.param(i + 1)
	}
	return strings.Join(parts, ", ")
}

// subject puts a subject's documents in the place of those that are there.
func (w *indexWriter) subject(ctx context.Context, s search.Subject, docs []prepared) error {
	key := subjectKey{s.Ref, s.Layer}
	known, is := w.known[key]
	if is && !s.Append {
		if err := w.takeOut(ctx, known); err != nil {
			return err
		}
		delete(w.known, key)
		is = false
	}
	if len(docs) > 0 && !is {
		var err error
		if known, err = w.begin(ctx, s); err != nil {
			return err
		}
		w.known[key] = known
	}
	if len(docs) > 0 {
		if err := w.prints(ctx, s, known); err != nil {
			return err
		}
	}
	for i, d := range s.Documents {
		if err := w.document(ctx, s, known.id, d, docs[i]); err != nil {
			return err
		}
	}
	return w.spread(ctx, s)
}

func wordTable(at side) string {
	switch at {
	case forAll:
		return "search_open"
	case forSealed:
		return "search_sealed"
	}
	return "search_beside"
}

func (w *indexWriter) takeOut(ctx context.Context, s subjectRow) error {
	if err := w.flush(ctx); err != nil {
		return err
	}
	for _, kind := range []int{search.PrintText, search.PrintPicture} {
		if _, err := w.unprint(ctx, s.id, kind); err != nil {
			return err
		}
	}
	docs := `(SELECT id FROM search_doc WHERE subject = $1)`
	for _, statement := range []string{
		`DELETE FROM ` + wordTable(s.side) + ` WHERE ` + w.x.b.d.words.id + ` IN ` + docs,
		`DELETE FROM search_text WHERE doc IN ` + docs,
		`DELETE FROM search_called WHERE doc IN ` + docs,
		`DELETE FROM search_doc WHERE subject = $1`,
		`DELETE FROM search_subject WHERE id = $1`,
	} {
		if _, err := w.tx.ExecContext(ctx, statement, s.id); err != nil {
			return fmt.Errorf("taking out what was indexed before: %w", err)
		}
	}
	return nil
}

// begin adds the subject. Subjects and documents share their numbers.
func (w *indexWriter) begin(ctx context.Context, s search.Subject) (subjectRow, error) {
	w.at.last++
	return subjectRow{w.at.last, sideOf(s)}, w.rows.insert(ctx, "search_subject", "id, ref, layer, kind, sealed, case_name, source, family, day", "",
		w.at.last, s.Ref, s.Layer, string(s.Kind), int(sideOf(s)), s.Case, s.Source, string(s.Family), s.Day)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w *indexWriter) document(ctx context.Context, s search.Subject, subject int64, d search.Document, made prepared) error {
	w.at.last++
	id := w.at.last
	err := w.rows.insert(ctx, "search_doc", "id, subject, page, row_no, sheet, lang", "", id, subject, d.Page, d.Row, d.Sheet, d.Lang)
	if err == nil {
		err = w.rows.insert(ctx, "search_text", "doc, body", "", id, made.body)
	}
	if err == nil {
		made.row[0] = id
		err = w.words.insert(ctx, wordTable(sideOf(s)), w.x.b.d.words.columns, "", made.row...)
	}
	if err == nil {
		err = w.heard(ctx, s, d)
	}
	if err == nil {
		err = w.called(ctx, s, id, d)
	}
	return err
}

// spread tells the other layers of an item what its names say of case, source
// and day, which may have changed since they were indexed.
func (w *indexWriter) spread(ctx context.Context, s search.Subject) error {
	if s.Kind != search.Item || s.Layer != "names" {
		return nil
	}
	if !w.old[s.Ref] {
		return nil
	}
	_, err := w.tx.ExecContext(ctx, `UPDATE search_subject SET case_name = $1, source = $2, family = $3, day = $4
		WHERE ref = $5 AND layer <> 'names' AND sealed = $6 AND (case_name <> $1 OR source <> $2 OR family <> $3 OR day <> $4)`,
		s.Case, s.Source, string(s.Family), s.Day, s.Ref, bit(s.Sealed))
	return err
}
