package verify_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"sanad/internal/core/text"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// exhibits and their size are those of a dossier for a court: a thousand scanned
// letters of a megabyte.
const (
	benchExhibits = 1000
	benchBytes    = 1 << 20
)

// BenchmarkDossier checks a dossier of a thousand exhibits beside sha256sum, which
// does no more than compute their sums, on the same files in the same run. x/sum is
// how many times as fast as sha256sum -c it is; peak-MB is what is held at most.
func BenchmarkDossier(b *testing.B) {
	tool, err := exec.LookPath("sha256sum")
	if err != nil {
		b.Fatalf("there is no sha256sum to compare with: %v", err)
	}
	dir := benchDossier(b)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	runtime.GC() // what the making held is not what the checking holds
	ours, theirs, peak := time.Duration(0), time.Duration(0), uint64(0)
	for b.Loop() {
		began := time.Now()
		cmd := exec.Command(tool, "-c", "--quiet", "manifest-sha256.txt")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		theirs += time.Since(began)
		stop := make(chan uint64)
		go func() { stop <- watched(stop) }()
		began = time.Now()
		if r := verify.Dossier(context.Background(), root.FS(), verify.Options{}); !r.OK {
			b.Fatalf("%+v", r)
		}
		ours += time.Since(began)
		stop <- 0
		peak = max(peak, <-stop)
	}
	b.ReportMetric(float64(theirs)/float64(ours), "x/sum")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.SetBytes(benchExhibits * benchBytes)
}

// watched looks at the heap until it is told to stop.
func watched(stop chan uint64) (peak uint64) {
	for {
		select {
		case <-stop:
			return peak
		case <-time.After(20 * time.Millisecond):
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
	}
}

// benchDossier writes a dossier whose originals have a page of text that is cited,
// and then bytes like those of a picture.
func benchDossier(b *testing.B) string {
	b.Helper()
	m := verifytest.New("bench")
	for i := range benchExhibits {
		line := fmt.Sprintf("letter %d was written in the old mill\n", i)
		data := append([]byte(line), noise(i, benchBytes-len(line))...)
		item := m.Item(fmt.Sprintf("letter-%d.txt", i), "text/plain", string(data))
		rendition := m.Pages(item, text.Page{Number: 1, Text: line, Exact: true})
		m.Claim("name", fmt.Sprint("letter ", i), verifytest.Quote(item, rendition, line, 0, 1, fmt.Sprintf("letter %d was", i)))
	}
	m.Decide()
	m.Write()
	files := m.Seal()
	dir := b.TempDir()
	for _, path := range files.Paths() {
		at := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(at, files[path], 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

func noise(seed, n int) []byte {
	out := make([]byte, 0, n+sha256.Size)
	for i := uint64(seed) << 32; len(out) < n; i++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, i))
		out = append(out, sum[:]...)
	}
	return out[:n]
}
