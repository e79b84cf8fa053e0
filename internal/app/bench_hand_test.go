package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"sanad/internal/flow"
)

// handRows is how many rows of a list the benchmark hands on: three claims each.
const handRows = 34_000

type void struct{}

func (void) Create(string) (io.WriteCloser, error) { return voidFile{}, nil }

type voidFile struct{}

func (voidFile) Write(p []byte) (int, error) { return len(p), nil }
func (voidFile) Close() error                { return nil }

// BenchmarkHandOn tells how many claims a second leave in each form, and how much
// the heap holds at most beside what it held before: the plan, and an entry for each
// thing.
func BenchmarkHandOn(b *testing.B) {
	p := benchArchive(b)
	var list bytes.Buffer
	list.WriteString("No,Name,Father,Born\n")
	for i := range handRows {
		fmt.Fprintf(&list, "%d,Person Number %d,Father %d,%d\n", i+1, i, i%700, 1900+i%80)
	}
	sum := takeIn(b, p, "list.csv", list.Bytes())
	got, err := flow.Import(context.Background(), p.archive, founder(), flow.ImportRequest{Item: sum, Mapping: benchMap}, quiet)
	if err != nil {
		b.Fatal(err)
	}
	for _, form := range flow.HandForms() {
		b.Run(string(form), func(b *testing.B) {
			var most, before uint64
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			before = m.HeapAlloc
			look := func(string, int64, int64) {
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
			said := 0
			for b.Loop() {
				out, err := flow.ExportHandOn(context.Background(), p.archive, founder(), flow.HandRequest{Form: form}, time.Now(), void{}, func(doing string, done, total int64) {
					if said++; said%20 == 0 {
						look(doing, done, total)
					}
				})
				if err != nil || out.Claims != got.Claims {
					b.Fatal(out.Claims, err)
				}
			}
			b.ReportMetric(float64(got.Claims)*float64(b.N)/b.Elapsed().Seconds(), "claims/s")
			b.ReportMetric(float64(int64(most)-int64(before))/(1<<20), "MB-held")
		})
	}
}
