package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// SomeTiles gives the tiles by which whoever has a checkpoint of the given size can
// check where some entries stand, and no others: those that hold their hashes, those
// above, and those of the right edge. They are what a log serves under the same
// paths (C2SP tlog-tiles). put is called once a file, in a fixed order.
func SomeTiles(t *Tree, size int64, indexes []int64, put func(path string, data []byte) error) error {
	if size < 0 || size > t.Size() {
		return fmt.Errorf("taking tiles of %d entries from a log of %d", size, t.Size())
	}
	for level, n := 0, size; n > 0; level, n = level+1, n/tileWidth {
		var wanted []int64
		if n%tileWidth != 0 || n == tileWidth { // else the tile above has the root of it
			wanted = append(wanted, (n-1)/tileWidth)
		}
		for _, index := range indexes {
			if index < 0 || index >= size {
				return fmt.Errorf("entry %d is outside a log of %d entries", index, size)
			}
			if tile := index >> (tileHeight * (level + 1)); tile*tileWidth < n {
				wanted = append(wanted, tile)
			}
		}
		slices.Sort(wanted)
		for _, tile := range slices.Compact(wanted) {
			width := int(min(tileWidth, n-tile*tileWidth))
			data, err := t.tileOf(TileID{level, tile}, width)
			if err != nil {
				return err
			}
			if err := put(TilePath(strconv.Itoa(level), tile, width), data); err != nil {
				return err
			}
		}
	}
	return nil
}

// LeavesOf reads hashes of entries from tiles in files, and believes none that does
// not lead to the root that a checkpoint signs. It MUST NOT be used by two at once.
type LeavesOf struct {
	c     Checkpoint
	files tilesRead
}

// NewLeavesOf takes tiles by their paths below the log's prefix. read MUST give an
// error for what is not there.
func NewLeavesOf(c Checkpoint, read func(path string) ([]byte, error)) *LeavesOf {
	return &LeavesOf{c, tilesRead{read, map[string][]byte{}}}
}

// Hashes gives the leaf hashes of entries.
func (l *LeavesOf) Hashes(indexes []int64) ([]tlog.Hash, error) {
	stored := make([]int64, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= l.c.Size || l.c.Size > maxSize {
			return nil, fmt.Errorf("entry %d is outside a log of %d entries: %w", index, l.c.Size, ErrProof)
		}
		stored[i] = tlog.StoredHashIndex(0, index)
	}
	hashes, err := tlog.TileHashReader(tlog.Tree{N: l.c.Size, Hash: l.c.Root}, &l.files).ReadHashes(stored)
	if err != nil {
		return nil, fmt.Errorf("the tiles of the log do not bear it out: %w: %w", ErrProof, err)
	}
	return hashes, nil
}

// tilesRead keeps a few tiles, for entries that are asked for together stand
// together.
type tilesRead struct {
	read func(path string) ([]byte, error)
	kept map[string][]byte
}

// maxKept bounds the tiles that are kept: 8 kB each.
const maxKept = 256

// Height is that of C2SP tlog-tiles.
func (f *tilesRead) Height() int { return tileHeight }

// SaveTiles keeps nothing: the files are there.
func (f *tilesRead) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles, each as wide as it is asked for.
func (f *tilesRead) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
		data, ok := f.kept[path]
		if !ok {
			var err error
			if data, err = f.read(path); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			if len(f.kept) >= maxKept {
				clear(f.kept)
			}
			f.kept[path] = data
		}
		out[i] = data
	}
	return out, nil
}
