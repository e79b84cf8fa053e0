package verify_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"strings"
	"testing"

	"sanad/verify"
	"sanad/verify/verifytest"
)

type entry struct {
	name   string
	data   []byte
	method uint16
	mode   fs.FileMode
}

func entriesOf(files verifytest.Files, method uint16) (out []entry) {
	for _, path := range files.Paths() {
		out = append(out, entry{path, files[path], method, 0o644})
	}
	return out
}

func zipped(t *testing.T, all []entry) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, e := range all {
		h := &zip.FileHeader{Name: e.name, Method: e.method}
		h.SetMode(e.mode)
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(e.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestAPackedDossierIsCheckedAsAFolderIs(t *testing.T) {
	files := concluded("packed", nil)
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		data := zipped(t, entriesOf(files, method))
		folder, err := verify.Zip(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if r := verify.Any(t.Context(), folder, verify.Options{}); !r.OK || r.Kind != verify.KindDossier {
			t.Errorf("method %d: %+v", method, r)
		}
	}
	changed := files.Clone()
	for path := range changed {
		if strings.HasPrefix(path, "originals/") {
			changed[path] = append([]byte("X"), changed[path][1:]...)
		}
	}
	data := zipped(t, entriesOf(changed, zip.Deflate))
	folder, err := verify.Zip(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if r := verify.Any(t.Context(), folder, verify.Options{}); r.OK || !names(r, "originals/") {
		t.Errorf("an original that was changed is not named: %+v", r)
	}
}

func TestAHostileZIPFileIsRefused(t *testing.T) {
	files := verifytest.Tiny("zip").Sealed()
	more := func(e ...entry) []byte { return zipped(t, append(entriesOf(files, zip.Store), e...)) }
	plain := more()
	lying := bytes.Clone(plain) // the last file's bytes are said to begin at the first's
	end := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	copy(lying[end+42:end+46], []byte{0, 0, 0, 0})
	locked := bytes.Clone(plain)
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	for what, data := range map[string][]byte{
		"a way out":                   more(entry{"../evil", nil, zip.Store, 0o644}),
		"a way from the root":         more(entry{"/etc/evil", nil, zip.Store, 0o644}),
		"a way out by a folder":       more(entry{"en/../../evil", []byte("x"), zip.Store, 0o644}),
		"a backslash":                 more(entry{`en\evil`, []byte("x"), zip.Store, 0o644}),
		"a name twice":                more(entry{"index.html", []byte("other"), zip.Store, 0o644}),
		"a name in capitals":          more(entry{"INDEX.HTML", []byte("other"), zip.Store, 0o644}),
		"a link":                      more(entry{"link", []byte("/etc/passwd"), zip.Store, fs.ModeSymlink | 0o777}),
		"a device":                    more(entry{"pipe", nil, zip.Store, fs.ModeNamedPipe | 0o644}),
		"a bomb":                      more(entry{"bomb", make([]byte, 128<<20), zip.Deflate, 0o644}),
		"files over each other":       lying,
		"a lock":                      locked,
		"half of it":                  plain[:len(plain)/2],
		"nothing":                     nil,
		"no ZIP file":                 []byte("PK\x03\x04 and then words"),
		"a name that can't be seen":   more(entry{"a\u202eb", []byte("x"), zip.Store, 0o644}),
		"a packing that is not known": bytes.ReplaceAll(plain, []byte("PK\x01\x02\x14\x03\x14\x00\x08\x00\x00\x00"), []byte("PK\x01\x02\x14\x03\x14\x00\x08\x00\x0c\x00")),
	} {
		if _, err := verify.Zip(bytes.NewReader(data), int64(len(data))); err == nil {
			t.Errorf("%s passed", what)
		}
	}
	if _, err := verify.Zip(bytes.NewReader(plain), int64(len(plain))); err != nil {
		t.Errorf("the plain one is refused: %v", err)
	}
}

func TestAPlaceInAPackedFileIsFoundInAnyOrder(t *testing.T) {
	text := strings.Repeat("0123456789", 10_000)
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		data := zipped(t, []entry{{"a", []byte(text), method, 0o644}})
		folder, err := verify.Zip(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := folder.Open("a")
		if err != nil {
			t.Fatal(err)
		}
		for _, off := range []int64{5, 99_990, 3, 50_000, 50_000} {
			got := make([]byte, 10)
			n, err := f.(io.ReaderAt).ReadAt(got, off)
			if want := text[off:min(off+10, 100_000)]; string(got[:n]) != want || err != nil {
				t.Errorf("method %d, at %d: %q, %v", method, off, got[:n], err)
			}
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
