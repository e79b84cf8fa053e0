package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sanad/internal/flow"
	"sanad/internal/store/disk"
	"sanad/verify"
)

// BenchmarkTally is the count of a petition that 30,000 signed, one in ten of them
// twice in another script: the signatures, people by their tags, the proof as a
// folder, and its check by an outsider.
func BenchmarkTally(b *testing.B) {
	ctx := context.Background()
	p := benchArchive(b)
	private := holdersOf(b, p)
	opened := openPetition(b, p, 50)
	const many = 30_000
	began := time.Now()
	signMany(b, p, many, 64, manySigners)
	b.ReportMetric(many/time.Since(began).Seconds(), "signatures/s")
	if err := flow.ClosePetition(ctx, p.archive, founder(), "old-mill"); err != nil {
		b.Fatal(err)
	}
	identity := openWith(b, opened.Tally, private, "one", "three")
	for i := range b.N {
		began = time.Now()
		tally, err := flow.TallyPetition(ctx, p.archive, founder(), "old-mill", identity, nothingDone)
		if err != nil || tally.Signatures != many || *tally.Distinct != many*9/10 {
			b.Fatalf("%+v, %v", tally, err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/count")
		dir := filepath.Join(b.TempDir(), fmt.Sprint("tally-", i))
		began = time.Now()
		sink, err := disk.NewFolder(dir, disk.FolderOptions{Public: true})
		if err == nil {
			_, err = flow.ProveTally(ctx, p.archive, founder(), tally, sink)
		}
		if err == nil {
			err = sink.Finish()
		}
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/proof")
		b.ReportMetric(float64(sizeOf(b, dir))/1e6, "MB/proof")
		began = time.Now()
		if r := verify.Any(ctx, os.DirFS(dir), verify.Options{Key: p.archive.Key}); !r.OK {
			b.Fatalf("%+v", r)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/check")
	}
	b.ReportMetric(float64(sizeOf(b, p.dir))/1e6, "MB/archive")
}

func sizeOf(b *testing.B, dir string) (sum int64) {
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return sum
}
