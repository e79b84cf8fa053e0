package desk

import (
	"context"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
)

// judged takes in what was judged of a name that stands in an item.
func (s *memoryState) judged(e ledger.Event, f text.Mentioned) {
	id := f.Passage.ID()
	s.verdicts = slices.DeleteFunc(s.verdicts, func(v verdictOn) bool { return v.Passage == id && v.Entity == f.Entity })
	s.verdicts = append(s.verdicts, verdictOn{f.Passage.Item, text.Verdict{Passage: id, Entity: f.Entity, Verdict: f.Verdict, Index: e.Index}})
}

type verdictOn struct {
	item custody.Sum
	text.Verdict
}

func (s *memoryState) Verdicts(_ context.Context, item custody.Sum) (out []text.Verdict, err error) {
	for _, v := range s.verdicts {
		if v.item == item {
			out = append(out, v.Verdict)
		}
	}
	return out, nil
}
