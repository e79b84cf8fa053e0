package bagit

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
)

// discard is a sink that keeps nothing.
type discard struct{}

func (discard) Create(string) (io.WriteCloser, error) { return discardFile{io.Discard}, nil }

type discardFile struct{ io.Writer }

func (discardFile) Close() error { return nil }

func manySmall(n int, size int) iter.Seq2[File, error] {
	text := strings.Repeat("x", size)
	return func(yield func(File, error) bool) {
		for i := range n {
			open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
			if !yield(File{fmt.Sprintf("box-%03d/letter-%06d.pdf", i/100, i), open}, nil) {
				return
			}
		}
	}
}

func BenchmarkWrite10000SmallFiles(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(context.Background(), discard{}, nil, manySmall(10_000, 1024)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteOneLargeFile(b *testing.B) {
	const size = 64 << 20
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(context.Background(), discard{}, nil, manySmall(1, size)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidate10000SmallFiles(b *testing.B) {
	sink := newMemory()
	if _, err := Write(context.Background(), sink, nil, manySmall(10_000, 1024)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if rep, err := Validate(context.Background(), sink.files); err != nil || !rep.Valid {
			b.Fatal(err, rep.Errors)
		}
	}
}
