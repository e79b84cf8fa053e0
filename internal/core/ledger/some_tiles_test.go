package ledger

import (
	"errors"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// Whatever the size of the log, the tiles that are given out are enough for the
// entries asked for, and a byte changed in one of them is not believed.
func TestSomeTilesAreEnoughForSomeEntries(t *testing.T) {
	for _, size := range []int64{1, 2, 255, 256, 257, 511, 513, 700, 65_535, 65_536, 65_793, 70_001} {
		tree := grownTo(t, size)
		root, err := tree.Root(size)
		if err != nil {
			t.Fatal(err)
		}
		c := Checkpoint{Origin: "o", Size: size, Root: root}
		for _, wanted := range [][]int64{{0}, {size - 1}, {0, size / 2, size - 1}, {size / 3}, {min(size-1, 256), min(size-1, 65_536)}} {
			files := map[string][]byte{}
			if err := SomeTiles(tree, size, wanted, func(path string, data []byte) error { files[path] = append([]byte{}, data...); return nil }); err != nil {
				t.Fatal(err)
			}
			read := func(path string) ([]byte, error) {
				if data, ok := files[path]; ok {
					return data, nil
				}
				return nil, fmt.Errorf("no file %s", path)
			}
			got, err := NewLeavesOf(c, read).Hashes(wanted)
			if err != nil {
				t.Fatalf("entries %v of %d: %v", wanted, size, err)
			}
			for i, index := range wanted {
				if got[i] != tlog.RecordHash(testEntry(index)) {
					t.Fatalf("entry %d of %d is another", index, size)
				}
			}
			for path := range files {
				files[path][0] ^= 1
				if _, err := NewLeavesOf(c, read).Hashes(wanted); !errors.Is(err, ErrProof) {
					t.Errorf("size %d, entries %v: %s was changed, and nobody minded: %v", size, wanted, path, err)
				}
				files[path][0] ^= 1
			}
		}
	}
}

func TestTilesAreOfEntriesThatAreThere(t *testing.T) {
	tree := grownTo(t, 10)
	ignore := func(string, []byte) error { return nil }
	if SomeTiles(tree, 11, nil, ignore) == nil || SomeTiles(tree, 10, []int64{10}, ignore) == nil || SomeTiles(tree, 10, []int64{-1}, ignore) == nil {
		t.Error("tiles were given of what is not there")
	}
	if _, err := NewLeavesOf(Checkpoint{Size: 10}, nil).Hashes([]int64{10}); !errors.Is(err, ErrProof) {
		t.Errorf("an entry beyond the log: %v", err)
	}
}
