package estimate

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// spread calls do for every number below n, once, on all processors. What do
// gives must be kept by its number. It stops early when ctx is done and gives
// the reason.
func spread(ctx context.Context, n int, do func(i int)) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}
