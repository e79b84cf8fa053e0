package sql

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/search"
	"sanad/internal/ground/fail"
)

// rankedAtMost is among how many documents the best are chosen. To weigh a
// document costs ten times what it costs to count it, and of a word that half
// the archive holds no order means much. facetedAtMost is likewise for facets.
const (
	rankedAtMost  = 5_000
	facetedAtMost = 5_000
)

// finder answers one question in one moment.
type finder struct {
	d    dialect
	q    querier
	eyes *search.Eyes
	ask  search.Question
	kept *keptCounts
	at   stampRow // the state of the index
	// full is the question as it is widened by what sounds alike, exact as it
	// is written.
	full, exact string
}

// Find implements flow.SearchIndex.
func (x *Index) Find(ctx context.Context, q search.Question) (a search.Answer, err error) {
	err = x.asking(ctx, func(tx querier) error {
		f := finder{d: x.b.d, q: tx, eyes: x.eyes, ask: q, kept: x.kept, full: x.b.d.words.query(q.Root), exact: x.b.d.words.query(asWritten(q.Root))}
		if f.at, err = readStamp(ctx, tx, ""); err != nil {
			return err
		}
		a, err = f.find(ctx)
		return err
	})
	return a, err
}

// asking asks in one moment, with the settings of a search.
func (x *Index) asking(ctx context.Context, ask func(querier) error) error {
	tx, err := x.b.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: x.b.d.name == "postgres", Isolation: x.b.lookIsolation()})
	if err != nil {
		return x.b.explain(fmt.Errorf("beginning to search: %w", err))
	}
	if x.b.d.searchSetting != "" {
		if _, err := tx.ExecContext(ctx, x.b.d.searchSetting); err != nil {
			return x.b.explain(errors.Join(fmt.Errorf("beginning to search: %w", err), ignoreDone(tx.Rollback())))
		}
	}
	err = ask(tx)
	if ended := ignoreDone(tx.Rollback()); err == nil {
		err = ended
	}
	return x.b.explain(err)
}

// asWritten gives the node without what sounds alike.
func asWritten(n search.Node) search.Node {
	n.Sounds = nil
	parts := make([]search.Node, len(n.Of))
	for i, part := range n.Of {
		parts[i] = asWritten(part)
	}
	n.Of = parts
	return n
}

// squashed gives a score that orders all hits of an answer: between 1 and 2 as
// written, between 0 and 1 where it only sounds so.
func squashed(r ranked) float64 {
	score := max(r.score, 0)
	score /= 1 + score
	if !r.sound {
		score++
	}
	return score
}

func (f *finder) tables() []string {
	if f.eyes != nil {
		return []string{"search_open", "search_sealed", "search_beside"}
	}
	if f.ask.Whole {
		return []string{"search_open", "search_sealed"}
	}
	return []string{"search_open"}
}

type ranked struct {
	id    int64
	score float64
	sound bool
}

func (f *finder) find(ctx context.Context) (a search.Answer, err error) {
	a.Facets = map[string]map[string]int64{}
	var best []ranked
	for _, table := range f.tables() {
		exact, err := f.count(ctx, table, f.exact)
		if err != nil {
			return a, err
		}
		total := exact
		if f.full != f.exact {
			if total, err = f.count(ctx, table, f.full); err != nil {
				return a, err
			}
		}
		a.Exact, a.Total = a.Exact+exact, a.Total+total
		hits, weighed, err := f.rank(ctx, table, exact, total)
		if err != nil {
			return a, err
		}
		best, a.Ranked = append(best, hits...), a.Ranked+weighed
		if f.ask.Facets {
			if err := f.facets(ctx, table, &a); err != nil {
				return a, err
			}
		}
	}
	slices.SortStableFunc(best, func(x, y ranked) int {
		return cmp.Or(cmp.Compare(bit(x.sound), bit(y.sound)), cmp.Compare(y.score, x.score))
	})
	if f.eyes != nil {
		if best, err = f.settled(ctx, best); err != nil {
			return a, err
		}
	}
	best = best[min(f.ask.Offset, len(best)):]
	a.Hits, err = f.hits(ctx, best[:min(f.ask.Limit, len(best))])
	return a, err
}

