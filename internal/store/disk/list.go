package disk

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"slices"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// List implements flow.Blobs. It settles first, so that what was put is in
// place and in order. What has a sum for a name is listed whatever it is, so
// that the reader comes to open it and hears what is wrong; other names are no
// concern of the store. Memory is that of one folder, one 65,536th of all.
func (b *shelf) List(ctx context.Context, yield func(custody.Sum, int64) error) error {
	if err := b.Settle(ctx); err != nil {
		return err
	}
	return b.each(ctx, func(sum custody.Sum, info fs.FileInfo) error { return yield(sum, info.Size()) })
}

// Old implements flow.Sealed. The time of a file is that at which it was put in
// place, cut to the hour where that is asked.
func (b *shelf) Old(ctx context.Context, before time.Time, yield func(custody.Sum, int64) error) error {
	return b.each(ctx, func(sum custody.Sum, info fs.FileInfo) error {
		if info.ModTime().Add(ledger.CoarseTo).After(before) {
			return nil
		}
		return yield(sum, info.Size())
	})
}

// each walks what is in place.
func (b *shelf) each(ctx context.Context, yield func(custody.Sum, fs.FileInfo) error) error {
	branches, err := b.folders(b.top())
	if err != nil {
		return err
	}
	for _, branch := range branches {
		leaves, err := b.folders(branch)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			if err := b.listLeaf(ctx, leaf, yield); err != nil {
				return err
			}
		}
	}
	return nil
}

// folders gives the paths of the folders named by one byte, in order.
func (b *shelf) folders(dir string) ([]string, error) {
	entries, err := b.entries(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if _, err := hex.DecodeString(entry.Name()); err != nil || len(entry.Name()) != 2 {
			continue
		}
		if err := b.checkFolder(name); err != nil {
			return nil, advise("listing "+dir, err)
		}
		names = append(names, name)
	}
	return names, nil
}

func (b *shelf) listLeaf(ctx context.Context, dir string, yield func(custody.Sum, fs.FileInfo) error) error {
	entries, err := b.entries(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum, err := custody.ParseSum(entry.Name())
		if err != nil || b.path(sum) != path.Join(dir, entry.Name()) {
			continue
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was let go of meanwhile
		}
		if err != nil {
			return advise("listing "+dir, err)
		}
		if err := yield(sum, info); err != nil {
			return err
		}
	}
	return nil
}

// entries reads one folder, sorted by name.
func (b *shelf) entries(dir string) ([]fs.DirEntry, error) {
	d, err := b.root.Open(dir)
	if err != nil {
		return nil, advise("listing "+dir, err)
	}
	entries, err := d.ReadDir(-1)
	if err := errors.Join(err, d.Close()); err != nil {
		return nil, advise("listing "+dir, err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int {
		if a.Name() < b.Name() {
			return -1
		}
		return 1
	})
	return entries, nil
}
