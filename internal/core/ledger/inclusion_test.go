package ledger

import (
	"errors"
	"math"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// sampledSizes are the sizes around which tiles begin and end.
func sampledSizes() []int64 {
	return []int64{255, 256, 257, 258, 511, 512, 513, 65535, 65536, 65537}
}

// sampledIndexes are places in a tree of n entries where the path turns.
func sampledIndexes(n int64) []int64 {
	all := []int64{0, 1, 2, 127, 128, 254, 255, 256, 257, 510, 511, 512, 4095, 32767, 32768, 65279, 65280, 65534, 65535, n / 3, n / 2, n - 2, n - 1}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(i int64) bool { return i < 0 || i >= n })
}

func TestRootsAreThoseOfRFC6962(t *testing.T) {
	tree := grownTo(t, 70)
	for size := range int64(71) {
		if c := checkpointAt(t, tree, size); c.Root != plainRoot(0, size) {
			t.Errorf("the root of %d entries is not the one RFC 6962 gives", size)
		}
	}
	large := grownTo(t, 65537)
	for _, size := range sampledSizes() {
		if c := checkpointAt(t, large, size); c.Root != plainRoot(0, size) {
			t.Errorf("the root of %d entries is not the one RFC 6962 gives", size)
		}
	}
	for _, size := range []int64{-1, 65538} {
		if _, err := large.Root(size); err == nil {
			t.Errorf("a root of %d entries was given by a tree of 65537", size)
		}
	}
}

func TestEveryEntryOfEveryTreeUpToSeventyIsProved(t *testing.T) {
	tree := grownTo(t, 70)
	for size := int64(1); size <= 70; size++ {
		c := checkpointAt(t, tree, size)
		for index := range size {
			checkEntry(t, tree, c, index)
		}
	}
}

func TestEntriesAroundTileEdgesAreProved(t *testing.T) {
	tree := grownTo(t, 65537)
	for _, size := range sampledSizes() {
		c := checkpointAt(t, tree, size)
		for _, index := range sampledIndexes(size) {
			checkEntry(t, tree, c, index)
		}
	}
}

// checkEntry holds the promise for one entry: its proof is accepted, and
// every wrong use of it is refused.
func checkEntry(t *testing.T, tree *Tree, c Checkpoint, index int64) {
	t.Helper()
	path, err := tree.ProveInclusion(index, c.Size)
	if err != nil {
		t.Fatalf("proving entry %d of %d: %v", index, c.Size, err)
	}
	entry := testEntry(index)
	if err := CheckInclusion(c, index, entry, path); err != nil {
		t.Fatalf("the right proof of entry %d of %d is refused: %v", index, c.Size, err)
	}
	for _, w := range wrongInclusions(c, index, entry, path) {
		if err := CheckInclusion(w.c, w.index, w.entry, w.path); !errors.Is(err, ErrProof) {
			t.Fatalf("entry %d of %d: %s was not refused as a false proof: %v", index, c.Size, w.name, err)
		}
	}
}

type inclusion struct {
	name  string
	c     Checkpoint
	index int64
	entry []byte
	path  []PathHash
}

func wrongInclusions(c Checkpoint, index int64, entry []byte, path []PathHash) []inclusion {
	wrong := []inclusion{
		{"an index beyond the end", c, c.Size, entry, path},
		{"an index far beyond the end", c, math.MaxInt64, entry, path},
		{"a negative index", c, -1, entry, path},
		{"the smallest index", c, math.MinInt64, entry, path},
		{"a path with a hash too many", c, index, entry, append(slices.Clone(path), PathHash{})},
		{"a path with a hash too many in front", c, index, entry, append([]PathHash{{}}, path...)},
		{"another entry", c, index, testEntry(index + 1), path},
		{"an empty entry", c, index, nil, path},
		{"an edited entry", c, index, append(slices.Clone(entry), ' '), path},
		{"the root of another tree", Checkpoint{c.Origin, c.Size, plainRoot(1, 3)}, index, entry, path},
	}
	if c.Size > 1 {
		other := (index + 1) % c.Size
		wrong = append(wrong,
			inclusion{"the index of a neighbour", c, other, entry, path},
			inclusion{"a path without its last hash", c, index, entry, path[:len(path)-1]},
			inclusion{"a path without its first hash", c, index, entry, path[1:]},
			inclusion{"no path", c, index, entry, nil},
			inclusion{"a log of half the size", Checkpoint{c.Origin, (c.Size + 1) / 2, c.Root}, index, entry, path},
		)
	}
	for i := range path {
		flipped := slices.Clone(path)
		flipped[i][i%32] ^= 1
		wrong = append(wrong, inclusion{"a flipped hash", c, index, entry, flipped})
	}
	if len(path) > 1 && path[0] != path[1] {
		swapped := slices.Clone(path)
		swapped[0], swapped[1] = swapped[1], swapped[0]
		wrong = append(wrong, inclusion{"two hashes swapped", c, index, entry, swapped})
	}
	return wrong
}

func TestNoProofIsMadeOfWhatIsNotThere(t *testing.T) {
	tree := grownTo(t, 5)
	for _, c := range [][2]int64{{-1, 5}, {5, 5}, {0, 6}, {3, 3}, {0, 0}, {math.MaxInt64, 5}} {
		if _, err := tree.ProveInclusion(c[0], c[1]); err == nil {
			t.Errorf("entry %d of %d was proved in a tree of 5", c[0], c[1])
		}
	}
}

// The library below searches for ever in a tree of more than 1<<62 entries: a
// hostile checkpoint must not hang its reader.
func TestAbsurdSizesAreRefusedAtOnce(t *testing.T) {
	huge := Checkpoint{testOrigin, math.MaxInt64, tlog.Hash{}}
	if err := CheckInclusion(huge, 3, testEntry(3), make([]PathHash, 63)); !errors.Is(err, ErrProof) {
		t.Errorf("inclusion in a log of %d entries: %v", huge.Size, err)
	}
	old := Checkpoint{testOrigin, 3, tlog.Hash{}}
	if err := CheckConsistency(old, huge, make([]PathHash, 63)); !errors.Is(err, ErrProof) {
		t.Errorf("consistency with a log of %d entries: %v", huge.Size, err)
	}
	signer, verifier := testKey(t, testOrigin, 1)
	signed, err := huge.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(signed, verifier); !errors.Is(err, ErrForm) {
		t.Errorf("a checkpoint of %d entries was opened: %v", huge.Size, err)
	}
}
