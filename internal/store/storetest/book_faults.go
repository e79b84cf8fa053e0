package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// bookSteps are the steps of an append, in order.
func bookSteps() []string { return []string{"events", "tiles", "views", "head", "commit", "remember"} }

var errInjected = errors.New("the disk said no")

// testFaults makes every step fail once without having been done and once
// after it was done, opens the database anew, and wants a ledger that holds,
// that has the whole append or nothing of it, and that goes on.
func testFaults(t *testing.T, b *books) {
	b.begin()
	for _, step := range bookSteps() {
		for _, persisted := range []bool{false, true} {
			before := b.size()
			met := false
			b.reopen(func(at string, done bool) error {
				if at == step && done == persisted {
					met = true
					return errInjected
				}
				return nil
			})
			_, err := b.try(sampleAccession(int(before)), sampleAccession(int(before)+1000))
			if !errors.Is(err, errInjected) || !met {
				t.Fatalf("%s, persisted %t: %v, want the injected fault", step, persisted, err)
			}
			b.reopen(nil)
			b.mustHold()
			want := before
			if step == "commit" && persisted || step == "remember" {
				want = before + 2
			}
			if got := b.size(); got != want {
				t.Errorf("%s, persisted %t: size %d, want %d", step, persisted, got, want)
			}
			b.put(sampleAccession(int(before) + 2000))
			b.mustHold()
		}
	}
}

func testRebuild(t *testing.T, b *books) {
	b.begin()
	b.put(Samples()...)
	live, err := b.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for view, rows := range live {
		if len(rows) == 0 {
			t.Errorf("the samples leave %s empty: nothing is proved of it", view)
		}
	}
	for _, hook := range []bool{false, true} {
		if hook { // views that were changed by hand are put right
			b.db.Exec(t, `DELETE FROM view_claim`)
			b.db.Exec(t, `UPDATE view_item SET media_type = 'changed'`)
		}
		if err := b.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
			t.Fatal(err)
		}
		again, err := b.Dump(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		compareDumps(t, live, again)
	}
}

