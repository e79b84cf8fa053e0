package sql

import (
	"context"
	"fmt"
	"strings"

	"sanad/internal/core/search"
)

// called adds a person's document to the bearers of its tokens, and tokens that
// are new to those that are met by their keys.
func (w *indexWriter) called(ctx context.Context, s search.Subject, doc int64, d search.Document) error {
	for _, token := range d.Terms.Called {
		if err := w.rows.insert(ctx, "search_called", "token, sealed, doc", "", token, int(sideOf(s)), doc); err != nil {
			return err
		}
	}
	// A token is remembered apart from the words that are heard, which are
	// folded further.
	for _, token := range w.x.tokens.missing(w.at.made, d.Terms.Called, sideOf(s), true) {
		known := heardWord{token, sideOf(s), true}
		if _, ok := w.newTokens[known]; ok {
			continue
		}
		known.word = strings.Clone(token)
		w.newTokens[known] = struct{}{}
		for _, key := range search.KeysOf(token) {
			if err := w.rows.insert(ctx, "search_token", "key, sealed, token", "ON CONFLICT DO NOTHING", key, int(sideOf(s)), known.word); err != nil {
				return err
			}
		}
	}
	return nil
}

// Spelled implements flow.SearchIndex. Of a key that many tokens have, the
// shortest are given.
func (x *Index) Spelled(ctx context.Context, keys []string, whole bool, limit int) ([]search.Spelled, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	seen := bit(whole)
	if x.eyes != nil { // as in Sounding
		seen, limit = int(besideSealed), 4*limit
	}
	var s statement
	text := `SELECT key, token FROM (
			SELECT key, token, row_number() OVER (PARTITION BY key ORDER BY length(token), token ` + x.b.d.byteOrder + `) AS n FROM (
				SELECT DISTINCT key, token FROM search_token WHERE key IN (` + s.params(keys) + `) AND sealed <= ` + s.param(seen) + `) each_once) numbered
		WHERE n <= ` + s.param(limit)
	return asked(ctx, x, "looking for spellings of a name", func(r scanner) (f search.Spelled, err error) {
		return f, r.Scan(&f.Key, &f.Token)
	}, text, s.args)
}

// asked collects the rows of one question.
func asked[T any](ctx context.Context, x *Index, doing string, scan func(scanner) (T, error), query string, args []any) (found []T, err error) {
	err = x.asking(ctx, func(q querier) error {
		if found, err = collect(ctx, q, scan, query, args...); err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
		return nil
	})
	return found, err
}

// params writes values with commas between.
func (s *statement) params(values []string) string {
	params := make([]string, len(values))
	for i, v := range values {
		params[i] = s.param(v)
	}
	return strings.Join(params, ", ")
}

// Bearers implements flow.SearchIndex.
func (x *Index) Bearers(ctx context.Context, q search.BearersOf, whole bool, limit int) ([]search.Bearer, error) {
	if len(q.Tokens) == 0 {
		return nil, nil
	}
	var s statement
	from := `search_called c`
	seen := bit(whole)
	if x.eyes != nil {
		seen = int(besideSealed) // what of them is seen the subject tells
	}
	where := []string{`c.token IN (` + s.params(q.Tokens) + `)`, `c.sealed <= ` + s.param(seen)}
	f := finder{d: x.b.d, eyes: x.eyes, ask: search.Question{Query: search.Query{Filters: q.Filters}}}
	if conditions := f.filters(&s); len(conditions) > 0 {
		from += ` CROSS JOIN search_doc d CROSS JOIN search_subject s`
		where = append(where, `d.id = c.doc`, `s.id = d.subject`)
		where = append(where, conditions...)
	}
	if q.With != nil {
		where = append(where, `c.doc IN (SELECT b.doc FROM search_called b WHERE b.token IN (`+s.params(q.With)+`) AND b.sealed <= `+s.param(seen)+`)`)
	}
	if q.Among != nil {
		where = append(where, `c.doc IN (`+s.numbers(q.Among)+`)`)
	}
	// PostgreSQL must not walk all documents in their order to find the few: so
	// they are found before they are put in order.
	return asked(ctx, x, "looking for those who bear a name", func(r scanner) (b search.Bearer, err error) {
		return b, r.Scan(&b.Doc, &b.Token)
	}, `WITH found AS MATERIALIZED (SELECT c.doc, c.token FROM `+from+` WHERE `+strings.Join(where, " AND ")+`)
		SELECT doc, token FROM found ORDER BY doc, token `+x.b.d.byteOrder+` LIMIT `+s.param(limit), s.args)
}

// numbers writes numbers with commas between.
func (s *statement) numbers(values []int64) string {
	params := make([]string, len(values))
	for i, v := range values {
		params[i] = s.param(v)
	}
	return strings.Join(params, ", ")
}

// Documents implements flow.SearchIndex.
func (x *Index) Documents(ctx context.Context, docs []int64, whole bool) ([]search.Numbered, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	var found []search.Numbered
	err := x.asking(ctx, func(q querier) (err error) {
		f := finder{d: x.b.d, q: q, eyes: x.eyes, ask: search.Question{Whole: whole}}
		found, err = f.documents(ctx, docs)
		return err
	})
	return found, err
}
