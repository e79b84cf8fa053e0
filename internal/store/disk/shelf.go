package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// algorithm names the sum in every path, so that another may stand beside it.
const algorithm = "sha256"

// shelf is one folder of bytes under their sums.
type shelf struct {
	*Store
	name string
	mode fs.FileMode
	// coarse gives files the hour they came for their time: a disk that is taken
	// away must not tell more of strangers than the ledger does.
	coarse bool

	settling sync.Mutex // held by the one that settles
	anchored bitset     // leaves whose way up is durable; owned by the settler

	mu      sync.Mutex
	pending map[custody.Sum]draft // put, not yet in place
	touched map[leaf]struct{}     // leaves whose names are not yet durable
	broken  error                 // set when the disk failed to take bytes
}

var _ flow.Blobs = (*shelf)(nil)

// draft is a complete file that still has its temporary name.
type draft struct {
	sum     custody.Sum
	size    int64
	temp    string
	durable bool // its bytes are synced already
}

func newShelf(s *Store, name string, mode fs.FileMode) *shelf {
	return &shelf{Store: s, name: name, mode: mode,
		pending: map[custody.Sum]draft{}, touched: map[leaf]struct{}{}}
}

// leaf numbers a folder ab/cd by the first two bytes of the sums in it.
type leaf uint16

func leafOf(sum custody.Sum) leaf { return leaf(sum[0])<<8 | leaf(sum[1]) }

// bitset holds one bit a leaf, 8 KiB for all.
type bitset [1 << 16 / 64]uint64

func (b *bitset) has(l leaf) bool { return b[l/64]&(1<<(l%64)) != 0 }
func (b *bitset) set(l leaf)      { b[l/64] |= 1 << (l % 64) }

func (b *shelf) top() string              { return path.Join(b.name, algorithm) }
func (b *shelf) branchPath(l leaf) string { return path.Join(b.top(), fmt.Sprintf("%02x", l>>8)) }
func (b *shelf) leafPath(l leaf) string {
	return path.Join(b.branchPath(l), fmt.Sprintf("%02x", l&0xff))
}
func (b *shelf) path(s custody.Sum) string { return path.Join(b.leafPath(leafOf(s)), s.String()) }

// Size implements flow.Blobs.
func (b *shelf) Size(ctx context.Context, sum custody.Sum) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if d, ok := b.draftOf(sum); ok {
		return d.size, nil
	}
	info, err := b.find(sum)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Open implements flow.Blobs. The reader withholds the last bytes of an
// altered item, so that nobody ends up with all of it.
func (b *shelf) Open(ctx context.Context, sum custody.Sum) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if d, ok := b.draftOf(sum); ok {
		f, err := b.root.Open(d.temp)
		if err == nil {
			return newChecked(ctx, f, sum, d.size), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, advise("opening "+sum.String(), err)
		}
		// It was settled between the two looks.
	}
	return b.openPlain(ctx, sum)
}

func (b *shelf) draftOf(sum custody.Sum) (draft, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	d, ok := b.pending[sum]
	return d, ok
}
