package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
)

func (s *state) Vocabularies(ctx context.Context, caseName string) ([]claim.Vocabulary, error) {
	return collect(ctx, s.q, func(r scanner) (v claim.Vocabulary, err error) {
		var item []byte
		var us int64
		if err := r.Scan(&v.Vocabulary, &v.Name, &v.Case, &v.Extends, &v.Replaces, &item, &v.Parts, &v.Total, &v.Actor, &us, &v.Index); err != nil {
			return v, err
		}
		v.Part, v.At = 1, fromMicros(us)
		if item == nil {
			return v, nil
		}
		return v, setSum(&v.Item, item)
	}, `SELECT v.id, v.name, v.case_name, v.extends, v.replaces, v.item, v.parts, v.total, v.actor, v.time, v.idx
		FROM view_vocabulary v WHERE $1 = '' OR v.case_name = '' OR v.case_name = $1 ORDER BY v.idx`, caseName)
}

type placedTerm struct {
	claim.Term
	n int64
}

func scanTerm(r scanner) (t placedTerm, err error) {
	var label string
	if err := r.Scan(&t.n, &t.Code, &t.Broader, &label, &t.Note); err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(label), &t.Label); err != nil {
		return t, fmt.Errorf("reading the labels of the term %s: %w", t.Code, err)
	}
	return t, nil
}

func (s *state) Terms(ctx context.Context, f flow.TermFilter, yield func(claim.Term) error) error {
	query := `SELECT t.n, t.code, t.broader, t.label, t.note FROM view_term t WHERE t.vocabulary = $1`
	args := []any{f.Vocabulary}
	param := func(value string) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args))
	}
	if f.Code != "" {
		query += ` AND t.code = ` + param(f.Code)
	}
	if f.Called != "" {
		query += ` AND t.n IN (SELECT m.n FROM view_term_name m WHERE m.vocabulary = t.vocabulary AND m.spelt = ` + param(f.Called) + `)`
	}
	query += fmt.Sprintf(` AND t.n > $%d ORDER BY t.n LIMIT $%d`, len(args)+1, len(args)+2)
	return walk(ctx, s.q, -1, f.Limit, scanTerm, func(t placedTerm) int64 { return t.n }, func(t placedTerm) error { return yield(t.Term) }, query, args...)
}
