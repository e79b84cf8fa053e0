package linkage

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// workers are goroutines with a comparer each. What they are given is put
// together by its number, so that the result does not depend on how many there
// are or which was first.
type workers []*comparer

// mostWorkers bounds the memory that comparers keep.
const mostWorkers = 8

func newWorkers(c *comparer) workers {
	w := workers{c}
	for len(w) < min(mostWorkers, runtime.GOMAXPROCS(0)) {
		w = append(w, c.another())
	}
	return w
}

// each calls do for every number below n, once.
func (w workers) each(n int, do func(c *comparer, i int)) {
	spread(len(w), n, func(worker, i int) { do(w[worker], i) })
}

// spread calls do for every number below n, once, by so many goroutines.
func spread(workers, n int, do func(worker, i int)) {
	if workers == 1 {
		for i := range n {
			do(0, i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(worker, i)
			}
		})
	}
	wait.Wait()
}

// chunkBlocks is how many blocks are given to a worker at a time.
const chunkBlocks = 256

func (r *rule) chunks() int { return (len(r.blocks) - 1 + chunkBlocks - 1) / chunkBlocks }

func (r *rule) chunk(i int) (from, to int) {
	return i * chunkBlocks, min((i+1)*chunkBlocks, len(r.blocks)-1)
}
