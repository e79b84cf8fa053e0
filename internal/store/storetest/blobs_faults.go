package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"sanad/internal/flow"
	"sanad/internal/store/fault"
)

var errBlobFault = errors.New("injected fault")

// faultAtCall gives a hook that fails at the nth of its calls, and never again. The
// calls before and after a step both count, so that a step fails once undone
// and once done.
func faultAtCall(n int) (fault.Hook, *[]string) {
	var (
		mu   sync.Mutex // a store may work on several steps at once
		seen []string
	)
	return func(step string, done bool) error {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf("%s, done %t", step, done))
		if len(seen) == n {
			return fmt.Errorf("%s: %w", seen[n-1], errBlobFault)
		}
		return nil
	}, &seen
}

// faultItems are put in two batches by the scenario of faultAnywhere.
func faultItems() [][][]byte {
	return [][][]byte{
		{pseudo(1, 10), pseudo(2, 600<<10), {}},
		{pseudo(3, 300<<10), pseudo(4, 100)},
	}
}

// faultScenario puts the batches and tells how many of them were settled.
func faultScenario(b flow.Blobs) (settled int, err error) {
	for _, batch := range faultItems() {
		for _, data := range batch {
			if _, err := b.Put(context.Background(), bytes.NewReader(data)); err != nil {
				return settled, err
			}
		}
		if err := b.Settle(context.Background()); err != nil {
			return settled, err
		}
		settled++
	}
	return settled, nil
}

func faultAnywhere(t *testing.T, fresh func(*testing.T) BlobPlace) {
	hook, steps := faultAtCall(0)
	if _, err := faultScenario(fresh(t).Open(t, hook)); err != nil {
		t.Fatalf("without a fault: %v", err)
	}
	if len(*steps) < 4 {
		t.Fatalf("the store asked its hook only at %q", *steps)
	}
	for n, name := range *steps {
		t.Run(name, func(t *testing.T) { blobFault(t, fresh(t), n+1) })
	}
}

// blobFault runs the scenario with a fault at one call of the hook, abandons
// the store as a crash would, and looks at what a store opened anew finds.
func blobFault(t *testing.T, p BlobPlace, n int) {
	hook, _ := faultAtCall(n)
	settled, err := faultScenario(p.Open(t, hook))
	if err == nil || !errors.Is(err, errBlobFault) {
		t.Fatalf("the fault came back as %v", err)
	}
	b := p.Open(t, nil)
	for i, batch := range faultItems() {
		for _, data := range batch {
			_, kept := listed(t, b)[sumOf(data)]
			if kept {
				mustHold(t, b, data)
			}
			if i < settled && !kept {
				t.Errorf("%d bytes were settled and are gone", len(data))
			}
		}
	}
	if _, err := faultScenario(b); err != nil {
		t.Fatalf("doing it again: %v", err)
	}
	for _, batch := range faultItems() {
		for _, data := range batch {
			mustHold(t, b, data)
		}
	}
	if all := listed(t, b); len(all) != 5 {
		t.Errorf("5 items are listed as %d", len(all))
	}
}
