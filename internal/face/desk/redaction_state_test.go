package desk

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/redaction"
)

// marked is what a memoryState knows of what is hidden.
type marked struct{ redactions []redaction.Redaction }

func (s *marked) applyMarked(e ledger.Event) error {
	if e.Kind != (redaction.Marked{}).Kind() {
		return nil
	}
	return ledger.Take(e, func(f *redaction.Marked) error {
		s.redactions = append(s.redactions, redaction.Redaction{Marked: *f, Index: e.Index, Actor: e.Actor, Time: e.Time})
		return nil
	})
}

func (s *marked) Redaction(ctx context.Context, caseName string, item custody.Sum) (redaction.Redaction, error) {
	all, _ := s.Redactions(ctx, caseName, item)
	if len(all) == 0 {
		return redaction.Redaction{}, absent("redaction of item", item.String())
	}
	return all[len(all)-1], nil
}

func (s *marked) Redactions(_ context.Context, caseName string, item custody.Sum) (all []redaction.Redaction, err error) {
	for _, r := range s.redactions {
		if r.Item == item && r.Case == caseName {
			all = append(all, r)
		}
	}
	return all, nil
}
