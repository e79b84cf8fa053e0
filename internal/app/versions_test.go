package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// said gives what stands of a list's rows, without the order it came in.
func said(t *testing.T, p *parts, list string) map[string]int {
	t.Helper()
	ctx := context.Background()
	out := map[string]int{}
	err := p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		err := s.Mentions(ctx, "", list, func(m person.Mention) error {
			out[fmt.Sprintf("row %s %s %s %v", m.RowID, m.Name, m.Digest, m.Retired)]++
			return nil
		})
		if err != nil {
			return err
		}
		return s.Claims(ctx, flow.ClaimFilter{After: -1}, func(c claim.Claim) error {
			out[fmt.Sprintf("claim %s %s %s %s", c.Entity, c.Property, c.Value, c.Standing)]++
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sameSaid(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	told := 0
	for k, n := range want {
		if got[k] != n && told < 5 {
			told++
			t.Errorf("%s: %q is there %d times, want %d", what, k, got[k], n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d different things are said, want %d", what, len(got), len(want))
	}
}

// A newer file of a list keeps every judgement on rows that did not change, and
// an import that was broken off ends as if it had not been.
func TestANewerListLeavesAloneWhatDidNotChange(t *testing.T) {
	rows := 900
	never := func(int) bool { return false }
	hundredth := func(i int) bool { return i%100 == 0 }
	p := benchArchive(t)
	first, _ := importTable(t, p, benchTable(rows, never))
	ctx := context.Background()
	var judged [2]string
	err := p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		return s.Mentions(ctx, "", first.List, func(m person.Mention) error {
			if m.Row == 3 || m.Row == 5 {
				judged[m.Row/5] = m.Mentioned.Mention
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := flow.Judge(ctx, p.archive, founder(), flow.JudgeRequest{Left: judged[0], Right: judged[1], Verdict: person.Same, Reason: "a photograph"}); err != nil {
		t.Fatal(err)
	}
	newer := benchTable(rows, hundredth)
	newer = newer[:strings.LastIndex(string(newer[:len(newer)-1]), "\n")+1] // the last row is gone
	next, _ := importTable(t, p, newer)
	if next.Version != 2 || next.Changed != 9 || next.Unchanged != int64(rows-10) || len(next.Retired) != 1 || next.Retired[0].RowID != fmt.Sprint(rows) {
		t.Errorf("version %d: %d changed, %d unchanged, retired %v", next.Version, next.Changed, next.Unchanged, next.Retired)
	}
	if next.New > 50 {
		t.Errorf("%d entries were written for ten rows", next.New)
	}
	err = p.archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		l, err := flow.JudgedOnly(ctx, s, "main")
		if err != nil {
			return err
		}
		if l.JudgedRows() != 1 || len(l.Records) != rows-1 {
			t.Errorf("%d judgements and %d records are left", l.JudgedRows(), len(l.Records))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnImportOfManyRowsAtOnceGoesOnWhereItBrokeOff(t *testing.T) {
	rows := 600
	table := func(version int) []byte {
		return benchTable(rows, func(i int) bool { return version == 2 && i%2 == 0 })
	}
	whole := benchArchive(t)
	got, _ := importTable(t, whole, table(1))
	if err := again(t, context.Background(), whole, table(2), func() {}); err != nil {
		t.Fatal(err)
	}
	broken := benchArchive(t)
	importTable(t, broken, table(1))
	ctx, cancel := context.WithCancel(context.Background())
	if err := again(t, ctx, broken, table(2), cancel); !errors.Is(err, context.Canceled) {
		t.Fatalf("the import was not broken off: %v", err)
	}
	err := broken.archive.Book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		lists, err := s.Lists(ctx, "main")
		if err == nil && (lists[0].Version != 2 || lists[0].Complete) {
			t.Errorf("version %d, complete %v", lists[0].Version, lists[0].Complete)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := again(t, context.Background(), broken, table(2), func() {}); err != nil {
		t.Fatal(err)
	}
	sameSaid(t, "after it was broken off", said(t, broken, got.List), said(t, whole, got.List))
}

// again takes in a table and imports it; with cancel, it is broken off as soon
// as something was written.
func again(t *testing.T, ctx context.Context, p *parts, data []byte, cancel context.CancelFunc) error {
	t.Helper()
	item := takeTable(t, p, data)
	_, err := flow.Import(ctx, p.archive, founder(), flow.ImportRequest{Item: item, Mapping: benchMapping, Batch: 300}, func(string, int64, int64) { cancel() })
	return err
}