func compareDumps(t *testing.T, want, got map[string][]string) {
	t.Helper()
	for view := range want {
		if !slices.Equal(want[view], got[view]) {
			t.Errorf("%s differs:\nwant %v\ngot  %v", view, want[view], got[view])
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d views, want %d", len(got), len(want))
	}
}

func testReplace(t *testing.T, b *books) {
	b.begin()
	b.put(Samples()...)
	var events []flow.Recorded
	var signed []byte
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) (err error) {
		if signed, err = s.Checkpoint(ctx); err != nil {
			return err
		}
		return s.Events(ctx, 0, b.size(), func(e flow.Recorded) error {
			events = append(events, e)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := b.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	walk := func(events []flow.Recorded) func(func(flow.Recorded) error) error {
		return func(yield func(flow.Recorded) error) error {
			for _, e := range events {
				if err := yield(e); err != nil {
					return err
				}
			}
			return nil
		}
	}
	if err := b.Replace(context.Background(), signed, walk(events)); fail.Of(err) != fail.Conflict {
		t.Errorf("replacing a ledger that is not empty: %v, want a conflict", err)
	}
	for _, table := range []string{"ledger_event", "ledger_tile", "ledger_head"} {
		b.db.Exec(t, `DELETE FROM `+table)
	}
	for view := range want {
		b.db.Exec(t, `DELETE FROM `+view)
	}
	b.parts.Seen.Forget()
	b.reopen(nil)
	short := slices.Clone(events)[:len(events)-1]
	if err := b.Replace(context.Background(), signed, walk(short)); fail.Of(err) != fail.Integrity {
		t.Errorf("a backup without its last event: %v, want a violation", err)
	}
	if err := b.Replace(context.Background(), signed, walk(events)); err != nil {
		t.Fatal(err)
	}
	got, err := b.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	compareDumps(t, want, got)
	b.mustHold()
	b.put(sampleAccession(7))
	b.mustHold()
}

func testWentBack(t *testing.T, b *books) {
	b.begin()
	b.put(sampleAccession(1))
	// An older database: as if the last append had never been.
	var older []byte
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) (err error) {
		older, err = s.Checkpoint(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	size := b.size()
	b.put(sampleAccession(2), sampleAccession(3))
	b.db.Exec(t, fmt.Sprintf(`DELETE FROM ledger_event WHERE idx >= %d`, size))
	b.db.Exec(t, fmt.Sprintf(`UPDATE ledger_head SET size = %d, checkpoint = %s`, size, blobLiteral(b, older)))
	b.reopen(nil)
	if _, err := b.try(sampleAccession(4)); fail.Of(err) != fail.Integrity {
		t.Errorf("appending to a database that went back: %v, want refused as a violation", err)
	}
	if len(b.check()) == 0 {
		t.Error("the check finds nothing in a database that went back")
	}
	// Another history of the same length: forked.
	b.parts.Seen.Forget()
	b.reopen(nil)
	b.put(sampleAccession(5))
	forked := b.parts.Seen.text
	b.parts.Seen.Forget()
	b.db.Exec(t, fmt.Sprintf(`DELETE FROM ledger_event WHERE idx >= %d`, size))
	b.db.Exec(t, `DELETE FROM view_accession WHERE idx >= `+fmt.Sprint(size))
	b.db.Exec(t, fmt.Sprintf(`UPDATE ledger_head SET size = %d, checkpoint = %s`, size, blobLiteral(b, older)))
	b.reopen(nil)
	b.put(sampleAccession(6))
	b.parts.Seen.text = forked
	b.reopen(nil)
	if _, err := b.try(sampleAccession(8)); fail.Of(err) != fail.Integrity {
		t.Errorf("appending to another history: %v, want refused as a violation", err)
	}
	if len(b.check()) == 0 {
		t.Error("the check finds nothing in another history")
	}
}

// blobLiteral writes bytes for either database.
func blobLiteral(b *books, data []byte) string {
	if b.db.HexBlob != nil {
		return b.db.HexBlob(data)
	}
	return fmt.Sprintf(`X'%x'`, data)
}

func bodyOf(b *books, index int64) (body []byte) {
	err := b.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		e, err := s.Event(ctx, index)
		body = e.Body
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return body
}

// testTampered changes one thing at a time behind the book's back. Each must
// be found, by the check or by the refusal to sign, and named.
func testTampered(t *testing.T, b *books) {
	b.begin()
	for i := range 20 {
		b.put(sampleAccession(i))
	}
	b.put(guard.UserAdded{User: "third", Roles: []guard.Role{guard.Reader}})
	for name, tamper := range map[string]struct{ do, undo string }{
		"an edited actor": {`UPDATE ledger_event SET actor = 'other' WHERE idx = 5`, `UPDATE ledger_event SET actor = 'first' WHERE idx = 5`},
		"an edited time":  {`UPDATE ledger_event SET time = time + 1 WHERE idx = 5`, `UPDATE ledger_event SET time = time - 1 WHERE idx = 5`},
		"an edited kind":  {`UPDATE ledger_event SET version = 2 WHERE idx = 5`, `UPDATE ledger_event SET version = 1 WHERE idx = 5`},
		"swapped bodies": {`UPDATE ledger_event SET body = (SELECT e.body FROM ledger_event e WHERE e.idx = 7) WHERE idx = 6`,
			`UPDATE ledger_event SET body = ` + blobLiteral(b, bodyOf(b, 6)) + ` WHERE idx = 6`},
	} {
		b.db.Exec(t, tamper.do)
		if len(b.check()) == 0 {
			t.Errorf("%s: not found", name)
		}
		b.db.Exec(t, tamper.undo)
		b.mustHold()
	}
	for _, do := range []string{
		`DELETE FROM ledger_event WHERE idx = 23`, `DELETE FROM ledger_event WHERE idx = 9`,
		`UPDATE ledger_event SET idx = idx + 100 WHERE idx = 8`,
		`UPDATE ledger_tile SET data = ` + blobLiteral(b, make([]byte, 24*32)),
	} {
		b.db.Exec(t, do)
		if len(b.check()) == 0 {
			t.Errorf("%s: not found", do)
		}
	}
	if _, err := b.try(sampleAccession(99)); fail.Of(err) != fail.Integrity {
		t.Errorf("appending to a tree that does not bear out its checkpoint: %v, want a violation", err)
	}
}
