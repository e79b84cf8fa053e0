package disk

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"
)

func BenchmarkZZ(b *testing.B) {
	top := b.TempDir()
	for _, g := range []int{1, 4} {
		b.Run("", func(b *testing.B) {
			for b.Loop() {
				var mu sync.Mutex
				sums := map[string]time.Duration{}
				starts := map[string]time.Time{}
				hook := func(step string, done bool) error {
					mu.Lock()
					defer mu.Unlock()
					if step == "disk: create" || step == "disk: write" {
						return nil
					}
					if !done {
						starts[step] = time.Now()
					} else {
						sums[step] += time.Since(starts[step])
					}
					return nil
				}
				s, _ := Open(fresh(b, top), Options{Create: true, Hook: hook})
				run := uint64(time.Now().UnixNano())
				var st time.Duration
				d := inBatches(b, g, func(i int) error {
					_, err := s.Originals().Put(context.Background(), bytes.NewReader(smallFile(run, i)))
					return err
				}, func() error {
					t := time.Now()
					err := s.Originals().Settle(context.Background())
					st += time.Since(t)
					return err
				})
				b.Log(g, d, "puts", d-st, "settle", st, sums)
				s.Close()
				b.Log("bare", benchBare(b, fresh(b, top), g))
			}
		})
	}
}
