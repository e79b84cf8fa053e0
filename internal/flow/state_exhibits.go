package flow

import (
	"context"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
)

// ExhibitState reads the numbers of pages that were disclosed.
type ExhibitState interface {
	// Exhibits gives the numbers of items in a case, in both versions where both
	// were disclosed, in order of the numbers. What has none is not in the answer.
	Exhibits(ctx context.Context, caseName string, items []custody.Sum) ([]disclosure.Exhibit, error)
	// LastExhibit gives what was numbered last, in a case and under a prefix; empty
	// arguments do not narrow.
	LastExhibit(ctx context.Context, caseName, prefix string) (disclosure.Exhibit, error)
}
