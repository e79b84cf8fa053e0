package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// memoryBook is a book in memory, whose state is made again from all its
// events for every look. It keeps the contract of flow.Book as far as the
// desk's tests need it.
type memoryBook struct {
	mu     sync.Mutex
	events []flow.Recorded
	signer note.Signer
	now    time.Time
	broken error // given by every look instead of a state
	full   error // given by every append that something is written by
	last   *memoryState
}

func newMemoryBook(signer note.Signer) *memoryBook {
	return &memoryBook{signer: signer, now: time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)}
}

func (b *memoryBook) Look(ctx context.Context, read func(context.Context, flow.State) error) error {
	b.mu.Lock()
	if b.broken != nil {
		defer b.mu.Unlock()
		return b.broken
	}
	s, err := b.state()
	b.mu.Unlock()
	if err != nil {
		return err
	}
	return read(ctx, s)
}

func (b *memoryBook) Append(ctx context.Context, actor guard.Actor, decide func(context.Context, flow.State) ([]ledger.Fact, error)) (flow.Written, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, err := b.state()
	if err != nil {
		return flow.Written{}, err
	}
	facts, err := decide(ctx, s)
	if err != nil {
		return flow.Written{}, err
	}
	if b.full != nil && len(facts) > 0 {
		return flow.Written{}, b.full
	}
	first := int64(len(b.events))
	var made []flow.Recorded
	for i, f := range facts {
		body, err := ledger.Encode(f)
		if err != nil {
			return flow.Written{}, err
		}
		index := first + int64(i)
		r := flow.Recorded{Event: ledger.Event{Index: index, Kind: f.Kind(), Actor: actor.Handle, Time: b.now.Add(time.Duration(index) * time.Minute), Body: body}}
		r.Secret = sha256.Sum256(fmt.Append(nil, "secret of ", index))
		if r.Entry, err = r.Event.Entry(r.Secret); err != nil {
			return flow.Written{}, err
		}
		made = append(made, r)
	}
	b.events = append(b.events, made...)
	return flow.Written{First: first, Next: int64(len(b.events))}, nil
}

type noTiles struct{}

func (noTiles) Tile(id ledger.TileID) ([]byte, error) { return nil, fmt.Errorf("no tile %v", id) }

// state replays the ledger, unless nothing came since the last time.
func (b *memoryBook) state() (*memoryState, error) {
	if b.last != nil && len(b.last.events) == len(b.events) {
		return b.last, nil
	}
	s := newMemoryState(b.events)
	s.tree = ledger.NewTree(0, noTiles{})
	for _, e := range b.events {
		if _, err := s.tree.Append(e.Entry); err != nil {
			return nil, err
		}
		if err := s.apply(e.Event); err != nil {
			return nil, fmt.Errorf("entry %d: %w", e.Index, err)
		}
	}
	root, err := s.tree.Root(s.tree.Size())
	if err != nil {
		return nil, err
	}
	b.last = s
	s.signed, err = ledger.Checkpoint{Origin: b.signer.Name(), Size: s.tree.Size(), Root: root}.Sign(b.signer)
	return s, err
}

// memoryBlobs keeps bytes in memory; what is in altered is not what its name
// says and is found out at its end, as flow.Blobs demands.
type memoryBlobs struct {
	mu   sync.Mutex
	kept map[custody.Sum][]byte
}

func newMemoryBlobs() *memoryBlobs { return &memoryBlobs{kept: map[custody.Sum][]byte{}} }

func (m *memoryBlobs) Put(_ context.Context, r io.Reader) (flow.Kept, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return flow.Kept{}, fmt.Errorf("reading: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := custody.Sum(sha256.Sum256(data))
	_, existed := m.kept[sum]
	m.kept[sum] = data
	return flow.Kept{Sum: sum, Size: int64(len(data)), Existed: existed}, nil
}

func (m *memoryBlobs) Settle(context.Context) error { return nil }

func (m *memoryBlobs) Open(_ context.Context, sum custody.Sum) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.kept[sum]
	if !ok {
		return nil, fmt.Errorf("opening %s: %w", sum, custody.ErrNotKept)
	}
	return io.NopCloser(&checkedReader{want: sum, data: data, r: bytes.NewReader(data)}), nil
}

type checkedReader struct {
	want custody.Sum
	data []byte
	r    *bytes.Reader
}

func (c *checkedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if got := custody.Sum(sha256.Sum256(c.data)); err == io.EOF && got != c.want {
		return n, &custody.Altered{Want: c.want, Got: got}
	}
	return n, err
}

func (m *memoryBlobs) Size(_ context.Context, sum custody.Sum) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.kept[sum]
	if !ok {
		return 0, custody.ErrNotKept
	}
	return int64(len(data)), nil
}

func (m *memoryBlobs) List(context.Context, func(custody.Sum, int64) error) error { return nil }
