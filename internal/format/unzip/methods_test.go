package unzip

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz/lzma"
)

// packedAs makes a ZIP file with one member whose packed bytes are given.
func packedAs(t testing.TB, method, flags uint16, data, body []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "m", Method: method, Flags: flags, CRC32: crc32.ChecksumIEEE(data),
		UncompressedSize64: uint64(len(data)), CompressedSize64: uint64(len(body))})
	if err == nil {
		_, err = f.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func words() []byte {
	var b bytes.Buffer
	rnd := rand.New(rand.NewSource(1))
	for b.Len() < 400_000 {
		b.WriteString([]string{"نام ", "شهر ", "witness ", "date ", "تاریخ ", "x", "12"}[rnd.Intn(7)])
	}
	return b.Bytes()
}

func TestMethodsThatAreRead(t *testing.T) {
	data := words()
	var lz bytes.Buffer
	lw, err := lzma.WriterConfig{EOSMarker: true}.NewWriter(&lz)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = lw.Write(data); err != nil || lw.Close() != nil {
		t.Fatal(err)
	}
	classic := lz.Bytes()
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"lzma": packedAs(t, 14, 2, data, append(append([]byte{9, 20, 5, 0}, classic[:5]...), classic[13:]...)),
		"zstd": packedAs(t, 93, 0, data, enc.EncodeAll(data, nil)),
	} {
		got, err := read(t, "", file, small())
		if err != nil || !slices.Equal(got.members, []string{"m=" + string(data)}) {
			t.Errorf("%s: %v %q", name, err, got.problems)
		}
	}
}

func TestAMethodThatIsNotReadIsNamed(t *testing.T) {
	got, err := read(t, "", packedAs(t, 98, 0, []byte("x"), []byte("y")), small())
	if err != nil || !got.told("member m", "PPMd (method 98), which is not read") {
		t.Error(err, got.problems)
	}
}

func TestAHugeWindowIsALimit(t *testing.T) {
	data := make([]byte, 5<<20)
	got, err := read(t, "", packedAs(t, 14, 2, data, []byte{9, 20, 5, 0, 0x5d, 0xff, 0xff, 0xff, 0xff, 0, 0}), small())
	if err != nil || !got.told("member m", "whole_bytes") {
		t.Error(err, got.problems)
	}
}

// Deflate and Deflate64 are one for short matches at short distances.
func TestInflate64ReadsWhatDeflateSharesWithIt(t *testing.T) {
	for _, level := range []int{0, 1, 9, flate.HuffmanOnly} {
		for _, data := range [][]byte{nil, []byte("one"), words()} {
			var packed bytes.Buffer
			w, err := flate.NewWriter(&packed, level)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write(data)
			_ = w.Close()
			got, err := io.ReadAll(newInflate64(&packed))
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("level %d: %v, %d bytes of %d", level, err, len(got), len(data))
			}
		}
	}
}

// bitWriter writes bits lowest first, and prefix codes highest first.
type bitWriter struct {
	out  []byte
	free int
}

func (w *bitWriter) bits(v, n int) {
	for ; n > 0; n-- {
		if w.free == 0 {
			w.out, w.free = append(w.out, 0), 8
		}
		w.out[len(w.out)-1] |= byte(v&1) << (8 - w.free)
		v >>= 1
		w.free--
	}
}

func (w *bitWriter) code(v, n int) {
	for n--; n >= 0; n-- {
		w.bits(v>>n, 1)
	}
}

func TestInflate64ReadsLongMatchesAndFarDistances(t *testing.T) {
	w := &bitWriter{}
	w.bits(1, 1) // last block
	w.bits(1, 2) // fixed codes
	w.code(0x30+'a', 8)
	w.code(0x30+'b', 8)
	w.code(0xc0+285-280, 8)
	w.bits(60_000-3, 16) // length
	w.code(1, 5)         // distance 2
	w.code(0x30+'c', 8)
	w.code(257-256, 7) // length 3
	w.code(30, 5)      // distance 49153 and
	w.bits(0, 14)
	w.code(0, 7)
	got, err := io.ReadAll(newInflate64(bytes.NewReader(w.out)))
	want := strings.Repeat("ab", 30_001) + "c"
	want += want[len(want)-49153:][:3]
	if err != nil || string(got) != want {
		t.Errorf("%v: %d bytes, not %d; ends %q, not %q", err, len(got), len(want), got[max(0, len(got)-5):], want[len(want)-5:])
	}
}

func TestBrokenDeflate64IsAnError(t *testing.T) {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 9)
	_, _ = w.Write(words())
	_ = w.Close()
	for n := 0; n < 3000; n += 1 + n/100 {
		if _, err := io.ReadAll(newInflate64(bytes.NewReader(packed.Bytes()[:n]))); err == nil {
			t.Fatalf("cut at %d: no error", n)
		}
		bad := bytes.Clone(packed.Bytes()[:3000])
		bad[n] ^= 0x10
		_, _ = io.ReadAll(newInflate64(bytes.NewReader(bad)))
	}
}
