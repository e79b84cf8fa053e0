package disk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	smallFiles = 10_000
	smallSize  = 8 << 10
	smallBatch = 256
)

// smallFile gives the bytes of file i; each call of the benchmark has its own.
func smallFile(run uint64, i int) []byte {
	data := make([]byte, smallSize)
	for at := 0; at < len(data); at += 16 {
		binary.LittleEndian.PutUint64(data[at:], run)
		binary.LittleEndian.PutUint64(data[at+8:], uint64(i)<<16|uint64(at))
	}
	return data
}

// inBatches calls one for each file from several goroutines and settle after
// each batch, and gives the time it took.
func inBatches(b *testing.B, goroutines int, one func(i int) error, settle func() error) time.Duration {
	start := time.Now()
	for from := 0; from < smallFiles; from += smallBatch {
		var group sync.WaitGroup
		next, end := atomic.Int64{}, min(from+smallBatch, smallFiles)
		next.Store(int64(from))
		for range goroutines {
			group.Go(func() {
				for i := int(next.Add(1)) - 1; i < end; i = int(next.Add(1)) - 1 {
					if err := one(i); err != nil {
						b.Error(err)
					}
				}
			})
		}
		group.Wait()
		must(b, settle())
	}
	return time.Since(start)
}

// bare is what the store is measured against: hash, write, sync, rename, into
// one folder, with no promise about the name after loss of power.
func bare(dir string, i int, data []byte) error {
	sum := sha256.Sum256(data)
	temp := filepath.Join(dir, fmt.Sprint("temp-", i))
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o444)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(temp, filepath.Join(dir, hex.EncodeToString(sum[:])))
}

// BenchmarkPutSmall keeps 10,000 files of 8 KiB with a Settle after each 256.
// "ratio" is the store's speed in that of the bare loop, run in turn with it;
// each/s is the speed where every file is synced by itself.
func BenchmarkPutSmall(b *testing.B) {
	// Nothing is removed before the end: an ext4 without journal looks for new
	// inodes more slowly for minutes after many were freed.
	top := b.TempDir()
	for _, goroutines := range []int{1, 4} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) {
			var loop, whole, each time.Duration
			for b.Loop() {
				loop += benchBare(b, fresh(b, top), goroutines)
				whole += benchStore(b, fresh(b, top), goroutines, false)
				each += benchStore(b, fresh(b, top), goroutines, true)
			}
			files := float64(smallFiles * b.N)
			b.ReportMetric(files/loop.Seconds(), "bare/s")
			b.ReportMetric(files/whole.Seconds(), "store/s")
			b.ReportMetric(files/each.Seconds(), "each/s")
			b.ReportMetric(loop.Seconds()/whole.Seconds(), "ratio")
		})
	}
}

func fresh(b *testing.B, top string) string {
	dir, err := os.MkdirTemp(top, "run")
	must(b, err)
	return dir
}

func benchBare(b *testing.B, dir string, goroutines int) time.Duration {
	run := uint64(time.Now().UnixNano())
	return inBatches(b, goroutines,
		func(i int) error { return bare(dir, i, smallFile(run, i)) },
		func() error { return nil })
}

func benchStore(b *testing.B, dir string, goroutines int, each bool) time.Duration {
	s, err := Open(dir, Options{Create: true, SyncEach: each})
	must(b, err)
	defer s.Close()
	run := uint64(time.Now().UnixNano())
	return inBatches(b, goroutines,
		func(i int) error {
			_, err := s.Originals().Put(context.Background(), bytes.NewReader(smallFile(run, i)))
			return err
		},
		func() error { return s.Originals().Settle(context.Background()) })
}

// BenchmarkPutLarge keeps one file of 1 GiB (256 MiB with -short) from the
// page cache. "ratio" is its speed in that of hashing the file and then
// copying it, as sha256sum and cp do; neither of these waits for the disk,
// which Settle does.
func BenchmarkPutLarge(b *testing.B) {
	size := int64(1 << 30)
	if testing.Short() {
		size = 256 << 20
	}
	source := filepath.Join(b.TempDir(), "source")
	writeSource(b, source, size)
	var plain, synced, store time.Duration
	for b.Loop() {
		plain += benchCopy(b, source, false)
		synced += benchCopy(b, source, true)
		store += benchLarge(b, source)
	}
	megabytes := float64(size) / 1e6 * float64(b.N)
	b.ReportMetric(megabytes/plain.Seconds(), "hash+copy-MB/s")
	b.ReportMetric(megabytes/synced.Seconds(), "hash+copy+sync-MB/s")
	b.ReportMetric(megabytes/store.Seconds(), "store-MB/s")
	b.ReportMetric(plain.Seconds()/store.Seconds(), "ratio")
}

func writeSource(b *testing.B, name string, size int64) {
	f, err := os.Create(name)
	must(b, err)
	for written := int64(0); written < size; written += 1 << 20 {
		_, err := f.Write(bytes.Repeat(smallFile(uint64(written), 1), 128))
		must(b, err)
	}
	must(b, f.Sync())
	must(b, f.Close())
}

// benchCopy reads the source twice, as two programs do.
func benchCopy(b *testing.B, source string, sync bool) time.Duration {
	target := filepath.Join(b.TempDir(), "target")
	start := time.Now()
	for _, to := range []func() (io.WriteCloser, error){
		func() (io.WriteCloser, error) { return hashOnly{sha256.New()}, nil },
		func() (io.WriteCloser, error) { return os.Create(target) },
	} {
		in, err := os.Open(source)
		must(b, err)
		out, err := to()
		must(b, err)
		_, err = io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{in}, make([]byte, blockSize))
		must(b, err)
		if f, ok := out.(*os.File); ok && sync {
			must(b, f.Sync())
		}
		must(b, out.Close())
		must(b, in.Close())
	}
	spent := time.Since(start)
	must(b, os.Remove(target))
	return spent
}

type hashOnly struct{ io.Writer }

func (hashOnly) Close() error { return nil }

func benchLarge(b *testing.B, source string) time.Duration {
	dir := b.TempDir()
	s, err := Open(dir, Options{Create: true})
	must(b, err)
	in, err := os.Open(source)
	must(b, err)
	defer in.Close()
	start := time.Now()
	_, err = s.Originals().Put(context.Background(), in)
	must(b, err)
	must(b, s.Originals().Settle(context.Background()))
	spent := time.Since(start)
	must(b, s.Close())
	must(b, os.RemoveAll(dir))
	return spent
}
