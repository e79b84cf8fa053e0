package disk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// pendingLimit is how many puts may wait for one Settle; the next Put settles
// them, so that memory and tmp do not grow with the batch.
const pendingLimit = 4096

// syncAlone is the size from which a file is synced by itself: it takes longer
// to write than to wait for, and a sync of the whole file system may wait for
// what other programs wrote.
const syncAlone = 4 << 20

// Put implements flow.Blobs. Bytes that are there already are not written
// again: a file of the right size under the sum is taken for them, because to
// read it again would double the cost of collecting a folder twice; sanad
// verify is what reads all. A file of another size is an error that unwraps to
// *custody.Altered: to put the good bytes in its place would hide the damage.
func (b *shelf) Put(ctx context.Context, r io.Reader) (flow.Kept, error) {
	if err := b.ready(ctx); err != nil {
		return flow.Kept{}, err
	}
	first := b.buffers.Get().(*block)
	defer b.buffers.Put(first)
	n, whole, err := fill(ctx, r, first[:])
	if err != nil {
		return flow.Kept{}, err
	}
	if whole {
		return b.putSmall(first[:n])
	}
	return b.putLarge(ctx, first, r)
}

// ready refuses after the disk once failed to take bytes.
func (b *shelf) ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.mu.Lock()
	full, broken := len(b.pending) >= pendingLimit, b.broken
	b.mu.Unlock()
	if broken == nil && full {
		return b.Settle(ctx)
	}
	return broken
}

// putSmall keeps bytes that fit in one block. They are hashed before anything
// is written, so bytes that are there already cost no write.
func (b *shelf) putSmall(data []byte) (flow.Kept, error) {
	kept := flow.Kept{Sum: sha256.Sum256(data), Size: int64(len(data))}
	if found, err := b.existing(&kept); found || err != nil {
		return kept, err
	}
	d, err := b.draft(func(f *os.File) (flow.Kept, error) {
		_, err := f.Write(data)
		return kept, advise("writing "+kept.Sum.String(), err)
	})
	if err != nil {
		return flow.Kept{}, err
	}
	return b.enter(d), nil
}

// putLarge keeps the first block and the rest of r. The sum is known only when
// all is written.
func (b *shelf) putLarge(ctx context.Context, first *block, r io.Reader) (flow.Kept, error) {
	d, err := b.draft(func(f *os.File) (flow.Kept, error) { return b.pour(ctx, f, first, r) })
	if err != nil {
		return flow.Kept{}, err
	}
	kept := flow.Kept{Sum: d.sum, Size: d.size}
	if found, err := b.existing(&kept); found || err != nil {
		b.session.discard(nil, d.temp)
		return kept, err
	}
	return b.enter(d), nil
}

// draft makes a complete file under a temporary name, or none.
func (b *shelf) draft(write func(*os.File) (flow.Kept, error)) (draft, error) {
	f, temp, err := b.session.create(b.mode)
	if err != nil {
		return draft{}, advise("making a file in "+tmpDir, err)
	}
	var kept flow.Kept
	err = b.hook.Around("disk: write", func() (err error) { kept, err = write(f); return err })
	alone := b.flush.whole == nil || kept.Size >= syncAlone
	if err == nil && alone {
		err = b.hook.Around("disk: sync", func() error { return advise("syncing "+temp, f.Sync()) })
	}
	if err == nil {
		err = advise("closing "+temp, f.Close())
	}
	if err != nil {
		b.session.discard(f, temp)
		return draft{}, err
	}
	return draft{sum: kept.Sum, size: kept.Size, temp: temp, durable: alone}, nil
}

// existing looks whether the bytes are kept already. If so their name may be
// another process's and not durable yet, so it is remembered for Settle.
func (b *shelf) existing(kept *flow.Kept) (bool, error) {
	if _, ok := b.draftOf(kept.Sum); ok {
		kept.Existed = true
		return true, nil
	}
	err := b.checkSize(kept.Sum, kept.Size)
	if errors.Is(err, custody.ErrNotKept) {
		return false, nil
	}
	if err != nil {
		*kept = flow.Kept{}
		return false, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.touched[leafOf(kept.Sum)] = struct{}{}
	kept.Existed = true
	return true, nil
}

// checkSize looks whether the item is in its place, whole by its size.
func (b *shelf) checkSize(sum custody.Sum, want int64) error {
	info, err := b.find(sum)
	if err != nil {
		return err
	}
	if info.Size() != want {
		what := fmt.Sprintf("is %d bytes long where the item has %d", info.Size(), want)
		return &damaged{b.path(sum), what, &custody.Altered{Want: sum}}
	}
	return nil
}

// enter hands a complete file to the next Settle. Of two that put the same
// bytes at once the second finds the first's.
func (b *shelf) enter(d draft) flow.Kept {
	b.mu.Lock()
	_, existed := b.pending[d.sum]
	if !existed {
		b.pending[d.sum] = d
	}
	b.mu.Unlock()
	if existed {
		b.session.discard(nil, d.temp)
	}
	return flow.Kept{Sum: d.sum, Size: d.size, Existed: existed}
}
