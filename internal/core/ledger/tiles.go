package ledger

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// ExportTiles gives every file that C2SP tlog-tiles asks a log of the given
// size to serve, besides the checkpoint: tiles of hashes and bundles of
// entries, full ones and the partial ones at the right edge. entries is asked
// for the entries [from, to) of at most 256 each; put is called once a file.
func ExportTiles(t *Tree, size int64, entries func(from, to int64) ([][]byte, error), put func(path string, data []byte) error) error {
	if size < 0 || size > t.Size() {
		return fmt.Errorf("exporting %d entries of a log of %d", size, t.Size())
	}
	for level, n := 0, size; n > 0; level, n = level+1, n/tileWidth {
		for i := int64(0); i*tileWidth < n; i++ {
			width := min(tileWidth, n-i*tileWidth)
			data, err := t.tileOf(TileID{level, i}, int(width))
			if err != nil {
				return err
			}
			if err := put(TilePath(strconv.Itoa(level), i, int(width)), data); err != nil {
				return err
			}
		}
	}
	for from := int64(0); from < size; from += tileWidth {
		to := min(from+tileWidth, size)
		bundle, err := bundleOf(entries, from, to)
		if err != nil {
			return err
		}
		if err := put(TilePath(EntriesLevel, from/tileWidth, int(to-from)), bundle); err != nil {
			return err
		}
	}
	return nil
}

// EachLeaf gives the leaf hashes of all entries of the tree, in order, a tile of
// them at a time.
func EachLeaf(t *Tree, yield func(hashes []byte) error) error {
	for n := int64(0); n*tileWidth < t.size; n++ {
		tile, err := t.tileOf(TileID{0, n}, int(min(tileWidth, t.size-n*tileWidth)))
		if err != nil {
			return err
		}
		if err := yield(tile); err != nil {
			return err
		}
	}
	return nil
}

// tileOf reads a tile as a tree in which it is that wide has it.
func (t *Tree) tileOf(id TileID, width int) ([]byte, error) {
	tile, err := t.Tile(id)
	if err != nil {
		return nil, fmt.Errorf("reading tile %d/%d: %w", id.Level, id.N, err)
	}
	return cut(tile, id, width)
}

// bundleOf writes entries each behind its length in two bytes.
func bundleOf(entries func(from, to int64) ([][]byte, error), from, to int64) ([]byte, error) {
	list, err := entries(from, to)
	if err != nil {
		return nil, fmt.Errorf("reading entries %d to %d: %w", from, to, err)
	}
	if int64(len(list)) != to-from {
		return nil, fmt.Errorf("reading entries %d to %d: got %d", from, to, len(list))
	}
	var bundle []byte
	for i, e := range list {
		if len(e) > 65535 {
			return nil, fmt.Errorf("entry %d has %d bytes, a bundle holds at most 65535", from+int64(i), len(e))
		}
		bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(e)))
		bundle = append(bundle, e...)
	}
	return bundle, nil
}

// ParseBundle reads the entries of a bundle.
func ParseBundle(bundle []byte) ([][]byte, error) {
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 {
			return nil, fmt.Errorf("a bundle ends inside a length: %w", ErrForm)
		}
		n := int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < 2+n {
			return nil, fmt.Errorf("a bundle ends inside an entry: %w", ErrForm)
		}
		entries = append(entries, bundle[2:2+n])
		bundle = bundle[2+n:]
	}
	return entries, nil
}

// EntriesLevel stands in the place of a level in the path of entry bundles.
const EntriesLevel = "entries"

// TilePath is where tlog-tiles serves the tile of that level ("0", "1", ... or
// EntriesLevel), index and width (1 to 256), below the log's prefix.
func TilePath(level string, n int64, width int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	path = "tile/" + level + "/" + path
	if width < tileWidth {
		path += fmt.Sprintf(".p/%d", width)
	}
	return path
}
