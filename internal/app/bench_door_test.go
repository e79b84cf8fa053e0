package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/flow"
)

// rush has so many visitors at a time do something again and again.
func rush(b *testing.B, visitors int, do func(n int64) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range visitors {
		wg.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					return
				}
				if err := do(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "/s")
}

// BenchmarkGather records facts of the size of a signature, durably, each with its
// receipt: 64 visitors at a time.
func BenchmarkGather(b *testing.B) {
	r := newReceived(b)
	sealed := strings.Repeat("x", 3000)
	g := flow.NewGather(r.p.archive, guard.Actor{Handle: guard.DoorAccount})
	rush(b, 64, func(int64) error {
		var id [16]byte
		rand.Read(id[:])
		thread := fmt.Sprintf("t-%x", id)
		twice := append(id[:], id[:]...)
		_, err := g.Add(context.Background(), thread, func(context.Context, flow.State) (ledger.Fact, error) {
			return intake.Received{Submission: fmt.Sprintf("s-%x", id), Door: "families", Thread: thread, Content: intake.Content(twice),
				Sealed: intake.Sealed{Story: intake.Part{Sum: fmt.Sprintf("%x", twice), Bytes: 4096}, Recipient: sealed}}, nil
		})
		return err
	})
}

// BenchmarkLetters hands in letters with a file of 1 MB: sealed, durable, recorded.
func BenchmarkLetters(b *testing.B) {
	r := newReceived(b)
	file := strings.Repeat("0123456789abcdef", 1<<16)
	b.SetBytes(int64(len(file)))
	rush(b, 16, func(int64) error {
		_, err := r.send(b, told("what happened at the mill", "somebody"), map[string]string{"photo.jpg": file})
		return err
	})
}

// BenchmarkSealing seals one record each way.
func BenchmarkSealing(b *testing.B) {
	r := newReceived(b)
	l, err := r.box.Letter(context.Background(), "families")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("story", func(b *testing.B) {
		for b.Loop() {
			l, err = r.box.Letter(context.Background(), "families")
			if err == nil {
				err = l.Tell(told("what happened at the mill", "somebody"))
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
