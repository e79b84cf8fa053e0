package sandbox

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
)

// forget takes a result and keeps nothing.
func forget(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func BenchmarkJob(b *testing.B) {
	for _, size := range []int{100, 1 << 20} {
		b.Run(fmt.Sprintf("%d bytes", size), func(b *testing.B) {
			p := open(b, "confined", Config{Workers: 1, Jobs: 1 << 30})
			works(b, p)
			job := text("length", strings.Repeat("x", size))
			b.SetBytes(int64(size))
			for b.Loop() {
				if _, err := told(context.Background(), p, job); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("a child each", func(b *testing.B) {
		p := open(b, "confined", Config{Workers: 1, Jobs: 1})
		for b.Loop() {
			works(b, p)
		}
	})
}

// zeros is a document that costs nothing to fetch.
type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

// BenchmarkStream reads 256 MiB, and reads and writes them back.
func BenchmarkStream(b *testing.B) {
	const size = 256 << 20
	p := open(b, "confined", Config{Workers: 1, Jobs: 1 << 30})
	for _, reader := range []string{"length", "echo"} {
		b.Run(reader, func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				if err := p.Run(context.Background(), Job{Reader: reader, Data: zeros{}, Size: size}, forget); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
