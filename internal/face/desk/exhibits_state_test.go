package desk

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
)

func (s *memoryState) applyExhibit(e ledger.Event) error {
	if e.Kind != (disclosure.ExhibitNumbered{}).Kind() {
		return nil
	}
	return ledger.Take(e, func(f *disclosure.ExhibitNumbered) error {
		s.exhibits = append(s.exhibits, disclosure.Exhibit{ExhibitNumbered: *f, Index: e.Index})
		return nil
	})
}

func (s *memoryState) Exhibits(_ context.Context, caseName string, items []custody.Sum) ([]disclosure.Exhibit, error) {
	return some(s.exhibits, func(e disclosure.Exhibit) bool { return e.Case == caseName && slices.Contains(items, e.Item) })
}

func (s *memoryState) LastExhibit(_ context.Context, caseName, prefix string) (disclosure.Exhibit, error) {
	newest := slices.Clone(s.exhibits)
	slices.Reverse(newest)
	return one(newest, "numbered page under the prefix", prefix, func(e disclosure.Exhibit) bool {
		return in(e.Case, caseName) && (prefix == "" || e.Prefix == prefix)
	})
}
