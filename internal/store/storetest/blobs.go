// Package storetest knows what every store has promised: it holds the suites
// that each implementation runs, and the real servers they run against. It
// must never be part of the program, and no suite may know which store it tests.
package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/store/fault"
)

// BlobPlace is where a store under test keeps its bytes, and what can befall
// them there behind its back.
type BlobPlace struct {
	// Open opens the store in the place. A case may open it several times;
	// those opened before stay in use, as by several processes.
	Open func(t *testing.T, hook fault.Hook) flow.Blobs
	// Replace puts other bytes in the place of a kept item.
	Replace func(t *testing.T, sum custody.Sum, data []byte)
	// Lose removes a kept item.
	Lose func(t *testing.T, sum custody.Sum)
	// Break takes the whole store away, as an unmounted disk or a removed
	// bucket. Open is not called after it.
	Break func(t *testing.T)
}

// Blobs runs every sentence of the contract of flow.Blobs as a case. Each call
// of fresh gives an empty place of its own.
func Blobs(t *testing.T, fresh func(t *testing.T) BlobPlace) {
	for _, c := range []struct {
		promise string
		keep    func(*testing.T, BlobPlace)
	}{
		{"bytes of any length come back as they were handed in", anyLength},
		{"a reader may give its bytes in any portions", anyPortions},
		{"the same bytes are kept once", keptOnce},
		{"several goroutines may put at once", putAtOnce},
		{"several processes may use the place at once", sharedPlace},
		{"a reader that fails leaves nothing, and its error comes back", failingReader},
		{"a canceled call leaves nothing", canceledPut},
		{"settled bytes are there for whoever opens the store next", settledStay},
		{"settling nothing is fine, and so is settling twice", settleNothing},
		{"what was never kept is not kept, and nothing else is", notKept},
		{"a store that is gone does not say that its items were never kept", brokenStore},
		{"the list is in ascending order, whole, and with sizes", listInOrder},
		{"the list ends when it is told to", listEnds},
		{"altered bytes never pass as the item", alteredBytes},
		{"damage is reported and not written over", damageReported},
		{"a lost item is not kept, and can be put again", lostItem},
	} {
		t.Run(c.promise, func(t *testing.T) { c.keep(t, fresh(t)) })
	}
	t.Run("a fault at any step leaves whole items or none", func(t *testing.T) { faultAnywhere(t, fresh) })
}

// pseudo gives n bytes that no other seed gives.
func pseudo(seed uint64, n int) []byte {
	data := make([]byte, n)
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	rand.NewChaCha8(key).Read(data)
	return data
}

func sumOf(data []byte) custody.Sum { return sha256.Sum256(data) }

func mustPut(t *testing.T, b flow.Blobs, data []byte) flow.Kept {
	t.Helper()
	kept, err := b.Put(context.Background(), bytes.NewReader(data))
	if err != nil {
		t.Fatalf("putting %d bytes: %v", len(data), err)
	}
	if kept.Sum != sumOf(data) || kept.Size != int64(len(data)) {
		t.Fatalf("putting %d bytes gave %s and %d, want %s", len(data), kept.Sum, kept.Size, sumOf(data))
	}
	return kept
}

func mustSettle(t *testing.T, b flow.Blobs) {
	t.Helper()
	if err := b.Settle(context.Background()); err != nil {
		t.Fatalf("settling: %v", err)
	}
}

func readAll(b flow.Blobs, sum custody.Sum) ([]byte, error) {
	r, err := b.Open(context.Background(), sum)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// mustHold checks that the item is kept whole.
func mustHold(t *testing.T, b flow.Blobs, data []byte) {
	t.Helper()
	got, err := readAll(b, sumOf(data))
	if err != nil {
		t.Fatalf("reading an item of %d bytes: %v", len(data), err)
	}
	if !bytes.Equal(got, data) {
		t.Fatalf("an item of %d bytes came back as %d other bytes", len(data), len(got))
	}
	size, err := b.Size(context.Background(), sumOf(data))
	if err != nil || size != int64(len(data)) {
		t.Fatalf("the size of an item of %d bytes is given as %d, %v", len(data), size, err)
	}
}

// listed gives what the store lists, and fails if it is out of order.
func listed(t *testing.T, b flow.Blobs) map[custody.Sum]int64 {
	t.Helper()
	all, last := map[custody.Sum]int64{}, custody.Sum{}
	err := b.List(context.Background(), func(sum custody.Sum, size int64) error {
		if bytes.Compare(last[:], sum[:]) >= 0 {
			t.Errorf("%s is listed after %s", sum, last)
		}
		all[sum], last = size, sum
		return nil
	})
	if err != nil {
		t.Fatalf("listing: %v", err)
	}
	return all
}

func mustBeEmpty(t *testing.T, b flow.Blobs) {
	t.Helper()
	if all := listed(t, b); len(all) != 0 {
		t.Fatalf("the store should be empty and lists %v", all)
	}
}
