package app

import (
	"context"
	"path/filepath"
	"testing"

	"sanad/internal/face/cli"
)

// BenchmarkDemo makes a fictional case of 1,000 people, from documents to a
// checked dossier: every verb once.
func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		out, err := (workshop{}).demo(context.Background(), cli.DemoRequest{Dir: filepath.Join(b.TempDir(), "case"), People: 1000, Seed: 1}, func(string, ...any) {})
		if err != nil {
			b.Fatal(err)
		}
		if err := out.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
