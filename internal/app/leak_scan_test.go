package app

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// wordsIn notes where each word was met in data, whatever it is packed in.
func wordsIn(path string, data []byte, found map[string]string) {
	for _, w := range leakWord.FindAll(data, -1) {
		found[strings.ToLower(string(w))] = path
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, f := range z.File {
			wordsIn(path, []byte(f.Name+" "+f.Comment), found)
			if r, err := f.Open(); err == nil {
				wordsIn(path+"!"+f.Name, all(r), found)
			}
		}
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		if r, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
			wordsIn(path, []byte(r.Name+" "+r.Comment), found)
			wordsIn(path, all(r), found)
		}
	case bytes.HasPrefix(data, []byte("%PDF")):
		for _, s := range bytes.Split(data, []byte("stream\n"))[1:] {
			if r, err := zlib.NewReader(bytes.NewReader(s)); err == nil {
				wordsIn(path, all(r), found)
			} else {
				wordsIn(path, all(flate.NewReader(bytes.NewReader(s))), found)
			}
		}
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = uint16(data[2*i]) | uint16(data[2*i+1])<<8
		}
		wordsIn(path, []byte(string(utf16.Decode(units))), found)
	}
	for _, b := range encoded.FindAll(data, -1) {
		if plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(string(b), "=")); err == nil {
			for _, w := range leakWord.FindAll(plain, -1) {
				found[strings.ToLower(string(w))] = path
			}
		}
	}
}

// encoded is what may be base 64; shorter than a word can't be one.
var encoded = regexp.MustCompile(`[A-Za-z0-9+/]{14,}=*`)

func all(r io.Reader) []byte {
	data, _ := io.ReadAll(r) // what can be unpacked of a part is looked at
	return data
}

// A scanner that finds nothing proves nothing.
func TestTheScannerSeesWhatIsPacked(t *testing.T) {
	const word = "kq01234567"
	pack := func(write func(io.Writer) io.WriteCloser) []byte {
		var b bytes.Buffer
		w := write(&b)
		_, err := io.WriteString(w, "before "+word+" after")
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	zipped := func(name, body string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, body); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	gzipped := pack(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	for what, data := range map[string][]byte{
		"plain":             []byte("x " + strings.ToUpper(word)),
		"gzip":              gzipped,
		"zip":               zipped("a", word),
		"name in a zip":     zipped(word, ""),
		"gzip in a zip":     zipped("a.gz", string(gzipped)),
		"base 64":           []byte(`{"value":"` + base64.StdEncoding.EncodeToString([]byte("the word "+word)) + `"}`),
		"a stream of a PDF": append([]byte("%PDF-1.7\n1 0 obj\nstream\n"), pack(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })...),
	} {
		found := map[string]string{}
		if wordsIn(what, data, found); found[word] == "" {
			t.Errorf("%s: not seen", what)
		}
	}
}
