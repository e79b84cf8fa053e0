package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"sanad/verify"
	"sanad/verify/verifytest"
)

func tiles(files verifytest.Files) verify.Report {
	return verify.Tiles(context.Background(), files.FS(), verify.Options{})
}

func TestExportedLogsOfAllSizesPass(t *testing.T) {
	log := grown("archive", 66000)
	for _, size := range []int64{0, 1, 2, 255, 256, 257, 512, 65536, 66000} {
		r := tiles(log.Tiles(size))
		if !r.OK || r.Kind != verify.KindTiles {
			t.Errorf("a log of %d entries: %s", size, failing(r))
		}
		if root, _ := detail(r, "root"); !strings.Contains(root, fmt.Sprint(size)) {
			t.Errorf("a log of %d entries: root %q", size, root)
		}
	}
}

// Every byte of every file of an exported log counts.
func TestNoByteOfAnExportedLogCanBeChangedUnseen(t *testing.T) {
	files := grown("archive", 3).Tiles(3)
	flipEverything(t, files, tiles)
}

func flipEverything(t *testing.T, files verifytest.Files, run func(verifytest.Files) verify.Report) {
	t.Helper()
	if r := run(files); !r.OK {
		t.Fatalf("the folder itself is refused: %s", failing(r))
	}
	for _, path := range files.Paths() {
		for i := range files[path] {
			for _, mask := range []byte{0x01, 0x20, 0x80} {
				spoiled := files.Clone()
				spoiled[path][i] ^= mask
				if r := run(spoiled); r.OK || !names(r, path) {
					t.Errorf("byte %d of %s changed by %#x: ok %v, the file is not named", i, path, mask, r.OK)
				}
			}
		}
	}
}

func TestWhatIsDoneToAnExportedLogIsFound(t *testing.T) {
	log := grown("archive", 66000)
	files := log.Tiles(66000)
	last := "tile/entries/257.p/208"
	for _, a := range []struct {
		name         string
		do           func(verifytest.Files)
		check, words string
	}{
		{"a bundle is missing", func(f verifytest.Files) { delete(f, "tile/entries/003") }, "tiles", "tile/entries/003"},
		{"a tile is missing", func(f verifytest.Files) { delete(f, "tile/0/003") }, "tiles", "tile/0/003"},
		{"an upper tile is missing", func(f verifytest.Files) { delete(f, "tile/2/000.p/1") }, "tiles", "tile/2/000.p/1"},
		{"an upper tile is changed", func(f verifytest.Files) { f["tile/1/000"][77] ^= 1 }, "tiles", "tile/1/000"},
		{"two bundles trade places", func(f verifytest.Files) {
			f["tile/entries/001"], f["tile/entries/002"] = f["tile/entries/002"], f["tile/entries/001"]
		}, "tiles", "tile/0/001"},
		{"entries and hashes are changed together", func(f verifytest.Files) {
			f["tile/entries/001"], f["tile/entries/002"] = f["tile/entries/002"], f["tile/entries/001"]
			f["tile/0/001"], f["tile/0/002"] = f["tile/0/002"], f["tile/0/001"]
		}, "root", "checkpoint"},
		{"a bundle is cut short", func(f verifytest.Files) { f[last] = f[last][:72] }, "tiles", last},
		{"a bundle grows", func(f verifytest.Files) { f[last] = append(f[last], 0, 0) }, "tiles", last},
		{"a bundle is cut inside an entry", func(f verifytest.Files) { f[last] = f[last][:71] }, "tiles", last},
		{"a bundle is huge", func(f verifytest.Files) { f[last] = make([]byte, 20<<20) }, "tiles", last},
		{"a tile is longer", func(f verifytest.Files) { f["tile/0/003"] = append(f["tile/0/003"], 0) }, "tiles", "tile/0/003"},
		{"a file is added", func(f verifytest.Files) { f["tile/0/999"] = []byte("x") }, "folder", "tile/0/999"},
		{"a wrong partial tile is left", func(f verifytest.Files) { f["tile/0/257.p/1"] = make([]byte, 32) }, "tiles", "tile/0/257.p/1"},
		{"a partial tile of another width", func(f verifytest.Files) { f["tile/0/257.p/2"] = bytes.Clone(f["tile/0/257.p/208"][:32]) }, "tiles", "tile/0/257.p/2"},
		{"a wrong partial bundle is left", func(f verifytest.Files) { f["tile/entries/257.p/2"] = bytes.Clone(f[last][:72]) }, "tiles", "tile/entries/257.p/2"},
		{"a partial tile far too high", func(f verifytest.Files) { f["tile/9/000.p/1"] = make([]byte, 32) }, "tiles", "tile/9/000.p/1"},
		{"the checkpoint is older", func(f verifytest.Files) { f["checkpoint"] = log.Checkpoint(65999) }, "tiles", "tile/entries/257.p/207"},
		{"the checkpoint is missing", func(f verifytest.Files) { delete(f, "checkpoint") }, "checkpoint", "checkpoint"},
		{"the key is missing", func(f verifytest.Files) { delete(f, "key") }, "key", "key"},
	} {
		t.Run(a.name, func(t *testing.T) {
			spoiled := files.Clone()
			a.do(spoiled)
			fails(t, tiles(spoiled), a.check, a.words)
		})
	}
}

// Partial tiles of the sizes a log had before may stay.
func TestTilesOfSmallerSizesMayStay(t *testing.T) {
	log := grown("archive", 66000)
	files := log.Tiles(66000)
	for _, size := range []int64{1, 255, 257, 65537, 65999} {
		for path, data := range log.Tiles(size) {
			if strings.Contains(path, ".p/") {
				files[path] = data
			}
		}
	}
	if r := tiles(files); !r.OK {
		t.Error(failing(r))
	}
}

// However many entries are signed for, the first missing bundle ends the run.
func TestNothingBehindAMissingBundleIsLookedAt(t *testing.T) {
	log := grown("archive", 3)
	files := log.Tiles(3)
	delete(files, "tile/entries/000.p/3")
	fails(t, tiles(files), "tiles", "tile/entries/000.p/3")
}
