package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"sanad/internal/core/custody"
)

// find looks at what lies in the place of sum without following links. Links
// are refused even where they stay inside the folder: whoever plants one could
// make one damaged file stand for many items.
func (b *shelf) find(sum custody.Sum) (fs.FileInfo, error) {
	l := leafOf(sum)
	for _, folder := range []string{b.branchPath(l), b.leafPath(l)} {
		if err := b.checkFolder(folder); err != nil {
			return nil, b.missing(sum, err)
		}
	}
	name := b.path(sum)
	info, err := b.root.Lstat(name)
	if err != nil {
		return nil, b.missing(sum, err)
	}
	if !info.Mode().IsRegular() {
		return nil, &damaged{name, "is " + describe(info.Mode()), &custody.Altered{Want: sum}}
	}
	return info, nil
}

// missing turns an absent name into custody.ErrNotKept, but not the absence of
// the top folder: then the store is gone, and nothing is known of the item.
func (b *shelf) missing(sum custody.Sum, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return advise("looking for "+sum.String(), err)
	}
	if err := b.checkFolder(b.top()); err != nil {
		return fmt.Errorf("looking for %s: the folder of the store is gone: is its disk mounted? %w", sum, err)
	}
	return fmt.Errorf("%s: %w", sum, custody.ErrNotKept)
}

func (b *shelf) checkFolder(name string) error {
	info, err := b.root.Lstat(name)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("%s is %s, not a folder: put the real folder back", name, describe(info.Mode()))
	}
	return err
}

func describe(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a plain file"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode.IsDir():
		return "a folder"
	}
	return "no plain file (" + mode.String() + ")"
}

// openPlain opens what find saw and nothing else: a link put in its place in
// between would give another file.
func (b *shelf) openPlain(ctx context.Context, sum custody.Sum) (io.ReadCloser, error) {
	seen, err := b.find(sum)
	if err != nil {
		return nil, err
	}
	f, err := b.root.Open(b.path(sum))
	if err != nil {
		return nil, advise("opening "+sum.String(), err)
	}
	info, err := f.Stat()
	if err == nil && !os.SameFile(seen, info) {
		err = &damaged{b.path(sum), "was replaced while it was opened", &custody.Altered{Want: sum}}
	}
	if err != nil {
		return nil, errors.Join(advise("opening "+sum.String(), err), f.Close())
	}
	return newChecked(ctx, f, sum, info.Size()), nil
}
