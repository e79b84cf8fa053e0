package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// Sealed runs what flow.Sealed promises beyond flow.Blobs. Each call of open opens
// one place anew.
func Sealed(t *testing.T, open func(t *testing.T) flow.Sealed) {
	ctx := context.Background()
	s := open(t)
	put := func(text string) custody.Sum {
		t.Helper()
		kept, err := s.Put(ctx, bytes.NewReader([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		return kept.Sum
	}
	settled, stays := put("settled and dropped"), put("stays")
	if err := s.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	waiting := put("dropped before it was settled")
	for _, sum := range []custody.Sum{settled, waiting, settled, {1}} {
		if err := s.Drop(ctx, sum); err != nil {
			t.Errorf("dropping %s: %v", sum, err)
		}
	}
	again := put("dropped before it was settled")
	if again != waiting {
		t.Fatal("the same bytes have another sum")
	}
	if err := errors.Join(s.Drop(ctx, again), s.Settle(ctx)); err != nil {
		t.Fatal(err)
	}
	later := open(t)
	for _, sum := range []custody.Sum{settled, waiting} {
		if _, err := later.Open(ctx, sum); !errors.Is(err, custody.ErrNotKept) {
			t.Errorf("what was dropped is there: %v", err)
		}
	}
	for before, want := range map[time.Time]int{time.Now().Add(2 * time.Hour): 1, time.Now().Add(-time.Hour): 0} {
		old := map[custody.Sum]int64{}
		err := later.Old(ctx, before, func(sum custody.Sum, bytes int64) error { old[sum] = bytes; return nil })
		if err != nil || len(old) != want || want == 1 && old[stays] != int64(len("stays")) {
			t.Errorf("of what is older than %s from now there is %v, want %d (%v)", time.Until(before).Round(time.Hour), old, want, err)
		}
	}
	r, err := later.Open(ctx, stays)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil || string(data) != "stays" {
		t.Errorf("what was not dropped is %q (%v)", data, err)
	}
}
