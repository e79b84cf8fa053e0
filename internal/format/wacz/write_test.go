package wacz_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/wacz"
)

func TestAPackageIsWrittenAsProgramsExpectIt(t *testing.T) {
	data := written(t, sample(t))
	if !bytes.Equal(data, written(t, sample(t))) {
		t.Error("the same values gave other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Method != zip.Store || f.Flags&8 != 0 || !f.Modified.Equal(day()) {
			t.Errorf("%s is stored by method %d with flags %#x of %v", f.Name, f.Method, f.Flags, f.Modified)
		}
	}
	files, names := unpack(t, data)
	if want := "archive/data.warc.gz indexes/index.cdx.gz indexes/index.idx pages/pages.jsonl datapackage.json datapackage-digest.json"; strings.Join(names, " ") != want {
		t.Errorf("the files are %q, want %q", names, want)
	}
	r, err := gzip.NewReader(strings.NewReader(files["indexes/index.cdx.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	index, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(index), "\n")
	for i, want := range []string{
		`192.0.2.1)/x.png 20240501100000 {"url":"https://192.0.2.1/x.png","mime":"image/png","status":"200",`,
		`example,news)/ 20240501100000 {"url":"https://news.example/","mime":"text/html","status":"200",`,
		`example,news:8080)/path?a=1&b=2 20240501100000 {"url":"http://www.News.example:8080/Path?b=2`,
	} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d is %q, want %q", i+1, lines[i], want)
		}
	}
	if want := `"offset": 0, "length": `; !strings.Contains(files["indexes/index.idx"], want) || !strings.Contains(files["indexes/index.idx"], hash(files["indexes/index.cdx.gz"])) {
		t.Errorf("the index of the index is %q", files["indexes/index.idx"])
	}
	if !strings.Contains(files["pages/pages.jsonl"], `{"id":"page-1","title":"گزارش\nروز","url":"https://news.example/","ts":"2024-05-01T10:00:00Z","size":12}`) {
		t.Errorf("the pages are %q", files["pages/pages.jsonl"])
	}
}

func TestAPackageThatWouldBeFaultyIsNotWritten(t *testing.T) {
	for name, change := range map[string]func(*wacz.Package){
		"no archive":         func(p *wacz.Package) { p.Archives = nil },
		"no page":            func(p *wacz.Package) { p.Pages = nil },
		"a name with a path": func(p *wacz.Package) { p.Archives[0].Name = "../data.warc.gz" },
		"a plain name":       func(p *wacz.Package) { p.Archives[0].Name = "data.warc" },
		"a cut-off archive":  func(p *wacz.Package) { p.Archives[0].Size -= 5 },
		"a signer that fails": func(p *wacz.Package) {
			p.Signer = signer(t)
			p.Signer.Sign = func([]byte) ([]byte, error) { return nil, errors.New("no key") }
		},
		"a signature that is none": func(p *wacz.Package) {
			p.Signer = signer(t)
			p.Signer.Sign = func([]byte) ([]byte, error) { return []byte("x"), nil }
		},
	} {
		p := sample(t)
		change(&p)
		if err := wacz.Write(io.Discard, p); err == nil {
			t.Errorf("%s: it was written", name)
		}
	}
}

func TestAWriteThatFailsIsToldOf(t *testing.T) {
	for room := 0; room < len(written(t, sample(t))); room += 50 {
		if err := wacz.Write(&full{room}, sample(t)); err == nil {
			t.Fatalf("with room for %d bytes nothing was told", room)
		}
	}
}

// full is a disk with room for some bytes only.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}
