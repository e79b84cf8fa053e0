package disk

import (
	"context"
	"errors"
	"io/fs"

	"sanad/internal/core/custody"
)

// Drop implements flow.Sealed. The name's removal need not be durable: what a
// crash brings back is named by no event.
func (b *shelf) Drop(ctx context.Context, sum custody.Sum) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.settling.Lock() // else what is dropped could be put in place meanwhile
	defer b.settling.Unlock()
	b.mu.Lock()
	d, waits := b.pending[sum]
	delete(b.pending, sum)
	b.mu.Unlock()
	if waits {
		b.session.discard(nil, d.temp)
	}
	if _, err := b.find(sum); errors.Is(err, custody.ErrNotKept) {
		return nil
	} else if err != nil {
		return err
	}
	err := b.root.Remove(b.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return advise("removing "+sum.String(), err)
}
