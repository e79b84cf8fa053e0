package sql

import (
	"context"

	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
)

func textAppliers() map[ledger.Kind]applier {
	return map[ledger.Kind]applier{
		text.Read{}.Kind():   applyRead,
		text.Unread{}.Kind(): applyUnread,
		text.Cited{}.Kind():  applyCited,
	}
}

func applyRead(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[text.Read](e)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, `DELETE FROM view_trouble WHERE item = $1`, f.Item[:]); err != nil {
		return err
	}
	return w.insert(ctx, "view_rendition", "idx, item, engine, version, sum, form, parts, encoding", "",
		e.Index, f.Item[:], f.Engine, f.Version, f.Rendition[:], f.Form, f.Parts, f.Encoding)
}

func applyUnread(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[text.Unread](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_trouble (item, step, error, idx) VALUES ($1, $2, $3, $4)
		ON CONFLICT (item) DO UPDATE SET step = excluded.step, error = excluded.error, idx = excluded.idx`,
		f.Item[:], f.Step, f.Error, e.Index)
}

func applyCited(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[text.Cited](e)
	if err != nil {
		return err
	}
	return insertPassage(ctx, w, f.Passage, e.Index)
}

func insertPassage(ctx context.Context, w *bulk, p text.Passage, index int64) error {
	var from, to any
	if r := p.Selector.Bytes; r != nil {
		from, to = r.Start, r.End
	}
	id := p.ID()
	return w.insertOnce(ctx, "view_passage", "id, item, rendition, page, cell, byte_from, byte_to, quote, idx", id,
		id, p.Item[:], p.Rendition[:], p.Selector.Page, p.Selector.Cell, from, to, p.Quote, index)
}
