package sql

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/search"
	"sanad/internal/flow"
)

// Within implements flow.SearchIndex.
func (x *Index) Within(eyes search.Eyes) flow.SearchIndex {
	return &Index{b: x.b, eyes: &eyes, kept: x.kept}
}

// seenBy writes the condition that eyes see a subject s: it is of a case of theirs,
// as open as they see there. Of what is of several cases they see what is there
// beside for theirs, once.
func seenBy(s *statement, eyes search.Eyes) string {
	of := func(cases []string) string {
		return `IN (` + s.params(append([]string{""}, cases...)) + `)` // no case has no name
	}
	if eyes.All {
		return `(s.sealed = 0 OR s.sealed = 1 AND s.case_name ` + of(eyes.Sealed) + `)`
	}
	within := func(table string) string {
		return `(` + table + `.sealed IN (0, 2) AND ` + table + `.case_name ` + of(eyes.Cases) +
			` OR ` + table + `.sealed IN (1, 3) AND ` + table + `.case_name ` + of(eyes.Sealed) + `)`
	}
	return `(` + within("s") + ` AND NOT EXISTS (SELECT 1 FROM search_subject o WHERE o.ref = s.ref AND o.sealed >= 2
		AND (s.sealed < 2 OR o.id < s.id AND replace(o.layer, '@' || o.case_name, '') = replace(s.layer, '@' || s.case_name, '') AND ` + within("o") + `)))`
}

// weighedAtMost is among how many documents the best are chosen where each is
// weighed by its text.
const weighedAtMost = 500

// weighs reports whether documents are weighed by themselves: the scores of FTS5
// tell how rare a word is in all cases together, and those of PostgreSQL how many
// words sound like it there, and so what others hold.
func (f *finder) weighs() bool { return f.eyes != nil }

func (f *finder) ranked() int64 {
	if f.weighs() {
		return weighedAtMost
	}
	return rankedAtMost
}

// weigh gives the best of the first documents by what stands in them.
func (f *finder) weigh(ctx context.Context, table string, n int, query, without string) ([]ranked, error) {
	var s statement
	text := `SELECT ` + table + `.` + f.d.words.id + f.from(&s, table, query, without) + ` ORDER BY 1 LIMIT ` + s.param(weighedAtMost)
	ids, err := collect(ctx, f.q, func(r scanner) (id int64, err error) { return id, r.Scan(&id) }, text, s.args...)
	if err != nil {
		return nil, fmt.Errorf("ordering what was found: %w", err)
	}
	docs, err := f.documents(ctx, ids)
	if err != nil {
		return nil, err
	}
	best := make([]ranked, 0, len(docs))
	for _, d := range docs {
		score := search.Weight(d.Text, f.ask.Query)
		if d.Page+d.Row == 0 { // what things are called weighs most
			score *= 4
		}
		best = append(best, ranked{id: d.Doc, score: score})
	}
	slices.SortStableFunc(best, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	return best[:min(n, len(best))], nil
}

// settled puts hits of one score in an order of their own: that of the index tells
// which of them another case has too.
func (f *finder) settled(ctx context.Context, best []ranked) ([]ranked, error) {
	ids := make([]int64, len(best))
	for i, b := range best {
		ids[i] = b.id
	}
	docs, err := f.documents(ctx, ids)
	if err != nil {
		return nil, err
	}
	of := map[int64]search.Hit{}
	for _, d := range docs {
		of[d.Doc] = d.Hit
	}
	slices.SortStableFunc(best, func(a, b ranked) int {
		x, y := of[a.id], of[b.id]
		layerOf := func(h search.Hit) string { layer, _, _ := strings.Cut(h.Layer, "@"); return layer }
		return cmp.Or(cmp.Compare(bit(a.sound), bit(b.sound)), cmp.Compare(b.score, a.score), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Text, y.Text), cmp.Compare(x.Ref, y.Ref),
			cmp.Compare(layerOf(x), layerOf(y)), cmp.Compare(x.Page, y.Page), cmp.Compare(x.Row, y.Row))
	})
	return best, nil
}
