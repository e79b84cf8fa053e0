package desk

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
)

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
