package compressed

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// packers pack by every way that can be made here.
func packers() map[string]func(w io.Writer) (io.WriteCloser, error) {
	return map[string]func(w io.Writer) (io.WriteCloser, error){
		"gz":  func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
		"xz":  func(w io.Writer) (io.WriteCloser, error) { return xz.WriterConfig{DictCap: 1 << 16}.NewWriter(w) },
		"zst": func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w, zstd.WithWindowSize(1<<16)) },
		"lz4": func(w io.Writer) (io.WriteCloser, error) {
			z := lz4.NewWriter(w)
			return z, z.Apply(lz4.BlockSizeOption(lz4.Block64Kb))
		},
		"lzma": func(w io.Writer) (io.WriteCloser, error) { return lzma.WriterConfig{DictCap: 1 << 16}.NewWriter(w) },
	}
}

func pack(t testing.TB, kind, data string) []byte {
	t.Helper()
	if kind == "bz2" {
		return []byte(bzipped())
	}
	var buf bytes.Buffer
	w, err := packers()[kind](&buf)
	if err == nil {
		_, err = w.Write([]byte(data))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(kind, err)
	}
	return buf.Bytes()
}

const words = "نام شاهد: کسی که نیست\nاسم: لا أحد\nname: nobody\n"

// bzipped is words, packed by bzip2: nothing at hand here packs that way.
func bzipped() []byte {
	data, err := base64.StdEncoding.DecodeString(bzippedWords)
	if err != nil {
		panic(err)
	}
	return data
}

func kinds() []string { return []string{"gz", "bz2", "xz", "zst", "lz4", "lzma"} }

func TestAPackedFileIsOneMember(t *testing.T) {
	for _, kind := range kinds() {
		got, err := read(t, "گزارش.txt."+kind, pack(t, kind, words), small())
		if err != nil || !slices.Equal(got.members, []string{"گزارش.txt=" + words}) || len(got.problems) > 0 {
			t.Errorf("%s: %v %q %q", kind, err, got.members, got.problems)
		}
	}
}

func TestPiecesOneAfterTheOtherAreOneContent(t *testing.T) {
	for _, kind := range kinds() {
		if kind == "lzma" {
			continue // has no way to go on
		}
		one := pack(t, kind, words)
		got, err := read(t, "a."+kind, append(bytes.Clone(one), one...), small())
		if err != nil || !slices.Equal(got.members, []string{"a=" + words + words}) || len(got.problems) > 0 {
			t.Errorf("%s: %v %q %q", kind, err, got.members, got.problems)
		}
	}
}

func TestBytesAfterTheEndAreTold(t *testing.T) {
	for _, kind := range kinds() {
		if kind == "lzma" {
			continue
		}
		got, err := read(t, "a."+kind, append(pack(t, kind, words), "garbage!"...), small())
		if err != nil || !slices.Equal(got.members, []string{"a=" + words}) || !got.told("end of the file", "do not belong") {
			t.Errorf("%s: %v %q %q", kind, err, got.members, got.problems)
		}
	}
}

func TestWhatIsCutOffIsKeptUntilThere(t *testing.T) {
	long := strings.Repeat(words, 20_000) // more than what is unpacked at once
	for _, kind := range kinds() {
		if kind == "bz2" || kind == "lzma" {
			continue // one has but one block, the other is unpacked a window at a time
		}
		whole := pack(t, kind, long)
		opt := small()
		opt.Limits.MemberBytes = 4 << 20
		got, err := read(t, "a."+kind, whole[:len(whole)-3], opt)
		if err != nil || len(got.members) != 1 || !strings.HasPrefix("a="+long, got.members[0]) || len(got.members[0]) < 1000 || !got.told("cut off") {
			t.Errorf("%s: %v %d %q", kind, err, len(got.members), got.problems)
		}
	}
}

