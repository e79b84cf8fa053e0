package ocfl

import (
	"context"
	"crypto/sha256"
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

func manySmall(n int, size int, known bool) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for i := range n {
			text := fmt.Sprintf("%08d", i) + strings.Repeat("x", size-8)
			f := File{Path: fmt.Sprintf("box-%03d/letter-%06d.pdf", i/100, i), Open: func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(text)), nil
			}}
			if known {
				f.SHA256 = sha256.Sum256([]byte(text))
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func BenchmarkWrite10000SmallFiles(b *testing.B) {
	for _, known := range []bool{true, false} {
		b.Run(fmt.Sprintf("known=%v", known), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := WriteObject(context.Background(), discard{}, described(), manySmall(10_000, 1024, known)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkValidate10000SmallFiles(b *testing.B) {
	sink := newMemory()
	if _, err := WriteObject(context.Background(), sink, described(), manySmall(10_000, 1024, true)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if rep, err := Validate(context.Background(), sink.files, "."); err != nil || !rep.Valid {
			b.Fatal(err, rep.Errors)
		}
	}
}
