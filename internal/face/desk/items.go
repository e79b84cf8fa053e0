package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type itemsPage struct {
	frame
	pager
	Cases     []caseLine
	Failed    bool
	Accession string
	Total     int64
	Bytes     int64
	Items     []itemRow
}

// itemRow is an item in a list, and what came of reading it.
type itemRow struct {
	custody.Item
	State string // "read", "failed", "unread"
}

func showItems(ctx context.Context, v *visit) (view, error) {
	p := &itemsPage{Failed: v.query("failed") != "", Accession: v.query("accession")}
	filter := flow.ItemFilter{Case: v.query("case"), Accession: p.Accession, Failed: p.Failed}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, filter.Case); err != nil {
			return err
		}
		if p.Total, p.Bytes, err = s.CountItems(ctx, filter); err != nil {
			return err
		}
		if filter.After, err = s.itemPlace(ctx, v.query("after")); err != nil {
			return err
		}
		filter.Limit = pageRows + 1
		var items []custody.Item
		err = s.Items(ctx, filter, func(i custody.Item) error { items = append(items, i); return nil })
		if err != nil {
			return err
		}
		next := ""
		if len(items) > pageRows {
			items = items[:pageRows]
			next = items[pageRows-1].Sum.String()
		}
		p.pager = v.part("after", next)
		p.Items, err = s.itemRows(ctx, items)
		return err
	})
}

// itemPlace gives the entry after which a list of items goes on. Lists name
// their last item and not its entry: the entry could tell that a sealed
// source handed it over too.
func (v *sight) itemPlace(ctx context.Context, after string) (int64, error) {
	if after == "" {
		return -1, nil
	}
	sum, err := custody.ParseSum(after)
	if err != nil {
		return 0, fail.New(fail.Usage, "%q is not an item", after)
	}
	if _, err := v.Item(ctx, sum); err != nil {
		return 0, err
	}
	item, err := v.State.Item(ctx, sum)
	return item.Index, err
}

func (v *sight) itemRows(ctx context.Context, items []custody.Item) ([]itemRow, error) {
	rows := make([]itemRow, len(items))
	for i, item := range items {
		rows[i] = itemRow{item, "unread"}
		renditions, err := v.Renditions(ctx, item.Sum)
		if err != nil {
			return nil, err
		}
		troubles, err := v.Troubles(ctx, item.Sum)
		if err != nil {
			return nil, err
		}
		switch {
		case len(troubles) > 0:
			rows[i].State = "failed"
		case len(renditions) > 0:
			rows[i].State = "read"
		}
	}
	return rows, nil
}
