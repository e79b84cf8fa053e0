package verify

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
)

// leftovers vouches for partial tiles and bundles of the sizes the log had
// before, where they are beginnings of the wider ones that were checked. C2SP
// tlog-tiles lets a log keep or delete them.
func (x *export) leftovers() {
	err := x.folder.walk(x.ctx, func(name string, e fs.DirEntry) error {
		if !e.Type().IsRegular() || x.folder.files[idOf(name)] {
			return nil
		}
		tile, ok := partial(name)
		if !ok {
			return nil // told as a file that nothing names
		}
		if x.isBeginning(name, tile) {
			x.folder.vouch(name)
			x.right++
		} else {
			x.tiles.wrong(name, "is not the beginning of the wider tile beside it")
		}
		return nil
	})
	if err != nil {
		x.tiles.wrong("the folder", "%v", err)
	}
}

// partial reads the path of a partial tile; for bundles the level is -1.
func partial(name string) (tlog.Tile, bool) {
	rest, ok := strings.CutPrefix(name, "tile/")
	if bundle, is := strings.CutPrefix(rest, ledger.EntriesLevel+"/"); is {
		rest = "data/" + bundle // what golang.org/x/mod/sumdb/tlog calls them
	}
	tile, err := tlog.ParseTilePath("tile/8/" + rest)
	return tile, ok && err == nil && tile.W < tileWidth
}

// isBeginning compares a partial tile with the tile of the checked size.
func (x *export) isBeginning(name string, tile tlog.Tile) bool {
	level, at := ledger.EntriesLevel, max(tile.L, 0)
	if tile.L >= 0 {
		level = strings.Split(name, "/")[1]
	}
	whole := x.frontier.Size()>>(8*at) - tile.N*tileWidth
	if at > 7 || whole <= int64(tile.W) {
		return false
	}
	wider, err := readFile(x.fsys, ledger.TilePath(level, tile.N, int(min(whole, tileWidth))), maxBundle)
	if err != nil {
		return false
	}
	data, err := readFile(x.fsys, name, maxBundle)
	if err != nil || !bytes.HasPrefix(wider, data) {
		return false
	}
	if tile.L >= 0 {
		return len(data) == tile.W*sha256.Size
	}
	entries, err := ledger.ParseBundle(data)
	return err == nil && len(entries) == tile.W
}
