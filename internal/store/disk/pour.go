package disk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

const (
	// blockSize is what is read, hashed and written at a time; blocksInFlight
	// of them stay in a processor's cache.
	blockSize      = 256 << 10
	blocksInFlight = 4
	// writeAhead is how much of a large file is written before the disk is
	// asked to begin with it: with 1 GiB a third faster than to leave all to
	// the sync at the end.
	writeAhead = 8 << 20
)

type block [blockSize]byte

// piece is a block of which n bytes are to be written.
type piece struct {
	*block
	n int
}

// fill reads until p is full or r is at its end. It is not io.ReadFull, which
// gives the same error for the end of r and for a source that was cut off.
func fill(ctx context.Context, r io.Reader, p []byte) (n int, whole bool, err error) {
	for n < len(p) {
		if err := ctx.Err(); err != nil {
			return n, false, err
		}
		m, err := r.Read(p[n:])
		n += m
		switch {
		case err == io.EOF: //nolint // a wrapped EOF is a failure of the source
			return n, true, nil
		case err != nil:
			return n, false, fmt.Errorf("reading what is to be kept: %w", err)
		}
	}
	return n, false, nil
}

// pour writes the first block and the rest of r to f and hashes them. One
// goroutine reads and hashes while another writes, because each of the two
// takes about as long as the other.
func (b *shelf) pour(ctx context.Context, f *os.File, first *block, r io.Reader) (flow.Kept, error) {
	free, full := make(chan *block, blocksInFlight), make(chan piece, blocksInFlight)
	for range blocksInFlight - 1 {
		extra := b.buffers.Get().(*block)
		defer b.buffers.Put(extra)
		free <- extra
	}
	out := &outlet{file: f}
	written := make(chan error, 1)
	go func() { written <- out.drain(full, free) }()
	kept, err := hashInto(ctx, full, free, first, r, &out.failed)
	close(full)
	if werr := <-written; werr != nil {
		return flow.Kept{}, advise("writing an item", werr)
	}
	return kept, err
}

// hashInto hashes what it hands to the writer. A block comes back through free
// only after it was hashed, since the one goroutine does both.
func hashInto(ctx context.Context, full chan<- piece, free <-chan *block, at *block, r io.Reader, failed *atomic.Bool) (flow.Kept, error) {
	hash := sha256.New()
	size, n, whole := int64(0), blockSize, false
	for {
		full <- piece{at, n}
		hash.Write(at[:n])
		size += int64(n)
		if whole || failed.Load() {
			return flow.Kept{Sum: custody.Sum(hash.Sum(nil)), Size: size}, nil
		}
		at = <-free
		var err error
		if n, whole, err = fill(ctx, r, at[:]); err != nil {
			return flow.Kept{}, err
		}
	}
}

// outlet writes blocks in order.
type outlet struct {
	file   *os.File
	offset int64
	asked  int64 // up to here the disk was asked to write
	failed atomic.Bool
}

// drain writes what comes and gives the blocks back. After an error it only
// gives them back, until the other side has seen that it failed.
func (o *outlet) drain(full <-chan piece, free chan<- *block) error {
	var first error
	for p := range full {
		if first == nil {
			if first = o.write(p.block[:p.n]); first != nil {
				o.failed.Store(true)
			}
		}
		free <- p.block
	}
	return first
}

func (o *outlet) write(data []byte) error {
	n, err := o.file.Write(data)
	o.offset += int64(n)
	if o.offset-o.asked >= writeAhead {
		startWriting(o.file, o.asked, o.offset-o.asked)
		o.asked = o.offset
	}
	if err == nil && n < len(data) {
		return errors.New("short write")
	}
	return err
}