func TestWhatIsBrokenFromTheStartIsAnError(t *testing.T) {
	for _, kind := range kinds() {
		data := pack(t, kind, words)
		if got, err := read(t, "", data[:14], small()); err == nil {
			t.Errorf("%s: no error: %q", kind, got.problems)
		}
	}
	if _, err := read(t, "", []byte("plain words"), small()); err == nil {
		t.Error("what is not packed was read")
	}
}

func TestTheNameInsideCounts(t *testing.T) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.ModTime = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	w.Name = "report.txt"
	_, _ = w.Write([]byte("x"))
	_ = w.Close()
	named := buf.Bytes()
	for written, want := range map[string]string{"report.txt": "report.txt", "گزارش": "گزارش", "r\xe9sum\xe9": "résumé"} {
		data := bytes.Replace(named, []byte("report.txt"), []byte(written), 1)
		got, err := read(t, "other.gz", data, small())
		if err != nil || got.metas[0].Name != want || !got.metas[0].Modified.Equal(w.ModTime) {
			t.Errorf("%q: %v %+v", written, err, got.metas)
		}
	}
}

func TestATapeArchiveInsideIsOpened(t *testing.T) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for i := range 3 {
		_ = w.WriteHeader(&tar.Header{Name: fmt.Sprint("f", i), Size: 1, Mode: 0o600})
		_, _ = w.Write([]byte("x"))
	}
	_ = w.Close()
	for _, kind := range kinds() {
		if kind == "bz2" {
			continue // see bzipped
		}
		data := pack(t, kind, buf.String())
		got, err := read(t, "all.tar."+kind, data, small())
		if err != nil || !slices.Equal(got.members, []string{"f0=x", "f1=x", "f2=x"}) || got.metas[0].Part != "in all.tar" {
			t.Errorf("%s: %v %q", kind, err, got.problems)
		}
	}
	if got := bare("a.tgz"); got != "a.tar" {
		t.Error(got)
	}
}

func TestABombStopsAtItsLimit(t *testing.T) {
	for _, kind := range []string{"gz", "xz", "zst", "lz4"} {
		got, err := read(t, "a", pack(t, kind, string(make([]byte, 2<<20))), small())
		if err != nil || len(got.members) > 0 || !got.told("member_bytes") {
			t.Errorf("%s: %v %q", kind, err, got.problems)
		}
	}
}

func TestAHugeWindowIsALimit(t *testing.T) {
	xzData := pack(t, "xz", words)
	xzData[16] = 40 // 4 GiB less one byte
	copy(xzData[20:], binary32(crc32.ChecksumIEEE(xzData[12:20])))
	var wide bytes.Buffer
	w, err := zstd.NewWriter(&wide, zstd.WithWindowSize(16<<20), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(make([]byte, 40<<20))
	_ = w.Close()
	alone := append([]byte{0x5d, 0, 0, 0, 0x40}, bytes.Repeat([]byte{0xff}, 8)...)
	for name, data := range map[string][]byte{"xz": xzData, "zst": wide.Bytes(), "lzma": append(alone, 0, 0, 0)} {
		_, err := read(t, "a", data, small())
		if err == nil || !strings.Contains(err.Error(), "whole_bytes") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func binary32(v uint32) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24)} }

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	for _, kind := range kinds() {
		hurt(t, "a", pack(t, kind, words), small())
	}
}

func FuzzRead(f *testing.F) {
	for _, kind := range kinds() {
		f.Add(pack(f, kind, words))
	}
	f.Fuzz(func(t *testing.T, data []byte) { _, _ = read(t, "a.gz", data, small()) })
}

func BenchmarkRead(b *testing.B) {
	for _, kind := range []string{"gz", "xz", "zst", "lz4"} {
		data := pack(b, kind, strings.Repeat(words, 10_000))
		b.Run(kind, func(b *testing.B) {
			b.SetBytes(int64(10_000 * len(words)))
			for b.Loop() {
				if _, err := read(b, "a", data, small()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
