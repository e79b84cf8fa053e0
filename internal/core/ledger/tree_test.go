package ledger

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// linear keeps hashes the way golang.org/x/mod/sumdb/tlog describes it.
type linear []tlog.Hash

func (l linear) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = l[index]
	}
	return out, nil
}

func TestTheTreeKeepsTheHashesThatTlogKeeps(t *testing.T) {
	const n = 66000
	var want linear
	tree := NewTree(0, newStore())
	for i := range int64(n) {
		more, err := tlog.StoredHashes(i, testEntry(i), want)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, more...)
		if _, err := tree.Append(testEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	for from := 0; from < len(want); from += 1000 {
		indexes := make([]int64, min(1000, len(want)-from))
		for i := range indexes {
			indexes[i] = int64(from + i)
		}
		got, err := tree.ReadHashes(indexes)
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range got {
			if h != want[from+i] {
				t.Fatalf("stored hash %d differs", from+i)
			}
		}
	}
}

// Appending in batches of any size, storing in between and starting again
// from what was stored gives one and the same tree.
func TestBatchesMakeNoDifference(t *testing.T) {
	const n = 1100
	want := plainRoot(0, n)
	for _, batch := range []int64{1, 2, 3, 100, 255, 256, 257, 600, n} {
		store := newStore()
		tree := NewTree(0, store)
		for i := range int64(n) {
			if i%batch == 0 {
				store.keep(tree)
				tree = NewTree(i, store)
			}
			if _, err := tree.Append(testEntry(i)); err != nil {
				t.Fatalf("batches of %d: %v", batch, err)
			}
		}
		if root, err := tree.Root(n); err != nil || root != want {
			t.Errorf("batches of %d give another root (%v)", batch, err)
		}
	}
}

// What is stored may have run ahead of the tree that is asked, by a batch
// that another process added.
func TestTilesLongerThanTheTreeAreCut(t *testing.T) {
	store := newStore()
	long := NewTree(0, store)
	for i := range int64(300) {
		if _, err := long.Append(testEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	store.keep(long)
	for _, size := range []int64{1, 255, 256, 257, 299} {
		tree := NewTree(size, store)
		if _, err := tree.Append([]byte("other")); err != nil {
			t.Fatal(err)
		}
		if root, err := tree.Root(size); err != nil || root != plainRoot(0, size) {
			t.Errorf("after appending to a tree of %d the root of its beginning differs (%v)", size, err)
		}
		if len(store.tiles[TileID{0, 0}]) != 256*sha256.Size {
			t.Fatalf("appending to a tree of %d changed a stored tile", size)
		}
	}
}

// A store that fails while an entry is appended leaves the tree as it was, so
// that the append can be tried again.
func TestAFailedAppendLeavesTheTreeAsItWas(t *testing.T) {
	store := newStore()
	tree := NewTree(0, store)
	for i := range int64(511) {
		if _, err := tree.Append(testEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	store.keep(tree)
	tree = NewTree(511, store)
	store.deny = func(id TileID) bool { return id.Level == 1 }
	for range 3 {
		if _, err := tree.Append(testEntry(511)); err == nil {
			t.Fatal("an entry was appended without the tile it belongs to")
		}
		if tree.Size() != 511 || len(tree.Changed()) != 0 {
			t.Fatalf("a failed append left %d entries and %d changed tiles", tree.Size(), len(tree.Changed()))
		}
	}
	store.deny = nil
	for i := int64(511); i < 520; i++ {
		if _, err := tree.Append(testEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	if root, err := tree.Root(520); err != nil || root != plainRoot(0, 520) {
		t.Errorf("after a failed append the root differs (%v)", err)
	}
}

func TestMissingAndShortTilesAreErrors(t *testing.T) {
	tree := grownTo(t, 600)
	store := tree.tiles.(*storedTiles)
	whole := store.tiles[TileID{0, 2}]
	for _, tile := range [][]byte{nil, {}, whole[:len(whole)-1], whole[:32]} {
		store.tiles[TileID{0, 2}] = tile
		_, rootErr := tree.Root(600)
		_, proofErr := tree.ProveInclusion(512, 600)
		_, appendErr := tree.Append([]byte("x"))
		for what, err := range map[string]error{"root": rootErr, "proof": proofErr, "append": appendErr} {
			if err == nil || !strings.Contains(err.Error(), "tile 0/2") {
				t.Errorf("%s from a tile of %d bytes: %v", what, len(tile), err)
			}
		}
	}
}

func TestAProofAsksForEachTileOnce(t *testing.T) {
	tree := grownTo(t, 65537)
	store := tree.tiles.(*storedTiles)
	store.asked = 0
	if _, err := tree.ProveInclusion(30000, 65537); err != nil {
		t.Fatal(err)
	}
	if store.asked > 3 {
		t.Errorf("a proof asked for tiles %d times, the tree has three levels", store.asked)
	}
}

// leavesOf takes a tile apart into its hashes.
func leavesOf(t *testing.T, tile []byte) [][]byte {
	t.Helper()
	if len(tile)%sha256.Size != 0 {
		t.Fatalf("a tile of %d bytes", len(tile))
	}
	var out [][]byte
	for ; len(tile) > 0; tile = tile[sha256.Size:] {
		out = append(out, tile[:sha256.Size])
	}
	return out
}

func TestTilesHoldTheLeafHashesInOrder(t *testing.T) {
	tree := grownTo(t, 300)
	for n := range int64(2) {
		tile, err := tree.Tile(TileID{0, n})
		if err != nil {
			t.Fatal(err)
		}
		for i, leaf := range leavesOf(t, tile) {
			if want := tlog.RecordHash(testEntry(n*256 + int64(i))); !bytes.Equal(leaf, want[:]) {
				t.Fatalf("leaf %d is out of place", n*256+int64(i))
			}
		}
	}
}
