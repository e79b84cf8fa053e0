package storetest

import (
	"context"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func sampleMarked(id, replaces, caseName string, marks ...redaction.Mark) redaction.Marked {
	return redaction.Marked{Redaction: id, Replaces: replaces, Case: caseName, Item: sampleItem(), Rendition: sampleRendition(), Marks: marks}
}

func sampleMark() redaction.Mark {
	return redaction.Mark{Page: 2, Boxes: []text.Box{{X0: 10, Y0: 20.5, X1: 46, Y1: 31}}, Quote: "سه‌هزار نفر", Region: &text.Box{X0: 12, Y0: 22, X1: 40, Y1: 30},
		Code: redaction.Family, Reason: "her sister", Entity: "e-1", Lift: "when she says so"}
}

// sampleRedactions: one of a case was replaced.
func sampleRedactions() []ledger.Fact {
	return []ledger.Fact{
		sampleMarked("x-1", "", "main", sampleMark(), sampleMark()),
		sampleMarked("x-2", "x-1", "main", sampleMark()),
		sampleMarked("x-3", "", "other"),
	}
}

func askRedactions(ctx context.Context, t *testing.T, s flow.State) {
	r, err := s.Redaction(ctx, "main", sampleItem())
	want(t, "what is hidden of an item", []any{r.Marked, r.Actor, r.Time.IsZero()}, []any{sampleMarked("x-2", "x-1", "main", sampleMark()), "first", false}, err)
	all, err := s.Redactions(ctx, "main", sampleItem())
	if len(all) != 2 || all[0].Marked.Redaction != "x-1" || all[1].Index != all[0].Index+1 || len(all[0].Marks) != 2 {
		t.Errorf("what was ever hidden of it: %+v, %v", all, err)
	}
	r, err = s.Redaction(ctx, "other", sampleItem())
	want(t, "what another case hides", len(r.Marks), 0, err)
	for what, ask := range map[string]func() error{
		"of another item": func() error { _, err := s.Redaction(ctx, "main", custody.Sum{9}); return err },
		"in another case": func() error { _, err := s.Redaction(ctx, "none", sampleItem()); return err },
	} {
		if err := ask(); fail.Of(err) != fail.NotFound {
			t.Errorf("what is hidden %s: %v", what, err)
		}
	}
}
