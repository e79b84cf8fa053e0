package sql

import (
	"context"
	"encoding/json"
	"fmt"

	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
)

const listColumns = `SELECT l.id, l.name, l.case_name, v.item, v.mapping, v.fingerprint, v.rows_read, l.idx, v.complete, l.version, l.about
	FROM view_list l JOIN view_list_version v ON v.list = l.id AND v.version = l.version`

func scanList(r scanner) (person.List, error) {
	var l person.List
	var item []byte
	var complete int
	var about string
	if err := r.Scan(&l.List, &l.Name, &l.Case, &item, &l.Mapping, &l.Fingerprint, &l.Rows, &l.Index, &complete, &l.Version, &about); err != nil {
		return l, err
	}
	l.Complete = complete != 0
	if about != "" {
		if err := json.Unmarshal([]byte(about), &l.About); err != nil {
			return l, fmt.Errorf("reading what is known of the list %s: %w", l.List, err)
		}
	}
	return l, setSum(&l.Item, item)
}

func (s *state) Lists(ctx context.Context, caseName string) ([]person.List, error) {
	return collect(ctx, s.q, scanList, listColumns+` WHERE $1 = '' OR l.case_name = $1 ORDER BY l.idx`, caseName)
}

// ListVersions gives the versions of a list, oldest first.
func (s *state) ListVersions(ctx context.Context, list string) ([]person.List, error) {
	return collect(ctx, s.q, scanList, `SELECT l.id, l.name, l.case_name, v.item, v.mapping, v.fingerprint, v.rows_read, v.idx, v.complete, v.version, l.about
		FROM view_list l JOIN view_list_version v ON v.list = l.id WHERE l.id = $1 ORDER BY v.version`, list)
}

func (s *state) HasList(ctx context.Context, fingerprint string) (bool, error) {
	return exists(ctx, s.q, `SELECT 1 FROM view_list_version WHERE fingerprint = $1`, fingerprint)
}

const mentionColumns = `SELECT m.id, m.list, m.row_no, m.row_id, m.name, m.came, m.row_key, m.digest, m.retired, m.idx, l.name, l.case_name, v.item
	FROM view_mention m JOIN view_list l ON l.id = m.list JOIN view_list_version v ON v.list = m.list AND v.version = m.version`

func scanMention(r scanner) (m person.Mention, err error) {
	var retired int
	var item []byte
	if err := r.Scan(&m.Mentioned.Mention, &m.List, &m.Row, &m.RowID, &m.Name, &m.Version, &m.Key, &m.Digest, &retired, &m.Index, &m.ListName, &m.Case, &item); err != nil {
		return m, err
	}
	m.Retired = retired != 0
	return m, setSum(&m.Item, item)
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

const judgementColumns = everyJudgement + `
	WHERE j.blind = 0 AND NOT EXISTS (SELECT 1 FROM view_judgement k WHERE k.left_id = j.left_id AND k.right_id = j.right_id AND k.blind = 0 AND k.idx > j.idx)`

const everyJudgement = `SELECT j.idx, j.left_id, j.right_id, j.verdict, j.relation, j.reason, j.evidence, j.blind, j.bulk, j.run, j.actor FROM view_judgement j`

// ofCase narrows judgements to those of one of a case's rows or persons.
const ofCase = ` ($1 = '' OR EXISTS (SELECT 1 FROM view_mention m JOIN view_list l ON l.id = m.list WHERE m.id IN (j.left_id, j.right_id) AND l.case_name = $1)
	OR EXISTS (SELECT 1 FROM view_entity e WHERE e.id IN (j.left_id, j.right_id) AND e.case_name = $1)) AND j.idx > $2 ORDER BY j.idx LIMIT $3`

func scanJudgement(r scanner) (j person.Judgement, err error) {
	var blind, bulk int
	err = r.Scan(&j.Index, &j.Left, &j.Right, &j.Verdict, &j.Relation, &j.Reason, &j.Evidence, &blind, &bulk, &j.Run, &j.Actor)
	j.Blind, j.Bulk = blind != 0, bulk != 0
	return j, err
}

func (s *state) Judgements(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return walk(ctx, s.q, -1, 0, scanJudgement, func(j person.Judgement) int64 { return j.Index }, yield,
		judgementColumns+` AND`+ofCase, caseName)
}

func (s *state) EachJudgement(ctx context.Context, caseName string, yield func(person.Judgement) error) error {
	return walk(ctx, s.q, -1, 0, scanJudgement, func(j person.Judgement) int64 { return j.Index }, yield,
		everyJudgement+` WHERE`+ofCase, caseName)
}

// Named gives the things of a kind that bear a name, however it is spelt
// within one script, in order of their ids.
func (s *state) Named(ctx context.Context, caseName, kind, name string) ([]string, error) {
	return collect(ctx, s.q, func(r scanner) (id string, err error) { return id, r.Scan(&id) },
		`SELECT DISTINCT c.entity FROM view_claim_key k JOIN view_claim c ON c.id = k.claim
		WHERE k.key = $1 AND k.property = 'name' AND ($2 = '' OR c.schema = $2) AND ($3 = '' OR c.case_name = $3)
		AND NOT EXISTS (SELECT 1 FROM view_claim_turn t WHERE t.claim = k.claim AND t.standing = 'withdrawn') ORDER BY c.entity LIMIT 1000`,
		tenure.NameKey(name), kind, caseName)
}

func (s *state) JudgementsOf(ctx context.Context, id string) ([]person.Judgement, error) {
	return collect(ctx, s.q, scanJudgement, judgementsOfQuery, id)
}

const judgementsOfQuery = `SELECT * FROM (` + judgementColumns + ` AND j.left_id = $1 UNION ALL ` + judgementColumns + ` AND j.right_id = $1) AS of_one ORDER BY idx`