// rank gives the best hits of one table: first those as written, then those
// that only sound so.
func (f *finder) rank(ctx context.Context, table string, exact, total int64) (best []ranked, weighed int64, err error) {
	want := f.ask.Limit + f.ask.Offset
	// Those that only sound so are weighed only where they are wanted, but
	// whoever leafs on comes to them.
	weighed = min(exact, f.ranked()) + min(total-exact, f.ranked())
	if want == 0 || total == 0 {
		return nil, weighed, nil
	}
	if best, err = f.top(ctx, table, want, f.exact, ""); err != nil {
		return nil, 0, err
	}
	if len(best) >= want || total == exact {
		return best, weighed, nil
	}
	heard, err := f.top(ctx, table, want-len(best), f.full, f.exact)
	for _, h := range heard {
		h.sound = true
		best = append(best, h)
	}
	return best, weighed, err
}

// statement is a query in the making.
type statement struct {
	args []any
}

func (s *statement) param(v any) string {
	s.args = append(s.args, v)
	return "$" + strconv.Itoa(len(s.args))
}

// from writes the documents of a table that match, and that the filters let
// through; without is left out. SQLite takes the tables of a CROSS JOIN in the
// order they stand in, which is the quick one here.
func (f *finder) from(s *statement, table, query, without string) string {
	s.args = append(s.args, query)
	where := []string{f.d.words.matches(table, len(s.args))}
	from := table
	if conditions := f.filters(s); len(conditions) > 0 {
		from += ` CROSS JOIN search_doc d CROSS JOIN search_subject s`
		where = append(where, `d.id = `+table+`.`+f.d.words.id, `s.id = d.subject`)
		where = append(where, conditions...)
	}
	if len(f.ask.Without) > 0 {
		where = append(where, table+`.`+f.d.words.id+` NOT IN (`+s.numbers(f.ask.Without)+`)`)
	}
	if without != "" {
		s.args = append(s.args, without)
		where = append(where, table+`.`+f.d.words.id+` NOT IN (SELECT `+f.d.words.id+` FROM `+table+` WHERE `+f.d.words.matches(table, len(s.args))+`)`)
	}
	return ` FROM ` + from + ` WHERE ` + strings.Join(where, " AND ")
}

func (f *finder) filters(s *statement) (where []string) {
	is := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		params := make([]string, len(values))
		for i, v := range values {
			params[i] = s.param(v)
		}
		where = append(where, column+` IN (`+strings.Join(params, ", ")+`)`)
	}
	by := f.ask.Filters
	if f.eyes != nil {
		where = append(where, seenBy(s, *f.eyes))
	}
	is(`s.kind`, texts(by.Kinds))
	is(`s.family`, texts(by.Families))
	is(`s.case_name`, by.Cases)
	is(`s.source`, by.Sources)
	is(`d.lang`, by.Langs)
	if by.From > 0 {
		where = append(where, `s.day >= `+s.param(by.From))
	}
	if by.To > 0 {
		where = append(where, `s.day > 0 AND s.day <= `+s.param(by.To))
	}
	return where
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func (f *finder) count(ctx context.Context, table, query string) (n int64, err error) {
	var s statement
	text := `SELECT count(*)` + f.from(&s, table, query, "")
	return counted(ctx, f.kept, f.at, func() map[keptKey]int64 { return f.kept.totals }, func(int64) bool { return true }, text, s.args, func(ctx context.Context) (n int64, err error) {
		if err := f.q.QueryRowContext(ctx, text, s.args...).Scan(&n); err != nil {
			return 0, fmt.Errorf("counting what was found: %w", err)
		}
		return n, nil
	})
}

// top gives the best of the first rankedAtMost documents.
func (f *finder) top(ctx context.Context, table string, n int, query, without string) ([]ranked, error) {
	if f.weighs() {
		return f.weigh(ctx, table, n, query, without)
	}
	var s statement
	from := f.from(&s, table, query, without)
	text := `SELECT id, score FROM (SELECT ` + table + `.` + f.d.words.id + ` AS id, ` + f.d.words.score(table, 1) + ` AS score` + from +
		` LIMIT ` + s.param(rankedAtMost) + `) found ORDER BY score DESC, id LIMIT ` + s.param(n)
	best, err := collect(ctx, f.q, func(r scanner) (h ranked, err error) {
		return h, r.Scan(&h.id, &h.score)
	}, text, s.args...)
	if err != nil {
		return nil, fmt.Errorf("ordering what was found: %w", err)
	}
	return best, nil
}

