package bagit

import (
	"context"
	"crypto/md5"
	"crypto/sha512"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// bag is a bag under construction: file names to text.
type bag map[string]string

// newBag gives a small whole bag of version 1.0, made without Write.
func newBag() bag {
	return bag{
		"bagit.txt":       "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
		"bag-info.txt":    "Bagging-Date: 2024-05-31\nPayload-Oxum: 11.2\n",
		"data/one.txt":    "first",
		"data/in/two.txt": "second",
	}.seal()
}

// old turns it into a bag of an earlier version.
func (b bag) old(version string) bag {
	b["bagit.txt"] = "BagIt-Version: " + version + "\nTag-File-Character-Encoding: UTF-8\n"
	return b.seal()
}

// seal makes the manifests anew over what is there.
func (b bag) seal() bag {
	lines := ""
	for _, p := range slices.Sorted(maps.Keys(b)) {
		if strings.HasPrefix(p, "data/") {
			lines += line512(b[p], p)
		}
	}
	b["manifest-sha512.txt"] = lines
	return b.vouch()
}

// vouch makes the tag manifest anew and leaves the manifest as it is.
func (b bag) vouch() bag {
	delete(b, "tagmanifest-sha512.txt")
	lines := ""
	for _, p := range slices.Sorted(maps.Keys(b)) {
		if !strings.HasPrefix(p, "data/") {
			lines += line512(b[p], p)
		}
	}
	b["tagmanifest-sha512.txt"] = lines
	return b
}

func line512(text, p string) string { return fmt.Sprintf("%x  %s\n", sha512.Sum512([]byte(text)), p) }
func line5(text, p string) string   { return fmt.Sprintf("%x  %s\n", md5.Sum([]byte(text)), p) }

func (b bag) fs() fstest.MapFS {
	fsys := fstest.MapFS{}
	for p, text := range b {
		fsys[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func validate(t *testing.T, fsys fs.FS) Report {
	t.Helper()
	rep, err := Validate(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Valid != (len(rep.Errors) == 0) {
		t.Errorf("valid is %v with errors %v", rep.Valid, rep.Errors)
	}
	return rep
}

// told gives findings as "code path", sorted.
func told(list []Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Code)+" "+f.Path)
	}
	slices.Sort(out)
	return out
}
