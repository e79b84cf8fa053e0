package disk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// Settle implements flow.Blobs. If the disk fails to take bytes, this and
// every later call and Put of the Store gives that error: the kernel may have
// dropped the bytes and would answer the next sync with success. What was put
// since the last Settle must then be put again, to a Store opened anew.
func (b *shelf) Settle(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.settle()
}

// settle is not cut short by a canceled caller: others' puts are among them.
func (b *shelf) settle() error {
	b.settling.Lock()
	defer b.settling.Unlock()
	drafts, err := b.batch()
	if err != nil {
		return err
	}
	if err := b.settleBytes(drafts); err != nil {
		return b.breakOff("making bytes durable", err)
	}
	if err := inParallel(placers, drafts, b.place); err != nil {
		return err
	}
	if err := b.settleNames(); err != nil {
		return b.breakOff("making names durable", err)
	}
	return nil
}

// batch is what there is to settle now, in order of sum.
func (b *shelf) batch() ([]draft, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.SortedFunc(maps.Values(b.pending), func(x, y draft) int {
		return bytes.Compare(x.sum[:], y.sum[:])
	}), b.broken
}

func (b *shelf) breakOff(doing string, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.broken = fmt.Errorf("%w; nothing put since the last settled batch is safe: start again and hand it in once more",
		advise(doing, err))
	return b.broken
}

// settleBytes makes those drafts' bytes durable that Put did not.
func (b *shelf) settleBytes(drafts []draft) error {
	if !slices.ContainsFunc(drafts, func(d draft) bool { return !d.durable }) {
		return nil
	}
	return b.hook.Around("disk: sync", b.flush.files)
}

// place renames a durable draft to its sum. What another process placed there
// first stays.
func (b *shelf) place(d draft) error {
	made, err := b.makeLeaf(leafOf(d.sum))
	if err != nil {
		return advise("placing "+d.sum.String(), err)
	}
	err = custody.ErrNotKept
	if !made {
		err = b.checkSize(d.sum, d.size)
	}
	switch {
	case err == nil:
		b.session.discard(nil, d.temp)
	case !errors.Is(err, custody.ErrNotKept):
		return err
	default:
		if err := b.blur(d); err != nil {
			return advise("placing "+d.sum.String(), err)
		}
		err := b.hook.Around("disk: rename", func() error { return b.root.Rename(d.temp, b.path(d.sum)) })
		if err != nil {
			return advise("placing "+d.sum.String(), err)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.pending, d.sum)
	b.touched[leafOf(d.sum)] = struct{}{}
	return nil
}

// blur gives a draft the hour for its time, where that is asked.
func (b *shelf) blur(d draft) error {
	if !b.coarse {
		return nil
	}
	hour := time.Now().Truncate(ledger.CoarseTo)
	return b.root.Chtimes(d.temp, hour, hour)
}

// makeLeaf makes the folder ab/cd and tells whether it was not there before.
func (b *shelf) makeLeaf(l leaf) (made bool, err error) {
	if b.anchored.has(l) {
		return false, nil
	}
	err = b.makeFolder(b.leafPath(l))
	if errors.Is(err, fs.ErrNotExist) {
		if err := b.makeFolder(b.branchPath(l)); err != nil && !errors.Is(err, fs.ErrExist) {
			return false, err
		}
		err = b.makeFolder(b.leafPath(l))
	}
	if errors.Is(err, fs.ErrExist) {
		return false, nil // the look at the item tells whether it is a folder
	}
	return err == nil, err
}

func (b *shelf) makeFolder(name string) error {
	return b.hook.Around("disk: mkdir", func() error { return b.root.Mkdir(name, 0o755) })
}

// settleNames makes the names durable that were placed or found, with the
// folders made for them up to the top.
func (b *shelf) settleNames() error {
	leaves := b.takeTouched()
	if len(leaves) == 0 {
		return nil
	}
	folders := b.foldersOf(leaves)
	if err := b.hook.Around("disk: sync folders", func() error { return b.flush.folders(folders) }); err != nil {
		return err
	}
	for _, l := range leaves {
		b.anchored.set(l)
	}
	return nil
}

// takeTouched empties the set before the sync, so that a leaf touched during
// it is synced by the next Settle.
func (b *shelf) takeTouched() []leaf {
	b.mu.Lock()
	defer b.mu.Unlock()
	leaves := slices.Sorted(maps.Keys(b.touched))
	clear(b.touched)
	return leaves
}

// foldersOf gives the folders that hold new names: the leaves, and those
// above any leaf not yet known to hang on durable names.
func (b *shelf) foldersOf(leaves []leaf) []string {
	names := map[string]struct{}{}
	for _, l := range leaves {
		names[b.leafPath(l)] = struct{}{}
		if !b.anchored.has(l) {
			names[b.branchPath(l)] = struct{}{}
			names[b.top()] = struct{}{}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
