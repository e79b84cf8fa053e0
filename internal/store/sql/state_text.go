package sql

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

const renditionColumns = `SELECT item, engine, version, sum, form, parts, encoding, step, health, gaps, more_gaps, idx FROM view_rendition`

func scanRendition(r scanner) (text.Rendition, error) {
	var t text.Rendition
	var item, sum []byte
	var gaps string
	if err := r.Scan(&item, &t.Engine, &t.Version, &sum, &t.Form, &t.Parts, &t.Encoding, &t.Step, &t.Health, &gaps, &t.MoreGaps, &t.Index); err != nil {
		return t, err
	}
	if gaps != "" {
		if err := json.Unmarshal([]byte(gaps), &t.Gaps); err != nil {
			return t, fmt.Errorf("reading the gaps of a reading: %w", err)
		}
	}
	if err := setSum(&t.Item, item); err != nil {
		return t, err
	}
	return t, setSum(&t.Sum, sum)
}

func (s *state) Renditions(ctx context.Context, item custody.Sum) ([]text.Rendition, error) {
	return collect(ctx, s.q, scanRendition, renditionColumns+` WHERE item = $1 ORDER BY idx`, item[:])
}

func (s *state) EachRendition(ctx context.Context, yield func(text.Rendition) error) error {
	return walk(ctx, s.q, -1, 0, scanRendition, func(t text.Rendition) int64 { return t.Index }, yield,
		renditionColumns+` WHERE idx > $1 ORDER BY idx LIMIT $2`)
}

// An item is read once a reader of its format has read it, after conversion
// perhaps; its pictures add to that.
const unread = `NOT EXISTS (SELECT 1 FROM view_rendition t WHERE t.item = i.sum AND t.step <> 'ocr')`

const untried = unread + ` AND NOT EXISTS (SELECT 1 FROM view_trouble b WHERE b.item = i.sum AND b.step_group = 'read')`

// What was first handed over sealed, and then not, is read again: who may not
// see sealed things must find it as if it had come the second time only.
const (
	opened = `(SELECT min(c.idx) FROM view_custody c JOIN view_accession a ON a.id = c.accession WHERE c.sum = i.sum AND a.label > 0)`
	again  = `(i.sum IN (SELECT c.sum FROM view_custody c JOIN view_accession a ON a.id = c.accession WHERE a.label = 0)
		AND NOT (` + untried + `)
		AND NOT EXISTS (SELECT 1 FROM view_rendition t WHERE t.item = i.sum AND t.step <> 'ocr' AND t.idx > ` + opened + `)
		AND NOT EXISTS (SELECT 1 FROM view_trouble b WHERE b.item = i.sum AND b.step_group = 'read' AND b.idx > ` + opened + `)
		AND ` + opened + ` IS NOT NULL)`
)

// What came to another case after it was read is read again for that one: its
// members must find it as if no other case had it. Where nobody is a member of a
// case, there is nobody to read it for.
const (
	came = `(SELECT max(f.idx) FROM (SELECT min(c.idx) AS idx FROM view_custody c JOIN view_accession a ON a.id = c.accession WHERE c.sum = i.sum GROUP BY a.case_name) f)`
	late = `(EXISTS (SELECT 1 FROM view_member) AND i.sum IN (SELECT c.sum FROM view_custody c JOIN view_accession a ON a.id = c.accession JOIN view_item j ON j.sum = c.sum WHERE a.case_name <> j.case_name)
		AND NOT (` + untried + `)
		AND NOT EXISTS (SELECT 1 FROM view_rendition t WHERE t.item = i.sum AND t.step <> 'ocr' AND t.idx > ` + came + `)
		AND NOT EXISTS (SELECT 1 FROM view_trouble b WHERE b.item = i.sum AND b.step_group = 'read' AND b.idx > ` + came + `))`
)

const failedAt = `i.sum IN (SELECT b.item FROM view_trouble b WHERE $3 = '' OR b.step_group = $3)`

func (s *state) Unread(ctx context.Context, q flow.UnreadQuery) ([]custody.Item, error) {
	const order = ` AND i.idx > $1 ORDER BY i.idx LIMIT $2`
	switch {
	case q.Again:
		return collect(ctx, s.q, scanItem, itemColumns+` WHERE (`+again+` OR `+late+`)`+order, q.After, q.Limit)
	case q.Step != "":
		return collect(ctx, s.q, scanItem, itemColumns+` WHERE `+failedAt+order, q.After, q.Limit, text.StepOf(q.Step))
	case q.Retry:
		return collect(ctx, s.q, scanItem, itemColumns+` WHERE (`+unread+` OR `+failedAt+`)`+order, q.After, q.Limit, "")
	}
	return collect(ctx, s.q, scanItem, itemColumns+` WHERE `+untried+order, q.After, q.Limit)
}

func (s *state) CountUnread(ctx context.Context) (n int64, err error) {
	return n, s.q.QueryRowContext(ctx, `SELECT count(*) FROM view_item i WHERE `+untried+` OR `+again).Scan(&n)
}

func (s *state) Troubles(ctx context.Context, item custody.Sum) ([]text.Trouble, error) {
	return collect(ctx, s.q, func(r scanner) (text.Trouble, error) {
		t := text.Trouble{Item: item}
		return t, r.Scan(&t.Step, &t.Error, &t.Limit, &t.Index)
	}, `SELECT step, error, over, idx FROM view_trouble WHERE item = $1 ORDER BY idx`, item[:])
}

const passageColumns = `p.item, p.rendition, p.page, p.cell, p.byte_from, p.byte_to, p.quote, p.region, p.ms_from, p.ms_to FROM view_passage p`

func scanPassage(r scanner) (text.Passage, error) {
	var p text.Passage
	var item, rendition []byte
	var from, to, start, end sql.NullInt64
	var region string
	if err := r.Scan(&item, &rendition, &p.Selector.Page, &p.Selector.Cell, &from, &to, &p.Quote, &region, &start, &end); err != nil {
		return p, err
	}
	if region != "" {
		if err := json.Unmarshal([]byte(region), &p.Selector.Region); err != nil {
			return p, fmt.Errorf("reading the region of a passage: %w", err)
		}
	}
	if start.Valid && end.Valid {
		p.Selector.Time = &text.Stretch{Start: start.Int64, End: end.Int64}
	}
	if from.Valid && to.Valid {
		p.Selector.Bytes = &text.Range{Start: from.Int64, End: to.Int64}
	}
	if err := setSum(&p.Item, item); err != nil {
		return p, err
	}
	return p, setSum(&p.Rendition, rendition)
}

func (s *state) Passage(ctx context.Context, id string) (text.Passage, error) {
	return one(ctx, s.q, scanPassage, "passage", id, `SELECT `+passageColumns+` WHERE p.id = $1`, id)
}

func (s *state) PassagesOf(ctx context.Context, item custody.Sum) ([]text.Passage, error) {
	list, err := collect(ctx, s.q, scanPassage, `SELECT `+passageColumns+` WHERE p.item = $1 ORDER BY p.idx, p.id`, item[:])
	if err != nil {
		return nil, fmt.Errorf("reading the passages of %s: %w", item, err)
	}
	return list, nil
}
