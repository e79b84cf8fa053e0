package verify_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"sanad/verify"
	"sanad/verify/verifytest"
)

// check runs the checker on a folder in memory, with nothing known from
// elsewhere.
func check(files verifytest.Files) verify.Report {
	return verify.Dossier(context.Background(), files.FS(), verify.Options{})
}

// names reports whether a check that failed names the file.
func names(r verify.Report, file string) bool {
	for _, c := range r.Checks {
		if !c.OK && strings.Contains(c.Detail, file) {
			return true
		}
	}
	return false
}

// Every byte of every file of a dossier, changed in its lowest and in its
// highest bit, makes the check fail, and the file is named. Under the race
// detector, ten times as slow, every seventh byte is changed in one of them.
func TestNoByteOfADossierCanBeChangedUnseen(t *testing.T) {
	files := verifytest.Tiny("flip").Sealed()
	if r := check(files); !r.OK {
		t.Fatalf("the dossier itself is refused: %+v", r)
	}
	const piece = 500
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, path := range files.Paths() {
		for from := 0; from < len(files[path]); from += piece {
			wg.Go(func() { flipAll(t, files, path, from, min(from+piece, len(files[path]))) })
		}
	}
}

func flipAll(t *testing.T, files verifytest.Files, path string, from, to int) {
	own := files.Clone()
	fsys := own.FS()
	data := own[path]
	for i := from; i < to; i++ {
		for _, mask := range masks(i) {
			data[i] ^= mask
			if r := verify.Dossier(context.Background(), fsys, verify.Options{}); r.OK || !names(r, path) {
				t.Errorf("byte %d of %s changed by %#x: ok %v, the file is not named", i, path, mask, r.OK)
			}
			data[i] ^= mask
		}
	}
	if r := verify.Dossier(context.Background(), fsys, verify.Options{}); !r.OK {
		t.Errorf("%s was not put back: the test changed more than it meant", path)
	}
}

func masks(i int) []byte {
	both := []byte{0x01, 0x80}
	if raceDetector && i%7 != 0 {
		return nil
	}
	if raceDetector {
		return both[i%2 : i%2+1]
	}
	return both
}

// The same for bytes taken out and put in.
func TestNoByteOfADossierCanBeTakenOutOrPutIn(t *testing.T) {
	files := verifytest.Tiny("flip").Sealed()
	for _, path := range files.Paths() {
		data := files[path]
		places := len(data)
		for i := 0; i <= places; i += max(1, places/40) {
			for _, changed := range [][]byte{cutOut(data, i), putIn(data, i, '\n'), putIn(data, i, ' '), putIn(data, i, 0)} {
				if string(changed) == string(data) {
					continue
				}
				spoiled := files.Clone()
				spoiled[path] = changed
				if r := check(spoiled); r.OK || !names(r, path) {
					t.Errorf("%s changed in length at %d: ok %v, the file is not named", path, i, r.OK)
				}
			}
		}
	}
}

func cutOut(data []byte, i int) []byte {
	if i == len(data) {
		return data
	}
	return append(append([]byte{}, data[:i]...), data[i+1:]...)
}

func putIn(data []byte, i int, b byte) []byte {
	return append(append(append([]byte{}, data[:i]...), b), data[i:]...)
}
