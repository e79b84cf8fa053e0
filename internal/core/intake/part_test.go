package intake

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
)

func partOf(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := WritePart(&out, Head{What: PartFile, Name: name})
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if sum, n := w.Sum(); sum != sha256.Sum256(data) || n != int64(len(data)) {
		t.Errorf("the sum of %d bytes is %x of %d", len(data), sum, n)
	}
	return out.Bytes()
}

func TestAPartComesBackWithItsName(t *testing.T) {
	for _, size := range []int{0, 1, maxChunk - 1, maxChunk, maxChunk + 1, 5*maxChunk + 7} {
		data := bytes.Repeat([]byte("x\x00"), size)[:size]
		r, err := ReadPart(bytes.NewReader(partOf(t, "عکس ‮gpj.exe", data)))
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(back, data) || r.Head.Name != "عکس ‮gpj.exe" {
			t.Errorf("%d bytes came back as %d named %q (%v)", size, len(back), r.Head.Name, err)
		}
		if r.Sum() != sha256.Sum256(data) {
			t.Errorf("the sum of %d bytes is another", size)
		}
	}
}

func TestAPartThatIsNotWholeIsNeverReadToItsEnd(t *testing.T) {
	whole := partOf(t, "list.txt", []byte(strings.Repeat("a name\n", 30)))
	sum := bytes.Index(whole, []byte("a name")) + 30*len("a name\n") + 4
	damaged := bytes.Clone(whole)
	damaged[sum-20] ^= 1
	bad := map[string][]byte{"changed": damaged, "not a part": []byte("a name"), "too long a head": append([]byte(partForm), 0xff, 0xff, 0xff, 0xff), "empty": nil}
	for n := 0; n < sum+sha256.Size; n += 7 {
		bad["cut at "+strconv.Itoa(n)] = whole[:n]
	}
	for name, data := range bad {
		r, err := ReadPart(bytes.NewReader(data))
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, ErrPart) {
			t.Errorf("%s: %v, want that the part is not whole", name, err)
		}
	}
}

func TestPartsOfLikeSizeHaveOneLength(t *testing.T) {
	if a, b := len(partOf(t, "a", []byte("yes"))), len(partOf(t, "a longer name", []byte(strings.Repeat("no ", 900)))); a != b {
		t.Errorf("two short parts have %d and %d bytes", a, b)
	}
	lengths := map[int]bool{}
	for size := 100_000; size < 110_000; size += 50 {
		n := len(partOf(t, "f", make([]byte, size)))
		if n > size*112/100+200 {
			t.Errorf("%d bytes became %d", size, n)
		}
		lengths[n] = true
	}
	if len(lengths) > 6 {
		t.Errorf("200 sizes from 100 to 110 kB have %d lengths", len(lengths))
	}
}

func FuzzReadPart(f *testing.F) {
	f.Add([]byte(partForm + "\x00\x00\x00\x02{}\x00\x00\x00\x01a\x00\x00\x00\x00"))
	f.Add([]byte(partForm))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ReadPart(bytes.NewReader(data))
		if err != nil {
			return
		}
		read, err := io.ReadAll(r)
		if err == nil && sha256.Sum256(read) != r.Sum() {
			t.Error("a part was read to its end with another sum")
		}
	})
}
