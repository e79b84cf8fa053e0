package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

func askExhibits(ctx context.Context, t *testing.T, s flow.State) {
	some, err := s.Exhibits(ctx, "main", []custody.Sum{{7}, sampleItem(), sampleItem()})
	numbers := ""
	for _, e := range some {
		numbers += e.Beg() + " to " + e.End() + " " + string(e.Version) + "; "
	}
	want(t, "numbers of pages", numbers, "VAR-0000001 to VAR-0000012 original; VAR-0000013 to VAR-0000014 copy; ", err)
	none, err := s.Exhibits(ctx, "other", []custody.Sum{sampleItem()})
	want(t, "numbers in another case", len(none), 0, err)
	for _, ask := range [][2]string{{"", ""}, {"main", ""}, {"", "VAR"}, {"main", "VAR"}} {
		last, err := s.LastExhibit(ctx, ask[0], ask[1])
		want(t, "the last number", last.Beg(), "VAR-0000013", err)
	}
}
