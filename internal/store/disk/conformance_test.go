package disk

import (
	"os"
	"path/filepath"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/store/fault"
	"sanad/internal/store/storetest"
)

func open(t *testing.T, dir string, opt Options) *Store {
	t.Helper()
	opt.Create = true
	s, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func place(t *testing.T, each bool, name string, of func(*Store) flow.Blobs) storetest.BlobPlace {
	dir := t.TempDir()
	file := func(sum custody.Sum) string {
		hex := sum.String()
		return filepath.Join(dir, name, algorithm, hex[:2], hex[2:4], hex)
	}
	return storetest.BlobPlace{
		Open: func(t *testing.T, hook fault.Hook) flow.Blobs {
			return of(open(t, dir, Options{SyncEach: each, Hook: hook}))
		},
		Replace: func(t *testing.T, sum custody.Sum, data []byte) {
			must(t, os.Remove(file(sum)))
			must(t, os.WriteFile(file(sum), data, 0o644))
		},
		Lose:  func(t *testing.T, sum custody.Sum) { must(t, os.Remove(file(sum))) },
		Break: func(t *testing.T) { must(t, os.Rename(filepath.Join(dir, name), filepath.Join(dir, "away"))) },
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Each of the two shelves is tried in one of the two ways of making bytes
// durable; the shelves differ in name and mode only.

func TestOriginalsKeepTheContractSyncedWholeWhereTheDiskAllows(t *testing.T) {
	storetest.Blobs(t, func(t *testing.T) storetest.BlobPlace {
		return place(t, false, originalsDir, (*Store).Originals)
	})
}

func TestRenditionsKeepTheContractSyncedEach(t *testing.T) {
	storetest.Blobs(t, func(t *testing.T) storetest.BlobPlace {
		return place(t, true, renditionsDir, (*Store).Renditions)
	})
}

func TestManifestsKeepTheContract(t *testing.T) {
	storetest.Manifests(t, func(t *testing.T) func(*testing.T, fault.Hook) flow.Manifests {
		dir := t.TempDir()
		return func(t *testing.T, hook fault.Hook) flow.Manifests { return open(t, dir, Options{Hook: hook}) }
	})
}
