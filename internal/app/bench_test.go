package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/tool/folder"
)

var founder = func() guard.Actor { return guard.Actor{Handle: "founder", Roles: guard.Roles()} }

// benchArchive makes an archive on the disk benchmarks run on.
func benchArchive(b testing.TB) *parts {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "archive")
	if _, err := (workshop{}).initArchive(context.Background(), cli.InitRequest{Dir: dir, Name: "bench", User: "founder"}); err != nil {
		b.Fatal(err)
	}
	set, err := readSettings(dir)
	if err != nil {
		b.Fatal(err)
	}
	p, err := (workshop{}).assemble(context.Background(), dir, set, false)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	return p
}

// benchFiles writes n files of size bytes, all different.
func benchFiles(b testing.TB, n, size int) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "evidence")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	random := rand.NewChaCha8([32]byte{byte(n), byte(size)})
	data := make([]byte, size)
	for i := range n {
		if _, err := random.Read(data); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%07d.bin", i)), data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

func add(b testing.TB, p *parts, dir string) {
	b.Helper()
	req := flow.CollectRequest{Source: custody.Source{Name: "bench"}, Label: guard.Case}
	_, err := flow.Collect(context.Background(), p.archive, founder(), req, folder.Walk([]string{dir}), func(t flow.Taken) error { return t.Err })
	if err != nil {
		b.Fatal(err)
	}
}

// bareLoop hashes, writes, syncs and renames every file of dir, one after the
// other: what keeping bytes durably costs without any ledger.
func bareLoop(b testing.TB, dir string) {
	b.Helper()
	to := b.TempDir()
	entries, err := os.ReadDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			b.Fatal(err)
		}
		sum := sha256.Sum256(data)
		name := filepath.Join(to, hex.EncodeToString(sum[:]))
		f, err := os.Create(name + ".new")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Write(data); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
		if err := os.Rename(name+".new", name); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAddSmall adds 10,000 files of 8 KiB. rate/bare is the rate beside
// that of the bare loop over the same files, timed in turn with it.
func BenchmarkAddSmall(b *testing.B) {
	n := 10_000
	if testing.Short() {
		n = 1_000
	}
	dir := benchFiles(b, n, 8<<10)
	var ours, bare time.Duration
	for b.Loop() {
		p := benchArchive(b)
		ours += timed(func() { add(b, p, dir) })
		bare += timed(func() { bareLoop(b, dir) })
	}
	b.ReportMetric(float64(b.N*n)/ours.Seconds(), "files/s")
	b.ReportMetric(bare.Seconds()/ours.Seconds(), "rate/bare")
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

func run(b testing.TB, name string, args ...string) {
	b.Helper()
	c := exec.Command(name, args...)
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v: %s", name, err, out)
	}
}

// BenchmarkAddLarge adds a file of 1 GiB. rate/tools is the rate beside that
// of sha256sum and cp, one after the other, of the same file.
func BenchmarkAddLarge(b *testing.B) {
	size := int64(1 << 30)
	if testing.Short() {
		size = 128 << 20
	}
	dir := benchFiles(b, 0, 0)
	file := filepath.Join(dir, "large")
	writeLarge(b, file, size)
	var ours, tools time.Duration
	for b.Loop() {
		p := benchArchive(b)
		ours += timed(func() { add(b, p, dir) })
		copied := filepath.Join(b.TempDir(), "copy")
		tools += timed(func() {
			run(b, "sha256sum", file)
			run(b, "cp", file, copied)
		})
		run(b, "rm", "-rf", copied, p.dir)
	}
	b.ReportMetric(float64(b.N)*float64(size)/ours.Seconds()/1e6, "MB/s")
	b.ReportMetric(tools.Seconds()/ours.Seconds(), "rate/tools")
}

func writeLarge(b testing.TB, path string, size int64) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.CopyN(f, rand.NewChaCha8([32]byte{7}), size); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkVerifyFixity reads 2,000 files of 8 KiB and 8 of 64 MiB. rate/tool
// is the rate beside sha256sum -c of the accession's own manifest.
func BenchmarkVerifyFixity(b *testing.B) {
	small, large, size := 2_000, 8, int64(64<<20)
	if testing.Short() {
		small, large = 200, 1
	}
	dir := benchFiles(b, small, 8<<10)
	for i := range large {
		path := filepath.Join(dir, fmt.Sprintf("large-%d", i))
		writeLarge(b, path, size-int64(i))
	}
	p := benchArchive(b)
	add(b, p, dir)
	manifests, err := filepath.Glob(filepath.Join(p.dir, "accessions/*/manifest-sha256.txt"))
	if err != nil || len(manifests) != 1 {
		b.Fatal(manifests, err)
	}
	var ours, tool time.Duration
	var bytes int64
	for b.Loop() {
		ours += timed(func() {
			got, err := flow.Check(context.Background(), p.archive, flow.CheckRequest{Fixity: true, Views: p.compareViews, Seen: p.seen.Load}, func(string, int64, int64) {})
			if err != nil || !got.OK() {
				b.Fatal(got.Violations, err)
			}
			bytes += got.Bytes
		})
		tool += timed(func() {
			c := exec.Command("sha256sum", "-c", "--quiet", manifests[0])
			c.Dir = p.dir
			if out, err := c.CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
		})
	}
	b.ReportMetric(float64(bytes)/ours.Seconds()/1e6, "MB/s")
	b.ReportMetric(tool.Seconds()/ours.Seconds(), "rate/tool")
}

// BenchmarkClaim saves one claim at a time, each durable, and reports the
// 95th percentile.
func BenchmarkClaim(b *testing.B) {
	p := benchArchive(b)
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("در سال ۱۳۶۱ برادرم را بردند"), 0o644); err != nil {
		b.Fatal(err)
	}
	add(b, p, dir)
	passage := citeFirst(b, p)
	var took []time.Duration
	for b.Loop() {
		took = append(took, timed(func() {
			_, err := flow.MakeClaim(context.Background(), p.archive, founder(), flow.ClaimRequest{Schema: "Person", Property: "name", Value: "نوید کاردان", Lang: "fa", Passages: []string{passage}})
			if err != nil {
				b.Fatal(err)
			}
		}))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

func citeFirst(b testing.TB, p *parts) string {
	b.Helper()
	ctx := context.Background()
	p.archive.Reader = plainReader{}
	var sum custody.Sum
	err := flow.Process(ctx, p.archive, founder(), flow.ProcessRequest{}, func(pr flow.Processed) error {
		sum = pr.Item.Sum
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	cited, err := flow.Cite(ctx, p.archive, founder(), flow.CiteRequest{Item: sum, Quote: "برادرم را بردند"})
	if err != nil {
		b.Fatal(err)
	}
	return cited.ID
}

// BenchmarkScale adds items to an archive that holds few and to one that holds
// many: cost/few is what an item costs in the large one beside the small one.
// It reports the memory the process held at most beyond what it began with.
func BenchmarkScale(b *testing.B) {
	few, many := 2_000, 200_000
	if testing.Short() {
		many = 20_000
	}
	for b.Loop() {
		p := benchArchive(b)
		book := p.archive
		cost := func(n int, from int) time.Duration {
			return timed(func() { addMade(b, book, from, n) })
		}
		cost(few, 0)
		small := cost(few, few)
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		cost(many-3*few, 2*few)
		large := cost(few, many-few)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(large.Seconds()/small.Seconds(), "cost/few")
		b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/1e6, "MB-kept")
	}
}

// addMade adds n files of a few bytes that exist in memory only.
func addMade(b testing.TB, a *flow.Archive, from, n int) {
	b.Helper()
	req := flow.CollectRequest{Source: custody.Source{Name: "bench"}, Label: guard.Case}
	_, err := flow.Collect(context.Background(), a, founder(), req, func(yield func(flow.Found) bool) {
		for i := from; i < from+n; i++ {
			text := fmt.Sprintf("file number %d", i)
			found := flow.Found{Name: custody.NameOf(fmt.Sprintf("f/%07d.txt", i)), Open: func() (io.ReadCloser, error) {
				return io.NopCloser(stringReader(text)), nil
			}}
			if !yield(found) {
				return
			}
		}
	}, func(t flow.Taken) error { return t.Err })
	if err != nil {
		b.Fatal(err)
	}
}
