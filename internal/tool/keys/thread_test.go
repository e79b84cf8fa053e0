package keys

import (
	"context"
	"encoding/hex"
	"errors"
	"testing"

	"sanad/internal/core/intake/code"
	"sanad/internal/ground/fail"
)

var drawn = []int{0, 1023, 17, 511, 512, 17, 300, 999, 64}

// A thread is found by its code for as long as there is a ledger.
func TestTheThreadOfACodeStaysTheSame(t *testing.T) {
	codes := NewCodes("archive.example/box")
	made, err := codes.New(t.Context(), drawn)
	if err != nil {
		t.Fatal(err)
	}
	const name, key = "t-agycbd3jfy448jm1", "ff9ec515435a3c7ff8dc991d864ff3337a60c2533bbc86ba790619fc8d317177"
	if made.Lookup != name || hex.EncodeToString(made.Identity[:]) != key {
		t.Errorf("the thread is %s with the key %x", made.Lookup, made.Identity)
	}
	if entered, err := codes.Enter(t.Context(), drawn); err != nil || entered != made {
		t.Errorf("entered is %s: %v", entered.Lookup, err)
	}
}

func TestAnotherCodeOrArchiveIsAnotherThread(t *testing.T) {
	seen := map[string]string{}
	other := append(append([]int{}, drawn[:8]...), 65)
	for _, c := range []struct {
		name, origin string
		code         []int
	}{{"a code", "a", drawn}, {"another", "a", other}, {"another archive", "b", drawn}, {"no code", "a", nil}} {
		thread, err := NewCodes(c.origin).Enter(t.Context(), c.code)
		if err != nil || seen[thread.Lookup] != "" {
			t.Errorf("%s has the thread of %s: %v", c.name, seen[thread.Lookup], err)
		}
		seen[thread.Lookup] = c.name
	}
}

// A flood of tried codes keeps others from entering, for a while, and nobody
// from handing something in.
func TestAFloodOfCodesKeepsNobodyFromHandingIn(t *testing.T) {
	codes := NewCodes("a")
	for range cap(codes.entering) {
		codes.entering <- struct{}{}
	}
	gone, leave := context.WithCancelCause(t.Context())
	left := errors.New("left")
	leave(left)
	if _, err := codes.Enter(gone, drawn); !errors.Is(err, left) {
		t.Errorf("entered although all places are taken: %v", err)
	}
	for range cap(codes.queue) {
		codes.queue <- struct{}{}
	}
	if _, err := codes.Enter(t.Context(), drawn); fail.Of(err) != fail.Conflict {
		t.Errorf("entered although too many wait: %v", err)
	}
	if thread, err := codes.New(t.Context(), drawn); err != nil || thread == (code.Thread{}) {
		t.Errorf("nothing can be handed in: %v", err)
	}
}

func BenchmarkThread(b *testing.B) {
	codes := NewCodes("a")
	for b.Loop() {
		if _, err := codes.Enter(b.Context(), drawn); err != nil {
			b.Fatal(err)
		}
	}
}
