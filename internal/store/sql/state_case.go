package sql

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/custody"
)

// TakenFor implements flow.State.
func (s *state) TakenFor(ctx context.Context, after int64, yield func(item custody.Sum, caseName string, index int64) error) error {
	type taken struct {
		sum      custody.Sum
		caseName string
	}
	return walk(ctx, s.q, after, 0, func(r scanner) (p placed[taken], err error) {
		var sum []byte
		if err := r.Scan(&p.index, &sum, &p.value.caseName); err != nil {
			return p, err
		}
		return p, setSum(&p.value.sum, sum)
	}, func(p placed[taken]) int64 { return p.index },
		func(p placed[taken]) error { return yield(p.value.sum, p.value.caseName, p.index) },
		`SELECT c.idx, c.sum, a.case_name FROM view_custody c JOIN view_accession a ON a.id = c.accession WHERE c.idx > $1 ORDER BY c.idx LIMIT $2`)
}

// Crossing implements flow.State.
func (s *state) Crossing(ctx context.Context, after int64, yield func(entity, caseName string, index int64) error) error {
	type crossing struct{ entity, caseName string }
	return walk(ctx, s.q, after, 0, func(r scanner) (p placed[crossing], err error) {
		return p, r.Scan(&p.index, &p.value.entity, &p.value.caseName)
	}, func(p placed[crossing]) int64 { return p.index },
		func(p placed[crossing]) error { return yield(p.value.entity, p.value.caseName, p.index) },
		`SELECT c.idx, c.entity, c.case_name FROM view_claim c JOIN view_entity e ON e.id = c.entity
		WHERE c.idx > $1 AND c.case_name <> e.case_name ORDER BY c.idx LIMIT $2`)
}

// CountUnreadFor implements flow.State.
func (s *state) CountUnreadFor(ctx context.Context, cases []string) (n int64, err error) {
	var q statement
	of := amongCases(`i.case_name`, slices.Concat([]string{""}, cases), q.param)
	return n, s.q.QueryRowContext(ctx, `SELECT count(*) FROM view_item i WHERE (`+untried+` OR `+again+`) AND `+of, q.args...).Scan(&n)
}

// amongCases writes the condition that a column names one of the cases; none if
// they are nil. No case at all is one of no cases.
func amongCases(column string, cases []string, param func(any) string) string {
	if cases == nil {
		return ""
	}
	marks := []string{"NULL"}
	for _, name := range cases {
		marks = append(marks, param(name))
	}
	return column + ` IN (` + strings.Join(marks, ", ") + `)`
}
