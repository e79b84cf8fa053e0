package disk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

func TestSealedBytesAreLetGoOfOnRequest(t *testing.T) {
	for _, each := range []bool{false, true} {
		dir := t.TempDir()
		storetest.Sealed(t, func(t *testing.T) flow.Sealed { return open(t, dir, Options{SyncEach: each}).Sealed() })
	}
}

// An archive made before strangers could hand anything in gets the folder for it,
// and a file in it tells the hour it came, and no more.
func TestSealedBytesTellTheHourAlone(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	must(t, os.RemoveAll(filepath.Join(dir, sealedDir)))
	s, err := Open(dir, Options{})
	must(t, err)
	kept, err := s.Sealed().Put(t.Context(), strings.NewReader("sealed before it came"))
	must(t, err)
	must(t, s.Sealed().Settle(t.Context()))
	info, err := os.Stat(filepath.Join(dir, s.sealed.path(kept.Sum)))
	must(t, err)
	if at := info.ModTime(); !at.Equal(at.Truncate(time.Hour)) {
		t.Errorf("its time is %s", at)
	}
}