// facets counts the first facetedAtMost documents by what is known of them.
func (f *finder) facets(ctx context.Context, table string, a *search.Answer) error {
	var s statement
	from := f.from(&s, table, f.full, "")
	text := `SELECT s.kind, s.family, d.lang, s.case_name, s.source, s.day / 10000, count(*)
		FROM (SELECT ` + table + `.` + f.d.words.id + ` AS id` + from + ` LIMIT ` + s.param(facetedAtMost) + `) found
		CROSS JOIN search_doc d CROSS JOIN search_subject s WHERE d.id = found.id AND s.id = d.subject
		GROUP BY 1, 2, 3, 4, 5, 6`
	few := func(rows []facetRow) bool { return len(rows) <= keptRows }
	rows, err := counted(ctx, f.kept, f.at, func() map[keptKey][]facetRow { return f.kept.facets }, few, text, s.args, func(ctx context.Context) ([]facetRow, error) {
		return collect(ctx, f.q, func(r scanner) (row facetRow, err error) {
			v := &row.values
			return row, r.Scan(&v[0], &v[1], &v[2], &v[3], &v[4], &row.year, &row.n)
		}, text, s.args...)
	})
	if err != nil {
		return fmt.Errorf("counting what was found by its kinds: %w", err)
	}
	for _, row := range rows {
		a.FacetsOf += row.n
		for i, name := range []string{"kind", "type", "lang", "case", "source"} {
			a.Count(name, row.values[i], row.n)
		}
		if row.year > 0 {
			a.Count("year", strconv.FormatInt(row.year, 10), row.n)
		}
	}
	return nil
}

// hits reads the documents of the best, in their order.
func (f *finder) hits(ctx context.Context, best []ranked) ([]search.Hit, error) {
	ids := make([]int64, len(best))
	for i, b := range best {
		ids[i] = b.id
	}
	rows, err := f.documents(ctx, ids)
	if err != nil {
		return nil, err
	}
	if len(rows) < len(best) {
		return nil, fail.New(fail.Integrity, "the index lacks the text of a document it found").Do("run sanad rebuild")
	}
	var hits []search.Hit
	for i, row := range rows {
		row.Score, row.Sound = squashed(best[i]), best[i].sound
		hits = append(hits, row.Hit)
	}
	return hits, nil
}

// documents reads documents, in the order of their numbers ids, without those
// that are not there or that the asker must not know of.
func (f *finder) documents(ctx context.Context, ids []int64) (found []search.Numbered, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var s statement
	params := s.numbers(ids)
	seen := ""
	if f.eyes != nil {
		seen = seenBy(&s, *f.eyes)
	} else {
		seen = `s.sealed <= ` + s.param(bit(f.ask.Whole))
	}
	rows, err := collect(ctx, f.q, func(r scanner) (v search.Numbered, err error) {
		var kind, family string
		var body []byte
		h := &v.Hit
		if err := r.Scan(&v.Doc, &kind, &h.Ref, &h.Layer, &h.Case, &h.Source, &family, &h.Day, &h.Page, &h.Row, &h.Sheet, &h.Lang, &body); err != nil {
			return v, err
		}
		h.Kind, h.Family = search.Kind(kind), search.Family(family)
		h.Text, err = unpack(body)
		return v, err
	}, `SELECT d.id, s.kind, s.ref, s.layer, s.case_name, s.source, s.family, s.day, d.page, d.row_no, d.sheet, d.lang, x.body
		FROM search_doc d JOIN search_subject s ON s.id = d.subject JOIN search_text x ON x.doc = d.id
		WHERE d.id IN (`+params+`) AND `+seen, s.args...)
	if err != nil {
		return nil, fmt.Errorf("reading what was found: %w", err)
	}
	byID := make(map[int64]search.Numbered, len(rows))
	for _, r := range rows {
		byID[r.Doc] = r
	}
	for _, id := range ids {
		if d, ok := byID[id]; ok {
			found = append(found, d)
		}
	}
	return found, nil
}
