package ledger

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// exported is a folder of tiles as an outsider has it.
type exported map[string][]byte

func export(t *testing.T, tree *Tree, size int64) exported {
	t.Helper()
	out := exported{}
	entries := func(from, to int64) ([][]byte, error) {
		var list [][]byte
		for i := from; i < to; i++ {
			list = append(list, testEntry(i))
		}
		return list, nil
	}
	err := ExportTiles(tree, size, entries, func(path string, data []byte) error {
		if _, twice := out[path]; twice {
			t.Errorf("%s was written twice", path)
		}
		out[path] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The paths stand here as C2SP tlog-tiles spells them out, for 70,000 entries
// by its own example.
func TestExportServesTheFilesThatTlogTilesNames(t *testing.T) {
	tree := grownTo(t, 70000)
	want := map[int64][]string{
		0:   {},
		1:   {"tile/0/000.p/1", "tile/entries/000.p/1"},
		255: {"tile/0/000.p/255", "tile/entries/000.p/255"},
		256: {"tile/0/000", "tile/1/000.p/1", "tile/entries/000"},
		257: {"tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/1"},
	}
	for size, paths := range want {
		var got []string
		for path := range export(t, tree, size) {
			got = append(got, path)
		}
		slices.Sort(got)
		if !slices.Equal(got, paths) {
			t.Errorf("a log of %d entries serves %v, want %v", size, got, paths)
		}
	}
	files := export(t, tree, 70000)
	for path, width := range map[string]int{
		"tile/0/000": 256, "tile/0/272": 256, "tile/0/273.p/112": 112, "tile/1/000": 256, "tile/1/001.p/17": 17, "tile/2/000.p/1": 1,
	} {
		if len(files[path]) != width*sha256.Size {
			t.Errorf("%s has %d bytes, want %d hashes", path, len(files[path]), width)
		}
	}
	if len(files) != 274+2+1+274 {
		t.Errorf("70000 entries make %d files", len(files))
	}
}

func TestTilePathsOfLargeLogs(t *testing.T) {
	for want, got := range map[string]string{
		"tile/0/000":                     TilePath("0", 0, 256),
		"tile/3/x001/x234/067":           TilePath("3", 1234067, 256),
		"tile/entries/x001/x234/067.p/5": TilePath(EntriesLevel, 1234067, 5),
		"tile/0/x001/000.p/255":          TilePath("0", 1000, 255),
	} {
		if got != want {
			t.Errorf("path is %s, want %s", got, want)
		}
	}
}

// An outsider who has only the exported files computes the signed root, both
// from the entries and from the hashes.
func TestTheRootFollowsFromExportedTilesAlone(t *testing.T) {
	tree := grownTo(t, 70000)
	for _, size := range []int64{1, 255, 256, 257, 70000} {
		files := export(t, tree, size)
		want := checkpointAt(t, tree, size).Root
		if got := rootFromEntries(t, files, size); got != want {
			t.Errorf("%d entries: the bundles give another root", size)
		}
		if got := rootFromTiles(t, files, size); got != want {
			t.Errorf("%d entries: the tiles give another root", size)
		}
	}
}

func rootFromEntries(t *testing.T, files exported, size int64) tlog.Hash {
	t.Helper()
	tree := NewTree(0, newStore())
	for n := int64(0); n*256 < size; n++ {
		entries, err := ParseBundle(files[TilePath(EntriesLevel, n, int(min(256, size-n*256)))])
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if _, err := tree.Append(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	return checkpointAt(t, tree, size).Root
}

// tileFiles lets tlog's own reader check the tiles while it reads them.
type tileFiles struct {
	t     *testing.T
	files exported
}

func (f tileFiles) Height() int                     { return 8 }
func (f tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (f tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, ok := f.files[path]
		if !ok {
			return nil, fmt.Errorf("no file %s", path)
		}
		out = append(out, data)
	}
	return out, nil
}

func rootFromTiles(t *testing.T, files exported, size int64) tlog.Hash {
	t.Helper()
	tree := tlog.Tree{N: size, Hash: plainRoot(0, size)}
	reader := tlog.TileHashReader(tree, tileFiles{t, files})
	for _, i := range sampledIndexes(size) {
		got, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		if err != nil || got[0] != tlog.RecordHash(testEntry(i)) {
			t.Fatalf("leaf %d of %d from the tiles: %v", i, size, err)
		}
	}
	root, err := tlog.TreeHash(size, reader)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestExportStopsAtTheFirstTrouble(t *testing.T) {
	tree := grownTo(t, 300)
	some := func(from, to int64) ([][]byte, error) { return make([][]byte, to-from), nil }
	fewer := func(from, to int64) ([][]byte, error) { return make([][]byte, to-from-1), nil }
	fails := func(from, to int64) ([][]byte, error) { return nil, errors.New("disk gone") }
	large := func(from, to int64) ([][]byte, error) {
		return slices.Repeat([][]byte{make([]byte, 65536)}, int(to-from)), nil
	}
	ignore := func(string, []byte) error { return nil }
	full := func(path string, _ []byte) error { return fmt.Errorf("no space for %s", path) }
	for name, err := range map[string]error{
		"more entries than there are": ExportTiles(tree, 301, some, ignore),
		"a negative size":             ExportTiles(tree, -1, some, ignore),
		"too few entries":             ExportTiles(tree, 300, fewer, ignore),
		"entries that can't be read":  ExportTiles(tree, 300, fails, ignore),
		"an entry too long":           ExportTiles(tree, 300, large, ignore),
		"a disk that is full":         ExportTiles(tree, 300, some, full),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestBundlesComeApartAsTheyWerePut(t *testing.T) {
	in := [][]byte{{}, []byte("a"), bytes.Repeat([]byte("b"), 65535)}
	bundle, err := bundleOf(func(int64, int64) ([][]byte, error) { return in, nil }, 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	out, err := ParseBundle(bundle)
	if err != nil || !slices.EqualFunc(in, out, bytes.Equal) {
		t.Errorf("entries changed on the way (%v)", err)
	}
	for _, broken := range [][]byte{{0}, {0, 1}, {0, 0, 1}, bundle[:len(bundle)-1]} {
		if _, err := ParseBundle(broken); !errors.Is(err, ErrForm) {
			t.Errorf("a bundle of %d bytes that is cut off was read: %v", len(broken), err)
		}
	}
}
