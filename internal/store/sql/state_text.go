package sql

import (
	"context"
	"database/sql"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
)

const renditionColumns = `SELECT item, engine, version, sum, form, parts, encoding, idx FROM view_rendition`

func scanRendition(r scanner) (text.Rendition, error) {
	var t text.Rendition
	var item, sum []byte
	if err := r.Scan(&item, &t.Engine, &t.Version, &sum, &t.Form, &t.Parts, &t.Encoding, &t.Index); err != nil {
		return t, err
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

const unread = `NOT EXISTS (SELECT 1 FROM view_rendition t WHERE t.item = i.sum)`

const untried = unread + ` AND NOT EXISTS (SELECT 1 FROM view_trouble b WHERE b.item = i.sum)`

func (s *state) Unread(ctx context.Context, retry bool, after int64, limit int) ([]custody.Item, error) {
	where := untried
	if retry {
		where = unread
	}
	return collect(ctx, s.q, scanItem, itemColumns+` WHERE `+where+` AND i.idx > $1 ORDER BY i.idx LIMIT $2`, after, limit)
}

func (s *state) CountUnread(ctx context.Context) (n int64, err error) {
	return n, s.q.QueryRowContext(ctx, `SELECT count(*) FROM view_item i WHERE `+untried).Scan(&n)
}

func (s *state) Troubles(ctx context.Context, item custody.Sum) ([]text.Trouble, error) {
	return collect(ctx, s.q, func(r scanner) (text.Trouble, error) {
		t := text.Trouble{Item: item}
		return t, r.Scan(&t.Step, &t.Error, &t.Index)
	}, `SELECT step, error, idx FROM view_trouble WHERE item = $1`, item[:])
}

const passageColumns = `p.item, p.rendition, p.page, p.cell, p.byte_from, p.byte_to, p.quote FROM view_passage p`

func scanPassage(r scanner) (text.Passage, error) {
	var p text.Passage
	var item, rendition []byte
	var from, to sql.NullInt64
	if err := r.Scan(&item, &rendition, &p.Selector.Page, &p.Selector.Cell, &from, &to, &p.Quote); err != nil {
		return p, err
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
