package sql

import (
	"context"
	"encoding/json"

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
	step := text.StepOf(f.Step)
	if err := w.exec(ctx, `DELETE FROM view_trouble WHERE item = $1 AND step_group = $2`, f.Item[:], step); err != nil {
		return err
	}
	gaps, err := gapsJSON(f.Gaps)
	if err != nil {
		return err
	}
	return w.insert(ctx, "view_rendition", "idx, item, engine, version, sum, form, parts, encoding, step, health, gaps, more_gaps", "",
		e.Index, f.Item[:], f.Engine, f.Version, f.Rendition[:], f.Form, f.Parts, f.Encoding, step, f.Health, gaps, f.MoreGaps)
}

// gapsJSON writes gaps for their column, none as an empty text.
func gapsJSON(gaps []text.Gap) (string, error) {
	if len(gaps) == 0 {
		return "", nil
	}
	raw, err := json.Marshal(gaps)
	return string(raw), err
}

func applyUnread(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[text.Unread](e)
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO view_trouble (item, step_group, step, error, over, idx) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (item, step_group) DO UPDATE SET step = excluded.step, error = excluded.error, over = excluded.over, idx = excluded.idx`,
		f.Item[:], text.StepOf(f.Step), f.Step, f.Error, f.Limit, e.Index)
}

func applyCited(ctx context.Context, w *bulk, e ledger.Event) error {
	f, err := decode[text.Cited](e)
	if err != nil {
		return err
	}
	return insertPassage(ctx, w, f.Passage, e.Index)
}

func insertPassage(ctx context.Context, w *bulk, p text.Passage, index int64) error {
	var from, to, start, end any
	if r := p.Selector.Bytes; r != nil {
		from, to = r.Start, r.End
	}
	if t := p.Selector.Time; t != nil {
		start, end = t.Start, t.End
	}
	region := ""
	if p.Selector.Region != nil {
		raw, err := json.Marshal(p.Selector.Region)
		if err != nil {
			return err
		}
		region = string(raw)
	}
	id := p.ID()
	return w.insertOnce(ctx, "view_passage", "id, item, rendition, page, cell, byte_from, byte_to, quote, idx, region, ms_from, ms_to", id,
		id, p.Item[:], p.Rendition[:], p.Selector.Page, p.Selector.Cell, from, to, p.Quote, index, region, start, end)
}
