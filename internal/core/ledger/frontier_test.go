package ledger

import (
	"errors"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestTheFrontierHasTheRootOfTheTree(t *testing.T) {
	var f Frontier
	for size := range int64(1100) {
		if f.Size() != size || f.Root() != plainRoot(0, size) {
			t.Fatalf("the frontier of %d entries says it has %d and another root", size, f.Size())
		}
		if leaf := f.Add(testEntry(size)); leaf != tlog.RecordHash(testEntry(size)) {
			t.Fatalf("the leaf hash of entry %d is another", size)
		}
	}
}

// checkAll checks a stored tree the way a whole ledger is checked.
func checkAll(tree *Tree) error {
	var leaves Leaves
	for i := range tree.Size() {
		if err := LeafTile(tree, i, tlog.RecordHash(testEntry(i)), &leaves); err != nil {
			return err
		}
	}
	return CheckTiles(tree)
}

func TestEveryStoredHashIsHeldAgainstTheEntries(t *testing.T) {
	for _, size := range []int64{0, 1, 255, 256, 257, 513} {
		if err := checkAll(grownTo(t, size)); err != nil {
			t.Fatalf("the tiles of %d entries are refused: %v", size, err)
		}
	}
	spoilEach(t, grownTo(t, 513), 0, checkAll)
	large := grownTo(t, 66000)
	if err := CheckTiles(large); err != nil {
		t.Fatalf("the tiles of 66000 entries are refused: %v", err)
	}
	spoilEach(t, large, 1, CheckTiles)
}

// spoilEach changes, shortens and removes each tile from a level upwards.
func spoilEach(t *testing.T, tree *Tree, level int, check func(*Tree) error) {
	t.Helper()
	store := tree.tiles.(*storedTiles)
	for id, tile := range store.tiles {
		if id.Level < level {
			continue
		}
		for _, at := range []int{0, len(tile) / 2, len(tile) - 1} {
			tile[at] ^= 1
			if err := check(tree); !errors.Is(err, ErrTile) {
				t.Errorf("byte %d of tile %v was changed: %v", at, id, err)
			}
			tile[at] ^= 1
		}
		store.tiles[id] = tile[:len(tile)-1]
		if err := check(tree); err == nil {
			t.Errorf("tile %v was cut off: no error", id)
		}
		delete(store.tiles, id)
		if err := check(tree); err == nil {
			t.Errorf("tile %v is gone: no error", id)
		}
		store.tiles[id] = tile
	}
}
