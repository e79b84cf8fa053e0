package app

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// packs are files that hold others, by their names.
func packs(t *testing.T) map[string]string {
	t.Helper()
	inner := zipped(t, "بسته/inner.txt", persian+" inside two\n")
	web := func(n int) string { return gzipped(t, captured(n)) }
	return map[string]string{
		"bundle.zip":    zipped(t, "z.txt", latin+" zip\n", "inner.zip", inner, "../../up.txt", latin+" climbs\n"),
		"bundle.tar":    tarred(t, "ملف.txt", arabic+"\n"),
		"bundle.tar.gz": gzipped(t, tarred(t, "gz.txt", persian+" gz\n")),
		"note.txt.gz":   gzipped(t, latin+" packed alone\n"),
		"bundle.tar.xz": through(t, tarred(t, "xz.txt", persian+" xz\n"), func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }),
		"note.txt.zst":  through(t, arabic+" zst\n", func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }),
		"site.warc.gz":  web(2),
		"site.wacz": zipped(t, "datapackage.json", `{"profile":"data-package","wacz_version":"1.1.1","resources":[]}`,
			"pages/pages.jsonl", `{"format":"json-pages-1.0","id":"pages","title":"x"}`+"\n", "archive/data.warc.gz", web(3)),
		"book.epub": zipped(t, "mimetype", "application/epub+zip", "OPS/one.xhtml",
			`<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>`+persian+`</body></html>`),
	}
}

// zipped packs names and contents in turns.
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func tarred(t *testing.T, name, data string) string {
	t.Helper()
	return through(t, data, func(w io.Writer) (io.WriteCloser, error) {
		out := tar.NewWriter(w)
		return out, out.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))})
	})
}

func gzipped(t *testing.T, data string) string {
	t.Helper()
	return through(t, data, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil })
}

// through writes data through a packer.
func through(t *testing.T, data string, packer func(io.Writer) (io.WriteCloser, error)) string {
	t.Helper()
	var out bytes.Buffer
	w, err := packer(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// samples are files that programs of others made of invented text.
func samples(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("testdata/everything/*")
	if err != nil || len(paths) < 20 {
		t.Fatal(err, len(paths))
	}
	out := map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = string(data)
	}
	return out
}

// everything is one file of every kind, by its name.
func everything(t *testing.T) map[string]string {
	t.Helper()
	all := samples(t)
	for _, more := range []map[string]string{texts(t), packs(t)} {
		for name, data := range more {
			all[name] = data
		}
	}
	return all
}

// laid writes files into a new folder.
func laid(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "handed in")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
