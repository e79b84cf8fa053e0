package ledger

import (
	"crypto/sha256"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the height of tiles that C2SP tlog-tiles fixes: 256 hashes.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// TileID names a tile: hashes n*256 to n*256+255 of a level of tiles.
type TileID struct {
	Level int
	N     int64
}

// Tiles gives the tiles of a tree: up to 256 hashes of 32 bytes, one after
// the other. Asking for a tile that is not there MUST be an error.
type Tiles interface {
	Tile(TileID) ([]byte, error)
}

// Tree is the tree over the first Size entries. Appending changes only the
// tiles in Changed; the tree itself writes nothing anywhere.
type Tree struct {
	size    int64
	tiles   Tiles
	changed map[TileID][]byte
}

// NewTree is the tree of the given size whose tiles are kept in tiles.
func NewTree(size int64, tiles Tiles) *Tree {
	return &Tree{size: size, tiles: tiles, changed: map[TileID][]byte{}}
}

// Size is the number of entries in the tree.
func (t *Tree) Size() int64 { return t.size }

// Append adds an entry and gives its index.
func (t *Tree) Append(entry []byte) (int64, error) {
	index := t.size
	hash := tlog.RecordHash(entry)
	n := index
	grown := make([]grownTile, 0, 8) // taken over only when nothing failed
	for level := 0; ; level++ {
		id := TileID{level, n / tileWidth}
		width := int(n % tileWidth)
		tile, err := t.grow(id, width)
		if err != nil {
			return 0, fmt.Errorf("appending entry %d: %w", index, err)
		}
		tile = append(tile, hash[:]...)
		grown = append(grown, grownTile{id, tile})
		if width+1 < tileWidth {
			break
		}
		hash = tileRoot(tile)
		n /= tileWidth
	}
	for _, g := range grown {
		t.changed[g.id] = g.tile
	}
	t.size++
	return index, nil
}

type grownTile struct {
	id   TileID
	tile []byte
}

// grow gives the tile with exactly width hashes, ready to be appended to.
func (t *Tree) grow(id TileID, width int) ([]byte, error) {
	if width == 0 {
		return make([]byte, 0, tileWidth*sha256.Size), nil
	}
	if tile, ok := t.changed[id]; ok {
		return tile, nil
	}
	tile, err := t.tiles.Tile(id)
	if err != nil {
		return nil, fmt.Errorf("reading tile %d/%d: %w", id.Level, id.N, err)
	}
	if tile, err = cut(tile, id, width); err != nil {
		return nil, err
	}
	own := make([]byte, 0, tileWidth*sha256.Size)
	return append(own, tile...), nil
}

func tileRoot(tile []byte) tlog.Hash {
	hashes := make([]tlog.Hash, 0, tileWidth)
	for ; len(tile) > 0; tile = tile[sha256.Size:] {
		hashes = append(hashes, tlog.Hash(tile[:sha256.Size]))
	}
	for len(hashes) > 1 {
		for i := 0; i < len(hashes)/2; i++ {
			hashes[i] = tlog.NodeHash(hashes[2*i], hashes[2*i+1])
		}
		hashes = hashes[:len(hashes)/2]
	}
	return hashes[0]
}

// Changed gives the tiles that Append made or lengthened.
func (t *Tree) Changed() map[TileID][]byte { return t.changed }

// Kept forgets the changed tiles once they are stored.
func (t *Tree) Kept() { clear(t.changed) }

// Tile makes the tree itself a source of tiles, its own changes first.
func (t *Tree) Tile(id TileID) ([]byte, error) {
	if tile, ok := t.changed[id]; ok {
		return tile, nil
	}
	return t.tiles.Tile(id)
}

// ReadHashes gives stored hashes to golang.org/x/mod/sumdb/tlog. Each tile is
// asked for once a call: a proof needs many hashes of few tiles.
func (t *Tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	read := map[TileID][]byte{}
	for i, index := range indexes {
		tile := tlog.TileForIndex(tileHeight, index)
		id := TileID{tile.L, tile.N}
		data, ok := read[id]
		if !ok {
			var err error
			if data, err = t.Tile(id); err != nil {
				return nil, fmt.Errorf("reading tile %d/%d: %w", id.Level, id.N, err)
			}
			read[id] = data
		}
		data, err := cut(data, id, tile.W)
		if err != nil {
			return nil, err
		}
		if out[i], err = tlog.HashFromTile(tile, data, index); err != nil {
			return nil, fmt.Errorf("reading tile %d/%d: %w", tile.L, tile.N, err)
		}
	}
	return out, nil
}

// cut gives the first width hashes of a tile: what is stored may be longer
// than the tree that is asked about.
func cut(tile []byte, id TileID, width int) ([]byte, error) {
	if len(tile) < width*sha256.Size {
		return nil, fmt.Errorf("tile %d/%d holds %d hashes, the tree needs %d", id.Level, id.N, len(tile)/sha256.Size, width)
	}
	return tile[:width*sha256.Size], nil
}

// Root is the tree hash of the first size entries, size at most t.Size().
func (t *Tree) Root(size int64) (tlog.Hash, error) {
	if size < 0 || size > t.size {
		return tlog.Hash{}, fmt.Errorf("asking for the root of %d entries of a tree of %d", size, t.size)
	}
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, t)
}

// ProveInclusion proves that entry index is in the tree of the first size
// entries (RFC 6962, section 2.1.1).
func (t *Tree) ProveInclusion(index, size int64) ([]PathHash, error) {
	if index < 0 || index >= size || size > t.size {
		return nil, fmt.Errorf("proving entry %d of %d in a tree of %d entries", index, size, t.size)
	}
	proof, err := tlog.ProveRecord(size, index, t)
	return toPath(proof), err
}

// ProveConsistency proves that the tree of the first old entries is the
// beginning of the tree of the first size entries (RFC 6962, section 2.1.2).
func (t *Tree) ProveConsistency(old, size int64) ([]PathHash, error) {
	if old < 0 || old > size || size > t.size {
		return nil, fmt.Errorf("proving %d entries the beginning of %d in a tree of %d", old, size, t.size)
	}
	if old == 0 || old == size {
		return nil, nil
	}
	proof, err := tlog.ProveTree(size, old, t)
	return toPath(proof), err
}

func toPath(hashes []tlog.Hash) []PathHash {
	path := make([]PathHash, len(hashes))
	for i, h := range hashes {
		path[i] = PathHash(h)
	}
	return path
}
