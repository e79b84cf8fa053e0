package claimedhash

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"
)

// noise is the same bytes wherever it is made: the vectors below were computed
// of them by Node.js, whose Buffer.toString is what spoilt the hashes.
func noise(n int, seed uint32) []byte {
	b := make([]byte, n)
	for i := range b {
		seed = seed*1664525 + 1013904223
		b[i] = byte(seed >> 24)
	}
	return b
}

// Computed by Node.js: for each 65536 bytes createHash('sha512').update(piece.toString()).
func TestPreserveIsSpoiltAsNodeSpoilsIt(t *testing.T) {
	noon := strings.Repeat("ن", 40_000)
	for name, of := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":               {nil, "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"},
		"a small file":          {noise(1004, 7), "55db1932e73c532c42e6d73987d724adbf2363c18bbddebed684e14953ddbe15cd4238900795d00c5f50b08d113cad499224ecfb3608889cb1d22d478b21d82b"},
		"a file of four pieces": {noise(200_000, 1988), "60c1f196a846895e8ecbdc9b6d432c65c05247bb238b5f667afa10dbc6106d72f503bbc9382ffa7bebd229af05c7fe9e3d715edcd9a9b192d541d03f54af0c3e"},
		"a letter over an edge": {[]byte("a" + noon), "0229384c1c1dc0060b906f5de7051affe2a7c2b68a3467e5f808ee9d0bf18cbb9f41a7929e7bb1f352249aea01a981d5b4e338ea02c1dc1e847a6c2fe033678e"},
		"a byte order mark":     {[]byte("\uFEFFa"), "434a64e905748a0d67181e0ae1dc6de0bfb66440410ef585763b2f27dc156dd659f28081a0127b79889ba9949b03edfa3eb278c1b95d952c0f5ff24765887868"},
	} {
		p := NewPreserve()
		for _, b := range slices.Collect(slices.Chunk(of.data, 777)) { // however the bytes come
			p.Write(b)
		}
		if got := p.Sum(); got != of.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	whole := sha512.Sum512([]byte(noon + "a"))
	p := NewPreserve()
	p.Write([]byte(noon + "a"))
	if p.Sum() != hex.EncodeToString(whole[:]) {
		t.Error("text with no letter over an edge has another hash than its own")
	}
}

