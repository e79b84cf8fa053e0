package disk

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// recorder notes the steps that were done, in order.
type recorder struct {
	mu    sync.Mutex
	steps []string
}

func (r *recorder) hook(step string, done bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if done {
		r.steps = append(r.steps, strings.TrimPrefix(step, "disk: "))
	}
	return nil
}

func (r *recorder) last(step string) int {
	for i, s := range slices.Backward(r.steps) {
		if s == step {
			return i
		}
	}
	return -1
}

// Loss of power between any two steps leaves a name only on durable bytes, and
// a settled batch only with durable names.
func TestBytesAreDurableBeforeTheyAreNamedAndNamesBeforeTheyAreSettled(t *testing.T) {
	for _, each := range []bool{false, true} {
		r := &recorder{}
		s := open(t, t.TempDir(), Options{SyncEach: each, Hook: r.hook})
		for _, text := range []string{"one", "two", strings.Repeat("large", syncAlone)} {
			put(t, s.Originals(), text)
		}
		settle(t, s.Originals())
		syncs := 3 // one a file
		if s.flush.whole != nil {
			syncs = 2 // the large file, and all else at once
		}
		renamed := slices.Index(r.steps, "rename")
		switch {
		case strings.Count(strings.Join(r.steps, ",")+",", "sync,") != syncs:
			t.Errorf("synced each %t: want %d syncs of bytes: %q", each, syncs, r.steps)
		case renamed < 0 || r.last("sync") < 0 || r.last("sync") > renamed:
			t.Errorf("synced each %t: a name before its bytes: %q", each, r.steps)
		case r.last("sync folders") < r.last("rename") || r.last("sync folders") < r.last("mkdir"):
			t.Errorf("synced each %t: settled before its names: %q", each, r.steps)
		}
		done := len(r.steps)
		settle(t, s.Originals())
		if again := r.steps[done:]; len(again) != 0 {
			t.Errorf("synced each %t: settling again did %q", each, again)
		}
	}
}

// Another process may have renamed the bytes into place and not yet settled.
func TestBytesFoundInPlaceAreSettledToo(t *testing.T) {
	dir, r := t.TempDir(), &recorder{}
	one := open(t, dir, Options{})
	put(t, one.Originals(), "a statement")
	settle(t, one.Originals())
	two := open(t, dir, Options{Hook: r.hook})
	put(t, two.Originals(), "a statement")
	settle(t, two.Originals())
	if got := strings.Join(r.steps, ", "); got != "sync folders" {
		t.Errorf("the steps were %s, want the folders synced alone", got)
	}
}

func TestAFolderIsSyncedWithThoseAboveItUntilTheyAreDurable(t *testing.T) {
	b := open(t, t.TempDir(), Options{}).originals
	want := []string{"originals/sha256", "originals/sha256/ab", "originals/sha256/ab/cd"}
	if got := b.foldersOf([]leaf{0xabcd}); !slices.Equal(got, want) {
		t.Errorf("a new folder is synced with %q, want %q", got, want)
	}
	b.anchored.set(0xabcd)
	if got := b.foldersOf([]leaf{0xabcd}); !slices.Equal(got, want[2:]) {
		t.Errorf("a known folder is synced with %q, want %q", got, want[2:])
	}
}
