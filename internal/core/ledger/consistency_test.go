package ledger

import (
	"errors"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestEveryTreeUpToSeventyIsTheBeginningOfTheLargerOnes(t *testing.T) {
	tree := grownTo(t, 70)
	for size := range int64(71) {
		for old := range size + 1 {
			checkGrowth(t, tree, checkpointAt(t, tree, old), checkpointAt(t, tree, size))
		}
	}
}

func TestTreesAroundTileEdgesAreTheBeginningOfTheLargerOnes(t *testing.T) {
	tree := grownTo(t, 65537)
	sizes := append([]int64{1, 2, 3, 70}, sampledSizes()...)
	for i, size := range sizes {
		for _, old := range sizes[:i+1] {
			checkGrowth(t, tree, checkpointAt(t, tree, old), checkpointAt(t, tree, size))
		}
	}
}

// checkGrowth holds the promise for two sizes: the right proof is accepted
// and wrong ones are refused.
func checkGrowth(t *testing.T, tree *Tree, old, newer Checkpoint) {
	t.Helper()
	path, err := tree.ProveConsistency(old.Size, newer.Size)
	if err != nil {
		t.Fatal(err)
	}
	if err := CheckConsistency(old, newer, path); err != nil {
		t.Fatalf("%d entries are the beginning of %d: %v", old.Size, newer.Size, err)
	}
	for _, w := range wrongGrowths(old, newer, path) {
		if err := CheckConsistency(w.old, w.newer, w.path); !errors.Is(err, ErrProof) {
			t.Fatalf("%d to %d entries: %s was not refused: %v", old.Size, newer.Size, w.name, err)
		}
	}
}

type growth struct {
	name       string
	old, newer Checkpoint
	path       []PathHash
}

func wrongGrowths(old, newer Checkpoint, path []PathHash) []growth {
	forked, oldForked, other := newer, old, newer
	forked.Root[7] ^= 1
	oldForked.Root[7] ^= 1
	other.Origin = "another.example/log"
	wrong := []growth{
		{"the log of another name", old, other, path},
		{"a forked beginning", oldForked, newer, path},
		{"a path with a hash too many", old, newer, append(slices.Clone(path), PathHash{})},
	}
	if old.Size > 0 {
		wrong = append(wrong, growth{"a forked log", old, forked, path})
	}
	if old.Size < newer.Size {
		wrong = append(wrong, growth{"the log made shorter", newer, old, path})
	}
	for i := range path {
		flipped := slices.Clone(path)
		flipped[i][i%32] ^= 0x80
		wrong = append(wrong, growth{"a flipped hash", old, newer, flipped})
	}
	if len(path) > 0 {
		wrong = append(wrong,
			growth{"a path without its last hash", old, newer, path[:len(path)-1]},
			growth{"a path without its first hash", old, newer, path[1:]},
			growth{"no path", old, newer, nil})
	}
	return wrong
}

// A log that changed its past in any way can't be joined to what it signed.
func TestAChangedPastIsFound(t *testing.T) {
	past := make([][]byte, 20)
	for i := range past {
		past[i] = testEntry(int64(i))
	}
	edit := func(change func([][]byte) [][]byte) [][]byte {
		return append(change(slices.Clone(past)), []byte("new 1"), []byte("new 2"))
	}
	rewritten := map[string][][]byte{
		"an edited event":             edit(func(p [][]byte) [][]byte { p[7] = []byte("entry seven"); return p }),
		"a removed event":             edit(func(p [][]byte) [][]byte { return slices.Delete(p, 7, 8) }),
		"the first event removed":     edit(func(p [][]byte) [][]byte { return p[1:] }),
		"the last event removed":      edit(func(p [][]byte) [][]byte { return p[:19] }),
		"two events swapped":          edit(func(p [][]byte) [][]byte { p[3], p[4] = p[4], p[3]; return p }),
		"an event put in between":     edit(func(p [][]byte) [][]byte { return slices.Insert(p, 5, []byte("late")) }),
		"an event put before all":     edit(func(p [][]byte) [][]byte { return slices.Insert(p, 0, []byte("late")) }),
		"the events in reverse order": edit(func(p [][]byte) [][]byte { slices.Reverse(p); return p }),
	}
	signed := checkpointOf(t, past)
	for name, entries := range rewritten {
		tree := treeWith(t, entries)
		now := checkpointAt(t, tree, tree.Size())
		path, err := tree.ProveConsistency(signed.Size, now.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckConsistency(signed, now, path); !errors.Is(err, ErrProof) {
			t.Errorf("%s was not found: %v", name, err)
		}
	}
	if now := checkpointOf(t, past[:19]); CheckConsistency(signed, now, nil) == nil {
		t.Error("a log cut short was taken for a longer one")
	}
}

func checkpointOf(t *testing.T, entries [][]byte) Checkpoint {
	tree := treeWith(t, entries)
	return checkpointAt(t, tree, tree.Size())
}

func treeWith(t *testing.T, entries [][]byte) *Tree {
	t.Helper()
	tree := NewTree(0, newStore())
	for _, e := range entries {
		if _, err := tree.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func TestTheEmptyLogIsTheBeginningOfAllLogs(t *testing.T) {
	tree := grownTo(t, 3)
	empty, three := checkpointAt(t, tree, 0), checkpointAt(t, tree, 3)
	if err := CheckConsistency(empty, three, nil); err != nil {
		t.Error(err)
	}
	empty.Root = tlog.Hash{1}
	if CheckConsistency(empty, three, nil) == nil {
		t.Error("an empty log with a root of its own was accepted")
	}
	if CheckConsistency(Checkpoint{testOrigin, -1, three.Root}, three, nil) == nil {
		t.Error("a log of -1 entries was accepted")
	}
}

func TestNoGrowthIsProvedOfWhatIsNotThere(t *testing.T) {
	tree := grownTo(t, 5)
	for _, c := range [][2]int64{{-1, 5}, {6, 5}, {3, 6}, {6, 6}} {
		if _, err := tree.ProveConsistency(c[0], c[1]); err == nil {
			t.Errorf("%d entries were proved the beginning of %d in a tree of 5", c[0], c[1])
		}
	}
}
