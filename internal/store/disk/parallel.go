package disk

import "sync"

const (
	// syncers is how many folders are synced at once: a disk answers several
	// waiting syncs together, and more than a few gain nothing.
	syncers = 8
	// placers is how many drafts are placed at once. Renames run one after
	// the other in the kernel, but the making of their folders does not.
	placers = 4
)

// inParallel calls do for each of the things, from several goroutines, and
// gives the first error. After an error it starts no more.
func inParallel[T any](goroutines int, things []T, do func(T) error) error {
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		first error
		next  int
	)
	take := func() (thing T, ok bool) {
		mu.Lock()
		defer mu.Unlock()
		if first != nil || next == len(things) {
			return thing, false
		}
		next++
		return things[next-1], true
	}
	for range min(goroutines, len(things)) {
		group.Go(func() {
			for thing, ok := take(); ok; thing, ok = take() {
				if err := do(thing); err != nil {
					mu.Lock()
					first = err
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	return first
}
