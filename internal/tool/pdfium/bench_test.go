package pdfium

import (
	"bytes"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"sanad/internal/tool/sandbox"
)

// Compare ours with poppler's pdftotext in one run:
//
//	go test -run '^$' -bench Text -benchtime 5x ./internal/tool/pdfium

// told reports a benchmark's pages per second and how well the text is read.
func told(b *testing.B, pages int, text string) {
	b.Helper()
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(bigramRecall(sampleText(), text), "bigrams")
	b.ReportMetric(errorRate(sampleText(), text), "errors")
	b.ReportMetric(float64(strings.Count(text, zwnj))/float64(strings.Count(sampleText(), zwnj)), "zwnj")
}

func BenchmarkText(b *testing.B) {
	e, data := warm(b), read(b, "sample.pdf")
	var got found
	for b.Loop() {
		got = found{}
		if err := e.Read(source(data), options(""), &got); err != nil {
			b.Fatal(err)
		}
	}
	told(b, samplePages, got.text())
}

func BenchmarkTextPdftotext(b *testing.B) {
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		b.Log("pdftotext is not installed: nothing to compare with")
		return
	}
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		cmd := exec.Command(path, "testdata/sample.pdf", "-")
		cmd.Stdout = &out
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
	}
	told(b, samplePages, out.String())
}

func BenchmarkTextConfined(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(map[int]string{1: "one worker", 2: "two workers"}[workers], func(b *testing.B) {
			p, data := confined(b, sandbox.Config{Memory: workerMemory, Workers: workers}), read(b, "sample.pdf")
			each := func() {
				var all sync.WaitGroup
				for range workers {
					all.Go(func() {
						if _, err := run(p, "read", data); err != nil {
							b.Error(err)
						}
					})
				}
				all.Wait()
			}
			each() // the start of the children is measured by itself
			for b.Loop() {
				each()
			}
			b.ReportMetric(float64(samplePages*workers*b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// BenchmarkLife is what a document pays for a life of the engine to itself.
func BenchmarkLife(b *testing.B) {
	e := warm(b)
	for b.Loop() {
		if _, err := e.take(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	e, data := warm(b), read(b, "sample.pdf")
	for b.Loop() {
		if _, _, err := e.Render(source(data), options(""), 1, 150); err != nil {
			b.Fatal(err)
		}
	}
}
