package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/iotest"

	"sanad/internal/flow"
)

func anyLength(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for i, n := range []int{0, 1, 8 << 10, 256<<10 - 1, 256 << 10, 256<<10 + 1, 8 << 20, 8<<20 + 1, 20 << 20} {
		data := pseudo(uint64(i), n)
		if kept := mustPut(t, b, data); kept.Existed {
			t.Errorf("%d new bytes are said to have been there", n)
		}
		mustHold(t, b, data) // before it is settled
		mustSettle(t, b)
		mustHold(t, b, data)
	}
	if all := listed(t, b); len(all) != 9 {
		t.Errorf("9 items were put, %d are listed", len(all))
	}
}

func anyPortions(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for i, portion := range []func(io.Reader) io.Reader{
		iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader,
	} {
		data := pseudo(uint64(i), 300<<10)
		kept, err := b.Put(context.Background(), portion(bytes.NewReader(data)))
		if err != nil || kept.Sum != sumOf(data) {
			t.Fatalf("reader %d: %v, %v", i, kept, err)
		}
		mustHold(t, b, data)
	}
}

func keptOnce(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for i, n := range []int{0, 100, 600 << 10} {
		data := pseudo(uint64(i), n)
		mustPut(t, b, data)
		if kept := mustPut(t, b, data); !kept.Existed {
			t.Errorf("%d bytes put again at once are said to be new", n)
		}
		mustSettle(t, b)
		if kept := mustPut(t, b, data); !kept.Existed {
			t.Errorf("%d bytes put again after settling are said to be new", n)
		}
		if kept := mustPut(t, p.Open(t, nil), data); !kept.Existed {
			t.Errorf("%d bytes put again to a store opened anew are said to be new", n)
		}
		mustSettle(t, b)
		if all := listed(t, b); len(all) != i+1 {
			t.Errorf("%d different items are listed as %d", i+1, len(all))
		}
	}
}

func putAtOnce(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	common := pseudo(0, 300<<10)
	var group sync.WaitGroup
	for g := range uint64(6) {
		group.Go(func() {
			for i := range uint64(8) {
				if err := putQuietly(b, pseudo(1+g*8+i, 1+int(i)*100)); err != nil {
					t.Errorf("putting: %v", err)
				}
				if err := putQuietly(b, common); err != nil {
					t.Errorf("putting the same bytes: %v", err)
				}
				if err := b.Settle(context.Background()); err != nil {
					t.Errorf("settling: %v", err)
				}
				if _, err := readAll(b, sumOf(common)); err != nil {
					t.Errorf("reading while others put: %v", err)
				}
			}
		})
	}
	group.Wait()
	if all := listed(t, b); len(all) != 49 {
		t.Errorf("49 different items are listed as %d", len(all))
	}
	mustHold(t, b, common)
}

func putQuietly(b flow.Blobs, data []byte) error {
	kept, err := b.Put(context.Background(), bytes.NewReader(data))
	if err == nil && kept.Sum != sumOf(data) {
		return fmt.Errorf("%d bytes were kept as %s", len(data), kept.Sum)
	}
	return err
}

func sharedPlace(t *testing.T, p BlobPlace) {
	one, two := p.Open(t, nil), p.Open(t, nil)
	data, other := pseudo(1, 700<<10), pseudo(2, 50)
	for _, b := range []flow.Blobs{one, two} {
		mustPut(t, b, data)
		mustPut(t, b, other)
	}
	mustSettle(t, one)
	mustHold(t, two, data)
	mustSettle(t, two)
	for _, b := range []flow.Blobs{one, two} {
		mustHold(t, b, data)
		mustHold(t, b, other)
		if all := listed(t, b); len(all) != 2 {
			t.Errorf("2 items are listed as %d", len(all))
		}
	}
}

var errBlobSource = errors.New("the source failed")

func failingReader(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for _, n := range []int{0, 1, 100, 256 << 10, 600 << 10, 9 << 20} {
		// A source that was cut off, or that wraps the end of another, has
		// not come to its own end.
		for _, fails := range []error{errBlobSource, io.ErrUnexpectedEOF, fmt.Errorf("source: %w", io.EOF)} {
			r := io.MultiReader(bytes.NewReader(pseudo(1, n)), iotest.ErrReader(fails))
			if kept, err := b.Put(context.Background(), r); !errors.Is(err, fails) || kept != (flow.Kept{}) {
				t.Errorf("%d bytes, then %q: got %v, %v", n, fails, kept, err)
			}
		}
	}
	mustSettle(t, b)
	mustBeEmpty(t, b)
	mustPut(t, b, pseudo(1, 100))
	mustHold(t, b, pseudo(1, 100))
}

func canceledPut(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Put(gone, bytes.NewReader(pseudo(1, 10))); !errors.Is(err, context.Canceled) {
		t.Errorf("putting after the call was canceled: %v", err)
	}
	for _, n := range []int{1000, 3 << 20, 9 << 20} {
		ctx, cancel := context.WithCancel(context.Background())
		r := &cancelingReader{Reader: bytes.NewReader(pseudo(2, n)), after: n / 2, cancel: cancel}
		if _, err := b.Put(ctx, r); !errors.Is(err, context.Canceled) {
			t.Errorf("putting %d bytes, canceled half way: %v", n, err)
		}
	}
	if err := b.Settle(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("settling after the call was canceled: %v", err)
	}
	mustSettle(t, b)
	mustBeEmpty(t, b)
}

// cancelingReader cancels the call that reads from it, after some bytes.
type cancelingReader struct {
	io.Reader
	after  int
	cancel context.CancelFunc
}

func (r *cancelingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p[:min(len(p), 512<<10, max(1, r.after))])
	if r.after -= n; r.after <= 0 {
		r.cancel()
	}
	return n, err
}

func settledStay(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	small, large := pseudo(1, 10), pseudo(2, 1<<20)
	mustPut(t, b, small)
	mustPut(t, b, large)
	mustSettle(t, b)
	mustHold(t, p.Open(t, nil), small)
	mustHold(t, p.Open(t, nil), large)
}

func settleNothing(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	mustSettle(t, b)
	mustPut(t, b, pseudo(1, 10))
	mustSettle(t, b)
	mustSettle(t, b)
	mustHold(t, b, pseudo(1, 10))
}
