//go:build !linux

package sandbox

import (
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// watchHoard ends the child when its Go runtime holds more memory than the
// limit it was started with, as long as a job runs. It is the child's own
// watch: code that has taken the child over can stop it.
func watchHoard() (stop func()) {
	limit := debug.SetMemoryLimit(-1)
	if limit == math.MaxInt64 {
		return func() {}
	}
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(glance)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			metrics.Read(held)
			if now := held[0].Value.Uint64() - held[1].Value.Uint64(); now > uint64(limit+limit/8) {
				fmt.Fprintln(os.Stderr, "fatal error: out of memory")
				os.Exit(2)
			}
		}
	}()
	return func() { close(done) }
}
