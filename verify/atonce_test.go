package verify_test

import (
	"sync"
	"testing"

	"sanad/verify/verifytest"
)

// Several check a dossier at once, and one that was changed beside it: none sees
// what another sees. The race detector watches this test, and not those that
// change every byte, which take ten times as long with it.
func TestManyCheckADossierAtOnce(t *testing.T) {
	files := verifytest.Tiny("many").Sealed()
	path := files.Paths()[0]
	spoiled := files.Clone()
	spoiled[path] = putIn(files[path], 0, ' ')
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if r := check(files); !r.OK {
				t.Errorf("the dossier is refused: %+v", r.Checks)
			}
		})
		wg.Go(func() {
			if r := check(spoiled); r.OK || !names(r, path) {
				t.Errorf("a changed one: ok %v, or the file is not named", r.OK)
			}
		})
	}
	wg.Wait()
}
