package flow

import (
	"context"
	"io"
	"time"

	"sanad/internal/core/custody"
)

// Kept tells what a store did with bytes handed to it.
type Kept struct {
	Sum     custody.Sum
	Size    int64
	Existed bool // the same bytes were there before; they are stored once
}

// Blobs keeps byte sequences under their SHA-256 and never changes them.
// Implementations MUST be safe for use by several goroutines and several
// processes at once.
type Blobs interface {
	// Put reads r to its end and keeps the bytes whole or not at all: a
	// failed or interrupted Put MUST NOT leave bytes under a sum they do
	// not have, and an error from r MUST be returned wrapped.
	Put(ctx context.Context, r io.Reader) (Kept, error)
	// Settle makes every Put that returned before it survive a crash or
	// loss of power. It MUST have returned nil before an event names them.
	Settle(ctx context.Context) error
	// Open gives the bytes of sum. If the bytes kept are not those of sum the
	// reader MUST return a *custody.Altered instead of io.EOF. If nothing is
	// kept the error MUST wrap custody.ErrNotKept; any other failure MUST NOT.
	Open(ctx context.Context, sum custody.Sum) (io.ReadCloser, error)
	// Size gives the number of bytes kept, with the errors of Open.
	Size(ctx context.Context, sum custody.Sum) (int64, error)
	// List calls yield for everything kept, in ascending order of sum, with
	// memory that does not grow with their number.
	List(ctx context.Context, yield func(custody.Sum, int64) error) error
}

// Sealed keeps bytes that were encrypted before they came, and can let go of what
// was never sent.
type Sealed interface {
	Blobs
	// Drop removes the bytes of sum, settled or not. It is for a letter that was
	// abandoned: it MUST NOT be called for bytes that an event names. Nothing
	// being kept is no error.
	Drop(ctx context.Context, sum custody.Sum) error
	// Old is List without what could have been settled since a time: what is
	// known to the hour alone counts as settled at its end. It MAY be late to
	// tell of what was put just now.
	Old(ctx context.Context, before time.Time, yield func(custody.Sum, int64) error) error
}

// Manifests keeps one manifest-sha256.txt an accession, so that sha256sum
// alone can check the accession's originals without Sanad. A manifest is a
// view: it is written again by a rebuild.
type Manifests interface {
	// WriteManifest replaces the accession's manifest as a whole with what
	// write writes; a failed write MUST leave the former one in place.
	WriteManifest(ctx context.Context, accession string, write func(io.Writer) error) error
	// ReadManifest opens the accession's manifest; the error wraps
	// custody.ErrNotKept when there is none.
	ReadManifest(ctx context.Context, accession string) (io.ReadCloser, error)
}
