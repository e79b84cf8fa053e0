package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// lookUps are the two questions about an item that share their errors.
func lookUps(b flow.Blobs) map[string]func(context.Context, custody.Sum) error {
	return map[string]func(context.Context, custody.Sum) error{
		"opening": func(ctx context.Context, sum custody.Sum) error {
			r, err := b.Open(ctx, sum)
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, r)
			return errors.Join(err, r.Close())
		},
		"sizing": func(ctx context.Context, sum custody.Sum) error {
			_, err := b.Size(ctx, sum)
			return err
		},
	}
}

func notKept(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	neighbour := sumOf(pseudo(1, 10))
	mustPut(t, b, pseudo(1, 10))
	mustSettle(t, b)
	neighbour[31]++ // lies in the same folder
	for name, look := range lookUps(b) {
		for _, sum := range []custody.Sum{{}, sumOf(pseudo(9, 9)), neighbour} {
			if err := look(context.Background(), sum); !errors.Is(err, custody.ErrNotKept) {
				t.Errorf("%s what was never put: %v", name, err)
			}
		}
		if err := look(gone, sumOf(pseudo(1, 10))); !errors.Is(err, context.Canceled) || errors.Is(err, custody.ErrNotKept) {
			t.Errorf("%s in a canceled call: %v", name, err)
		}
	}
}

func brokenStore(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	data := pseudo(1, 10)
	mustPut(t, b, data)
	mustSettle(t, b)
	p.Break(t)
	for name, look := range lookUps(b) {
		for _, sum := range []custody.Sum{sumOf(data), sumOf(pseudo(2, 2))} {
			if err := look(context.Background(), sum); err == nil || errors.Is(err, custody.ErrNotKept) {
				t.Errorf("%s in a store that is gone: %v", name, err)
			}
		}
	}
	err := b.List(context.Background(), func(custody.Sum, int64) error { return nil })
	if err == nil {
		t.Error("a store that is gone lists as an empty one")
	}
	_, err = b.Put(context.Background(), bytes.NewReader(data))
	if err = errors.Join(err, b.Settle(context.Background())); err == nil {
		t.Error("a store that is gone says that it keeps bytes")
	}
}

func listInOrder(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	want := map[custody.Sum]int64{}
	for i := range uint64(300) {
		data := pseudo(i, int(i))
		want[mustPut(t, b, data).Sum] = int64(i)
		if i%64 == 0 {
			mustSettle(t, b)
		}
	}
	got := listed(t, b)
	if len(got) != len(want) {
		t.Fatalf("%d items were put, %d are listed", len(want), len(got))
	}
	for sum, size := range want {
		if got[sum] != size {
			t.Errorf("%s has %d bytes, listed are %d", sum, size, got[sum])
		}
	}
}

func listEnds(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for i := range uint64(5) {
		mustPut(t, b, pseudo(i, 10))
	}
	mustSettle(t, b)
	enough, calls := errors.New("enough"), 0
	err := b.List(context.Background(), func(custody.Sum, int64) error {
		calls++
		if calls == 2 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || calls != 2 {
		t.Errorf("told to end at the 2nd item, the list ended at the %d. with %v", calls, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = b.List(ctx, func(custody.Sum, int64) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("canceled at the first item, the list gave %v", err)
	}
}

// alterations are bytes that may come to lie in the place of an item.
func alterations(data []byte) map[string][]byte {
	first, last := bytes.Clone(data), bytes.Clone(data)
	first[0] ^= 1
	last[len(last)-1] ^= 0x80
	return map[string][]byte{
		"first bit flipped": first, "last bit flipped": last,
		"empty": {}, "shortened": data[:len(data)-1], "lengthened": append(bytes.Clone(data), 0),
	}
}

func alteredBytes(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for i, n := range []int{10, 700 << 10} {
		data := pseudo(uint64(i), n)
		mustPut(t, b, data)
		mustSettle(t, b)
		for how, bad := range alterations(data) {
			p.Replace(t, sumOf(data), bad)
			_, err := readAll(b, sumOf(data))
			var altered *custody.Altered
			if !errors.As(err, &altered) || altered.Want != sumOf(data) || altered.Got != sumOf(bad) {
				t.Errorf("%d bytes, %s: reading gave %v", n, how, err)
			}
			if errors.Is(err, custody.ErrNotKept) {
				t.Errorf("%d bytes, %s: altered and not kept are different things", n, how)
			}
			if len(bad) >= len(data) {
				withheld(t, b, sumOf(data), n)
			}
		}
		p.Replace(t, sumOf(data), data)
		mustHold(t, b, data)
	}
}

// withheld checks that even a reader of exactly the item's bytes, who never
// asks for the end, is not given all of an altered item.
func withheld(t *testing.T, b flow.Blobs, sum custody.Sum, n int) {
	t.Helper()
	r, err := b.Open(context.Background(), sum)
	if err != nil {
		return
	}
	defer r.Close()
	if _, err := io.ReadFull(r, make([]byte, n)); err == nil {
		if _, err := r.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("all %d bytes of an altered item were given out without an error", n)
		}
	}
}

func damageReported(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	for i, n := range []int{10, 700 << 10} {
		data := pseudo(uint64(i), n)
		mustPut(t, b, data)
		mustSettle(t, b)
		p.Replace(t, sumOf(data), data[:n/2])
		var altered *custody.Altered
		if _, err := b.Put(context.Background(), bytes.NewReader(data)); !errors.As(err, &altered) {
			t.Errorf("putting %d bytes over a damaged item: %v", n, err)
		}
		mustSettle(t, b)
		if _, err := readAll(b, sumOf(data)); !errors.As(err, &altered) || altered.Got != sumOf(data[:n/2]) {
			t.Errorf("the damage to %d bytes was written over: %v", n, err)
		}
	}
}

func lostItem(t *testing.T, p BlobPlace) {
	b := p.Open(t, nil)
	data := pseudo(1, 10)
	mustPut(t, b, data)
	mustSettle(t, b)
	p.Lose(t, sumOf(data))
	for name, look := range lookUps(b) {
		if err := look(context.Background(), sumOf(data)); !errors.Is(err, custody.ErrNotKept) {
			t.Errorf("%s a lost item: %v", name, err)
		}
	}
	mustBeEmpty(t, b)
	if kept := mustPut(t, b, data); kept.Existed {
		t.Error("a lost item is said to be there")
	}
	mustSettle(t, b)
	mustHold(t, b, data)
}
