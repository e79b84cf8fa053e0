package pixelpdf

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"io"
	"math/rand/v2"
	"regexp"
	"strconv"
	"testing"
)

func noise(w, h int, seed uint64) (*image.Gray, *image.RGBA) {
	chance := rand.New(rand.NewPCG(seed, 1))
	grey, colours := image.NewGray(image.Rect(0, 0, w, h)), image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range grey.Pix {
		grey.Pix[i] = byte(chance.Uint32())
	}
	for i := range colours.Pix {
		colours.Pix[i] = byte(chance.Uint32())
		if i%4 == 3 {
			colours.Pix[i] = 255
		}
	}
	return grey, colours
}

func write(t testing.TB, pages ...image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	p := New(&out)
	for _, img := range pages {
		if err := p.Page(img, 595.28, 841.89); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unfilter takes a picture out of a file again, by reading its dictionary.
func unfilter(t *testing.T, raw []byte, colours, w, h int) []byte {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := io.ReadAll(z)
	if err != nil || len(rows) != h*(colours*w+1) {
		t.Fatalf("%d bytes of rows, %v", len(rows), err)
	}
	var out []byte
	last := make([]byte, colours*w)
	for y := range h {
		row := rows[y*(colours*w+1):][:colours*w+1]
		if row[0] != 2 {
			t.Fatalf("row %d has the filter %d", y, row[0])
		}
		for i := range last {
			last[i] += row[i+1]
		}
		out = append(out, last...)
	}
	return out
}

func TestPicturesComeOutAsTheyWentIn(t *testing.T) {
	grey, colours := noise(31, 17, 7)
	pdf := write(t, grey, colours)
	streams := regexp.MustCompile(`(?s)/Length (\d+) >>\nstream\n`).FindAllSubmatchIndex(pdf, -1)
	if len(streams) != 4 {
		t.Fatalf("%d streams", len(streams))
	}
	at := func(i int) []byte {
		n, _ := strconv.Atoi(string(pdf[streams[i][2]:streams[i][3]]))
		return pdf[streams[i][1]:][:n]
	}
	if got := unfilter(t, at(0), 1, 31, 17); !bytes.Equal(got, grey.Pix) {
		t.Error("the grey picture changed")
	}
	rgb := unfilter(t, at(2), 3, 31, 17)
	for i := range 31 * 17 {
		if got, want := [3]byte(rgb[3*i:]), [3]byte(colours.Pix[4*i:]); got != want {
			t.Fatalf("pixel %d is %v, was %v", i, got, want)
		}
	}
}

func TestTheTableOfObjectsPointsAtThem(t *testing.T) {
	grey, _ := noise(5, 5, 1)
	pdf := write(t, grey, grey, grey)
	start := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(pdf)
	if start == nil {
		t.Fatal("no end")
	}
	at, _ := strconv.Atoi(string(start[1]))
	entries := regexp.MustCompile(`(\d{10}) 00000 n `).FindAllSubmatch(pdf[at:], -1)
	if len(entries) != 11 {
		t.Fatalf("%d objects", len(entries))
	}
	for i, e := range entries {
		n, _ := strconv.Atoi(string(e[1]))
		if head := strconv.Itoa(i+1) + " 0 obj\n"; !bytes.HasPrefix(pdf[n:], []byte(head)) {
			t.Errorf("object %d is not at %d", i+1, n)
		}
	}
}

func TestAFileSaysNothingButItsPictures(t *testing.T) {
	grey, _ := noise(40, 40, 3)
	pdf := write(t, grey)
	for _, word := range []string{"/Info", "/Metadata", "/ID", "/Prev", "/Font", "/EmbeddedFiles", "/Names", "/Annots", "/AcroForm", "BT", "CreationDate", "Producer", "ObjStm"} {
		if bytes.Contains(regexp.MustCompile(`(?s)stream\n.*?\nendstream`).ReplaceAll(pdf, nil), []byte(word)) {
			t.Errorf("%s is in it", word)
		}
	}
	for word, n := range map[string]int{"%%EOF": 1, "startxref": 1, "trailer": 1} {
		if got := bytes.Count(pdf, []byte(word)); got != n {
			t.Errorf("%s is in it %d times", word, got)
		}
	}
}

func TestTheSamePicturesGiveTheSameBytes(t *testing.T) {
	grey, colours := noise(64, 48, 5)
	if !bytes.Equal(write(t, grey, colours), write(t, grey, colours)) {
		t.Error("they differ")
	}
}

func TestWhatIsNoPageIsRefused(t *testing.T) {
	grey, _ := noise(4, 4, 1)
	p := New(io.Discard)
	for what, err := range map[string]error{
		"no size":         p.Page(grey, 0, 10),
		"no pixels":       p.Page(image.NewGray(image.Rect(0, 0, 0, 4)), 10, 10),
		"another picture": p.Page(image.NewUniform(color.Black), 10, 10),
		"no page":         p.Close(),
	} {
		if err == nil {
			t.Errorf("%s passed", what)
		}
	}
	if pdf := write(t, grey); !bytes.Contains(pdf, []byte("/MediaBox [0 0 595.28 841.89]")) {
		t.Error("the page has another size")
	}
	var out bytes.Buffer
	long := New(&out)
	if err := long.Page(grey, 28800, 100); err != nil || long.Close() != nil || !bytes.Contains(out.Bytes(), []byte("[0 0 14400.00 50.00]")) {
		t.Errorf("a page that is too long became another: %v", err)
	}
}