// What Node.js makes of sequences that break off in every way.
func TestOneMarkStandsForEachPartOfASequence(t *testing.T) {
	const mark = "efbfbd"
	for in, want := range map[string]string{
		"e282": mark, "eda080": mark + mark + mark, "f09f98": mark, "f0808041": mark + mark + mark + "41", "c080": mark + mark,
		"e08041": mark + mark + "41", "f4908080": mark + mark + mark + mark, "f580": mark + mark, "e228a1": mark + "28" + mark, "feff": mark + mark, "c2": mark,
		"efbfbd": mark, "61d986": "61d986",
	} {
		raw, err := hex.DecodeString(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(asText(nil, raw)); got != want {
			t.Errorf("%s becomes %s, not %s", in, got, want)
		}
	}
}

func TestAClaimIsJudgedByTheBytes(t *testing.T) {
	data := noise(5000, 3)
	sums, err := Read(bytes.NewReader(data), Algorithms(), []string{"harbour"})
	if err != nil {
		t.Fatal(err)
	}
	other, err := Read(bytes.NewReader(noise(5000, 4)), Algorithms(), []string{"harbour", "coast"})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range Algorithms() {
		if v, _ := sums.Judge(a, sums.plain[a]); v != Equal {
			t.Errorf("%s of the bytes themselves: %s", a, v)
		}
		if v, _ := sums.Judge(a, other.plain[a]); v != Different {
			t.Errorf("%s of other bytes: %s", a, v)
		}
		if v, _ := sums.Judge(a, ""); v != Different {
			t.Errorf("%s of nothing: %s", a, v)
		}
		if Weak(a) != (a == "md5" || a == "sha1") {
			t.Errorf("%s is weak: %v", a, Weak(a))
		}
	}
	if v, _ := sums.Judge(SHA512, sums.preserve); v != Fault {
		t.Errorf("what Preserve wrote: %s", v)
	}
	salted := sha512.Sum384(append(slices.Clone(data), "harbour"...))
	behind := sha512.Sum384(append([]byte("harbour"), data...))
	for _, sum := range [][]byte{salted[:], behind[:]} {
		if v, project := sums.Judge(SHA384, hex.EncodeToString(sum)); v != Salted || project != "harbour" {
			t.Errorf("salted: %s with %q", v, project)
		}
	}
	if _, err := Read(strings.NewReader(""), []string{"crc32"}, nil); err == nil {
		t.Error("crc32 was computed")
	}
}

const (
	aMD5    = "d41d8cd98f00b204e9800998ecf8427e"
	aSHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func TestEveryFormOfAListIsRead(t *testing.T) {
	sha512hex := strings.Repeat("ab", 64)
	sha384hex := strings.Repeat("0f", 48)
	for name, of := range map[string]struct {
		file string
		want []Claim
	}{
		"md5sum":       {aMD5 + "  ./photos/one two.jpg\n" + aMD5 + " *b.jpg\r\n", []Claim{{"photos/one two.jpg", MD5, aMD5, "", 1}, {"b.jpg", MD5, aMD5, "", 2}}},
		"sha256sum":    {"# made by hand\n\n" + strings.ToUpper(aSHA256) + "  نامه.txt", []Claim{{"نامه.txt", SHA256, aSHA256, "", 3}}},
		"escaped":      {`\` + aMD5 + `  a\\b\nc`, []Claim{{"a\\b\nc", MD5, aMD5, "", 1}}},
		"tagged":       {"SHA256 (a (1).pdf) = " + aSHA256, []Claim{{"a (1).pdf", SHA256, aSHA256, "", 1}}},
		"BSD's SHA-1":  {"SHA-1 (x) = da39a3ee5e6b4b0d3255bfef95601890afd80709", []Claim{{"x", SHA1, "da39a3ee5e6b4b0d3255bfef95601890afd80709", "", 1}}},
		"tabs":         {aMD5 + "\tx y", []Claim{{"x y", MD5, aMD5, "", 1}}},
		"bare":         {sha512hex + "\n" + sha512hex + "\n", []Claim{{"", SHA512, sha512hex, "", 1}, {"", SHA512, sha512hex, "", 2}}},
		"a table":      {"File Name,Size,MD5\n\"a,b.jpg\",3," + aMD5 + "\nempty,0,\n", []Claim{{"a,b.jpg", MD5, aMD5, "", 2}}},
		"of Datashare": {"query,documentId,rootId,documentPath\nx," + sha384hex + ",r,/data/a.pdf\n", []Claim{{"/data/a.pdf", SHA384, sha384hex, "datashare", 2}}},
		"of Preserve":  {`{"attributes":{"downloads":[{"path":"1/content.html","type":"content","sha512checksum":"` + sha512hex + `"},{"path":"x"}]}}`, []Claim{{"1/content.html", SHA512, sha512hex, "preserve", 1}}},
		"of Bayanat":   {`{"actors":[{"id":1,"medias":[{"title":"t","filename":"f.jpg","etag":"\"` + aMD5 + `\""},{"filename":"g","etag":"` + aMD5 + `-4"}]}]}`, []Claim{{"f.jpg", MD5, aMD5, "bayanat", 1}}},
	} {
		got, wrong, err := Parse([]byte(of.file))
		if err != nil || len(wrong) > 0 || !slices.Equal(got, of.want) {
			t.Errorf("%s: %+v, %v, %v", name, got, wrong, err)
		}
	}
}

func TestWhatClaimsNothingIsNamed(t *testing.T) {
	claims, wrong, err := Parse([]byte(aMD5 + "  a\nzz" + aMD5[2:] + "  b\n" + aMD5[:31] + "  c\nSHA256 (d) = " + aMD5 + "\n"))
	if err != nil || len(claims) != 1 || len(wrong) != 3 || wrong[0].Line != 2 || wrong[1].Line != 3 || wrong[2].Line != 4 {
		t.Errorf("%+v, %+v, %v", claims, wrong, err)
	}
	deep := strings.Repeat(`[`, 80) + strings.Repeat(`]`, 80)
	for _, none := range []string{"", "a letter\nof two lines", "{}", `{"path":"x","sha256":"no"}`, deep, "{", "\xff\xfe", "name,size\na,3\n"} {
		if got, _, err := Parse([]byte(none)); err == nil {
			t.Errorf("%.30q claims %+v", none, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(aMD5 + "  a\n"))
	f.Add([]byte("SHA256 (d) = " + aSHA256))
	f.Add([]byte(`[{"path":"x","md5":"` + aMD5 + `"}]`))
	f.Add([]byte("file,md5\na," + aMD5))
	f.Fuzz(func(t *testing.T, data []byte) {
		claims, _, err := Parse(data)
		for _, c := range claims {
			if bad := Check(c.Algorithm, c.Hex); bad != nil && err == nil {
				t.Errorf("%+v: %v", c, bad)
			}
		}
	})
}

// Whatever the bytes are, what is hashed is UTF-8, and true UTF-8 is left alone.
func FuzzPreserve(f *testing.F) {
	f.Add([]byte("\xe2\x82a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got := asText(nil, data)
		if again := asText(nil, got); !bytes.Equal(got, again) {
			t.Errorf("%x becomes %x, and that %x", data, got, again)
		}
		if string(data) == strings.ToValidUTF8(string(data), "") && !bytes.Equal(got, data) {
			t.Errorf("%q was changed", data)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data := noise(8<<20, 1)
	b.SetBytes(int64(len(data)))
	for range b.N {
		if _, err := Read(io.MultiReader(bytes.NewReader(data)), []string{MD5, SHA512}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
