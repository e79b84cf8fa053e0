package disk

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/core/custody"
)

// plant puts something else in the place of a settled original.
func plant(t *testing.T, s *Store, sum custody.Sum, how func(name string) error) {
	t.Helper()
	name := filepath.Join(s.root.Name(), filepath.FromSlash(s.originals.path(sum)))
	must(t, os.Remove(name))
	must(t, how(name))
}

// Even a link to the very bytes is refused: its target can be changed by
// whoever owns that, without touching the store.
func TestWhatIsNoPlainFileIsNoOriginal(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside")
	must(t, os.WriteFile(outside, []byte("a statement"), 0o644))
	for what, how := range map[string]func(string) error{
		"a symbolic link to the same bytes": func(name string) error { return os.Symlink(outside, name) },
		"a symbolic link to nothing":        func(name string) error { return os.Symlink("nothing", name) },
		"a folder":                          func(name string) error { return os.Mkdir(name, 0o755) },
	} {
		t.Run(what, func(t *testing.T) {
			s := open(t, t.TempDir(), Options{})
			sum := put(t, s.Originals(), "a statement")
			settle(t, s.Originals())
			plant(t, s, sum, how)
			for doing, err := range refusals(s, sum) {
				var altered *custody.Altered
				if !errors.As(err, &altered) || altered.Want != sum || !strings.Contains(err.Error(), "sanad verify") {
					t.Errorf("%s gave %v", doing, err)
				}
			}
			listed := false
			must(t, s.Originals().List(context.Background(), func(got custody.Sum, _ int64) error {
				listed = got == sum
				return nil
			}))
			if !listed {
				t.Error("it is left out of the list, so that verify would not see it")
			}
		})
	}
}

func refusals(s *Store, sum custody.Sum) map[string]error {
	ctx := context.Background()
	r, openErr := s.Originals().Open(ctx, sum)
	if openErr == nil {
		_, openErr = io.Copy(io.Discard, r)
	}
	_, sizeErr := s.Originals().Size(ctx, sum)
	_, putErr := s.Originals().Put(ctx, strings.NewReader("a statement"))
	return map[string]error{"opening": openErr, "sizing": sizeErr, "putting": putErr}
}

// A folder of the store moved elsewhere and linked back would let bytes leave
// the disk that is synced.
func TestALinkedFolderIsRefused(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	sum := put(t, s.Originals(), "a statement")
	settle(t, s.Originals())
	leaf := filepath.Join(s.root.Name(), filepath.FromSlash(s.originals.leafPath(leafOf(sum))))
	inside, outside := leaf+"-moved", filepath.Join(t.TempDir(), "moved")
	for target, link := range map[string]string{inside: filepath.Base(inside), outside: outside} {
		must(t, os.Rename(leaf, target))
		must(t, os.Symlink(link, leaf))
		for doing, err := range refusals(s, sum) {
			if err == nil || errors.Is(err, custody.ErrNotKept) {
				t.Errorf("%s through a linked folder gave %v", doing, err)
			}
		}
		if err := s.Originals().List(context.Background(), func(custody.Sum, int64) error { return nil }); err == nil {
			t.Error("a linked folder was listed")
		}
		must(t, os.Remove(leaf))
		must(t, os.Rename(target, leaf))
	}
}

func TestOtherNamesAreNoConcernOfTheList(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	sum := put(t, s.Originals(), "a statement")
	settle(t, s.Originals())
	top := filepath.Join(s.root.Name(), "originals", "sha256")
	leaf := filepath.Join(s.root.Name(), filepath.FromSlash(s.originals.leafPath(leafOf(sum))))
	elsewhere := sum
	elsewhere[0] ^= 1
	for _, name := range []string{
		filepath.Join(top, "lost+found"), filepath.Join(leaf, ".DS_Store"),
		filepath.Join(leaf, strings.ToUpper(sum.String())), filepath.Join(leaf, elsewhere.String()),
	} {
		must(t, os.WriteFile(name, []byte("x"), 0o644))
	}
	var all bytes.Buffer
	must(t, s.Originals().List(context.Background(), func(sum custody.Sum, size int64) error {
		all.WriteString(sum.String())
		return nil
	}))
	if all.String() != sum.String() {
		t.Errorf("listed is %s, want %s alone", all.String(), sum)
	}
}
