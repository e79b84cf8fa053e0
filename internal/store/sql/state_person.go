package sql

import (
	"context"

	"sanad/internal/core/person"
)

const listColumns = `SELECT id, name, case_name, item, mapping, fingerprint, rows_read, idx, complete FROM view_list`

func (s *state) Lists(ctx context.Context, caseName string) ([]person.List, error) {
	return collect(ctx, s.q, func(r scanner) (person.List, error) {
		var l person.List
		var item []byte
		var complete int
		if err := r.Scan(&l.List, &l.Name, &l.Case, &item, &l.Mapping, &l.Fingerprint, &l.Rows, &l.Index, &complete); err != nil {
			return l, err
		}
		l.Complete = complete != 0
		return l, setSum(&l.Item, item)
	}, listColumns+` WHERE $1 = '' OR case_name = $1 ORDER BY idx`, caseName)
}

func (s *state) HasList(ctx context.Context, fingerprint string) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_list WHERE fingerprint = $1`, fingerprint)
}

const mentionColumns = `SELECT m.id, m.list, m.row_no, m.row_id, m.name, m.idx, l.name, l.case_name
	FROM view_mention m JOIN view_list l ON l.id = m.list`

func scanMention(r scanner) (m person.Mention, err error) {
	return m, r.Scan(&m.Mentioned.Mention, &m.List, &m.Row, &m.RowID, &m.Name, &m.Index, &m.ListName, &m.Case)
}

func (s *state) Mention(ctx context.Context, id string) (person.Mention, error) {
	return one(ctx, s.q, scanMention, "mention", id, mentionColumns+` WHERE m.id = $1`, id)
}

func (s *state) HasMention(ctx context.Context, id string) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_mention WHERE id = $1`, id)
}

func (s *state) Mentions(ctx context.Context, caseName, list string, yield func(person.Mention) error) error {
	return walk(ctx, s.q, -1, 0, scanMention, func(m person.Mention) int64 { return m.Index }, yield,
		mentionColumns+` WHERE ($1 = '' OR l.case_name = $1) AND ($2 = '' OR m.list = $2) AND m.idx > $3 ORDER BY m.idx LIMIT $4`, caseName, list)
}

const judgementColumns = `SELECT j.idx, j.left_id, j.right_id, j.verdict, j.reason, j.evidence, j.actor FROM view_judgement j
	WHERE NOT EXISTS (SELECT 1 FROM view_judgement k WHERE k.left_id = j.left_id AND k.right_id = j.right_id AND k.idx > j.idx)`

func scanJudgement(r scanner) (j person.Judgement, err error) {
	return j, r.Scan(&j.Index, &j.Left, &j.Right, &j.Verdict, &j.Reason, &j.Evidence, &j.Actor)
}

func (s *state) Judgements(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return walk(ctx, s.q, -1, 0, scanJudgement, func(j person.Judgement) int64 { return j.Index }, yield,
		judgementColumns+` AND ($1 = '' OR EXISTS (SELECT 1 FROM view_mention m JOIN view_list l ON l.id = m.list WHERE m.id = j.left_id AND l.case_name = $1)
			OR EXISTS (SELECT 1 FROM view_entity e WHERE e.id = j.left_id AND e.case_name = $1))
		AND j.idx > $2 ORDER BY j.idx LIMIT $3`, caseName)
}

func (s *state) JudgementsOf(ctx context.Context, id string) ([]person.Judgement, error) {
	return collect(ctx, s.q, scanJudgement, judgementsOfQuery, id)
}

const judgementsOfQuery = `SELECT * FROM (` + judgementColumns + ` AND j.left_id = $1 UNION ALL ` + judgementColumns + ` AND j.right_id = $1) AS of_one ORDER BY idx`
