package sql

import (
	"cmp"
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
)

const exhibitColumns = `SELECT idx, case_name, item, version, prefix, first, pages FROM view_exhibit`

func scanExhibit(s scanner) (disclosure.Exhibit, error) {
	var e disclosure.Exhibit
	var item []byte
	if err := s.Scan(&e.Index, &e.Case, &item, &e.Version, &e.Prefix, &e.First, &e.Pages); err != nil {
		return e, err
	}
	return e, setSum(&e.Item, item)
}

func (s *state) Exhibits(ctx context.Context, caseName string, items []custody.Sum) ([]disclosure.Exhibit, error) {
	var out []disclosure.Exhibit
	for _, item := range items {
		some, err := collect(ctx, s.q, scanExhibit, exhibitColumns+` WHERE case_name = $1 AND item = $2`, caseName, item[:])
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	slices.SortFunc(out, func(a, b disclosure.Exhibit) int {
		return cmp.Or(cmp.Compare(a.Prefix, b.Prefix), cmp.Compare(a.First, b.First))
	})
	return slices.CompactFunc(out, func(a, b disclosure.Exhibit) bool { return a.Index == b.Index }), nil
}

func (s *state) LastExhibit(ctx context.Context, caseName, prefix string) (disclosure.Exhibit, error) {
	return one(ctx, s.q, scanExhibit, "numbered page under the prefix", prefix, exhibitColumns+`
		WHERE ($1 = '' OR case_name = $1) AND ($2 = '' OR prefix = $2) ORDER BY idx DESC LIMIT 1`, caseName, prefix)
}
