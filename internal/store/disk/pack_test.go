package disk

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/ground/fail"
	"sanad/verify"
)

func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "dossier")
	for name, data := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAFolderIsPackedTheSameEachTime(t *testing.T) {
	files := map[string]string{"index.html": strings.Repeat("<p>page</p>", 1000), "originals/aa": "bytes", "seal/release.json": "{}", "en/dossier.pdf": "%PDF"}
	var packed [][]byte
	for range 2 {
		dir := folderOf(t, files)
		p, err := Pack(dir, dir+".zip")
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(dir + ".zip")
		if err != nil || p.Files != 4 || p.Size != int64(len(data)) {
			t.Fatalf("%+v, %v", p, err)
		}
		packed = append(packed, data)
	}
	if !bytes.Equal(packed[0], packed[1]) {
		t.Error("the same folder was packed into other bytes")
	}
	fsys, err := verify.Zip(bytes.NewReader(packed[0]), int64(len(packed[0])))
	if err != nil {
		t.Fatal(err)
	}
	f, err := fsys.Open("originals/aa")
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 5)
	if n, err := f.Read(got); string(got[:n]) != "bytes" {
		t.Errorf("%q, %v", got[:n], err)
	}
}

func TestOnlyPlainFilesArePackedAndNothingIsOverwritten(t *testing.T) {
	dir := folderOf(t, map[string]string{"index.html": "x"})
	if _, err := Pack(dir, dir+".zip"); err != nil {
		t.Fatal(err)
	}
	if _, err := Pack(dir, dir+".zip"); err == nil {
		t.Error("a file that is there was packed over")
	}
	if _, err := Pack(t.TempDir(), dir+"-empty.zip"); fail.Of(err) != fail.Usage {
		t.Errorf("an empty folder: %v", err)
	}
	if err := os.Symlink("index.html", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if _, err := Pack(dir, dir+"-link.zip"); fail.Of(err) != fail.Usage {
		t.Errorf("a link: %v", err)
	}
	left, err := filepath.Glob(dir + "-*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
