package ledger

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// Frontier computes the tree hash over entries that are given one after the
// other, remembering only the right edge: one hash a level. It is how a whole
// ledger is checked in memory that does not grow.
type Frontier struct {
	size  int64
	edges []tlog.Hash // of the full subtrees, largest first
}

// Add adds the next entry and gives its leaf hash.
func (f *Frontier) Add(entry []byte) tlog.Hash {
	leaf := tlog.RecordHash(entry)
	f.AddLeaf(leaf)
	return leaf
}

// AddLeaf adds the next entry by its leaf hash.
func (f *Frontier) AddLeaf(leaf tlog.Hash) {
	hash := leaf
	for n := f.size; n&1 == 1; n >>= 1 {
		last := len(f.edges) - 1
		hash = tlog.NodeHash(f.edges[last], hash)
		f.edges = f.edges[:last]
	}
	f.edges = append(f.edges, hash)
	f.size++
}

// Size is the number of entries added.
func (f *Frontier) Size() int64 { return f.size }

// Root is the tree hash over all entries added (RFC 6962, section 2.1).
func (f *Frontier) Root() tlog.Hash {
	if len(f.edges) == 0 {
		return sha256.Sum256(nil)
	}
	hash := f.edges[len(f.edges)-1]
	for i := len(f.edges) - 2; i >= 0; i-- {
		hash = tlog.NodeHash(f.edges[i], hash)
	}
	return hash
}

// CheckTiles checks that every tile of the tree above the lowest level is made
// of the tiles below it. Those of the lowest level hold leaf hashes, which
// the caller compares with the entries by LeafTile.
func CheckTiles(t *Tree) error {
	for level := 1; t.size>>(tileHeight*level) > 0; level++ {
		width := t.size >> (tileHeight * level)
		for n := int64(0); n < width; n++ {
			below, err := t.Tile(TileID{level - 1, n})
			if err != nil {
				return err
			}
			here, err := t.Tile(TileID{level, n / tileWidth})
			if err != nil {
				return err
			}
			if err := holds(here, int(n%tileWidth), below); err != nil {
				return err
			}
		}
	}
	return nil
}

func holds(tile []byte, at int, below []byte) error {
	if len(below) < tileWidth*sha256.Size || len(tile) < (at+1)*sha256.Size {
		return ErrTile
	}
	want := tileRoot(below[:tileWidth*sha256.Size])
	if [sha256.Size]byte(tile[at*sha256.Size:(at+1)*sha256.Size]) != want {
		return ErrTile
	}
	return nil
}

// LeafTile checks that the stored leaf hash of an entry is leaf.
func LeafTile(t *Tree, index int64, leaf tlog.Hash, cache *Leaves) error {
	if id := (TileID{0, index / tileWidth}); cache.tile == nil || cache.id != id {
		tile, err := t.Tile(id)
		if err != nil {
			return err
		}
		cache.id, cache.tile = id, tile
	}
	at := int(index%tileWidth) * sha256.Size
	if len(cache.tile) < at+sha256.Size || tlog.Hash(cache.tile[at:at+sha256.Size]) != leaf {
		return ErrTile
	}
	return nil
}

// Leaves remembers the tile that was looked at last. The zero value is ready.
type Leaves struct {
	id   TileID
	tile []byte
}
