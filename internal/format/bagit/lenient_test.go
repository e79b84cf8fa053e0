package bagit

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"
)

// What is doubtful is told and does not make the bag invalid.
func TestWhatIsDoubtfulIsAWarning(t *testing.T) {
	const manifest = "manifest-sha512.txt"
	tests := map[string]struct {
		change func(b bag)
		want   []string
	}{
		"no tag manifest": {func(b bag) { delete(b, "tagmanifest-sha512.txt") }, []string{"tag-manifest-missing "}},
		"only md5": {func(b bag) {
			b["manifest-md5.txt"] = line5("second", "data/in/two.txt") + line5("first", "data/one.txt")
			delete(b, manifest)
			b.vouch()
		}, []string{"algorithm-weak "}},
		"manifest name odd": {func(b bag) { b["manifest-SHA-512.txt"] = b[manifest]; delete(b, manifest); b.vouch() }, []string{"manifest-name-odd manifest-SHA-512.txt"}},
		"md5sum style":      {func(b bag) { b[manifest] = strings.ReplaceAll(b[manifest], "  data", " *data"); b.vouch() }, []string{"line-md5sum " + manifest}},
		"dotted path":       {func(b bag) { b[manifest] = strings.ReplaceAll(b[manifest], "  data", "  ./data"); b.vouch() }, []string{"path-dotted " + manifest}},
		"upper case and tab": {func(b bag) {
			b[manifest] = strings.ReplaceAll(strings.ToUpper(b[manifest]), "  DATA/ONE.TXT", "\t data/one.txt")
			b[manifest] = strings.ReplaceAll(b[manifest], "DATA/IN/TWO.TXT", "data/in/two.txt")
			b.vouch()
		}, nil},
		"names differ in case": {func(b bag) { b["data/ONE.txt"] = ""; b["bag-info.txt"] = ""; b.seal() }, []string{"names-collide data/one.txt"}},
		"one file for two names": {func(b bag) { b[manifest] += line512("first", "data/ONE.txt"); b.vouch() },
			[]string{"name-found-otherwise data/ONE.txt", "names-collide data/one.txt"}},
		"name normalised on the way": {func(b bag) {
			b["data/Nu\u0301n\u0303ez"] = "x"
			b["bag-info.txt"] = ""
			b.seal()
			b["data/N\u00fa\u00f1ez"] = "x"
			delete(b, "data/Nu\u0301n\u0303ez")
		}, []string{"name-found-otherwise data/Nu\u0301n\u0303ez"}},
		"percent unencoded": {func(b bag) { b["data/100%"] = ""; b["bag-info.txt"] = ""; b.seal() }, []string{"percent-unencoded " + manifest}},
		"percent by chance": {func(b bag) { b["data/a%0Ab"] = ""; b["bag-info.txt"] = ""; b.seal() }, []string{"percent-unencoded data/a%0Ab"}},
		"system file":       {func(b bag) { b["data/in/Thumbs.db"] = ""; b["data/._one"] = ""; b["bag-info.txt"] = ""; b.seal() }, []string{"system-file data/._one", "system-file data/in/Thumbs.db"}},
		"tag unlisted":      {func(b bag) { b["notes/readme"] = "x" }, []string{"tag-file-unlisted notes/readme"}},
		"fetch length": {func(b bag) {
			b["fetch.txt"] = "https://example.org/1 6 data/one.txt\nhttps://example.org/2 6 ./data/in/two.txt\n"
			b.vouch()
		}, []string{"fetch-length-wrong data/one.txt"}},
		"element repeated": {func(b bag) { b["bag-info.txt"] = "Bag-Count: 1 of 2\nbag-count: 2 of 2\nNote: a\nNote: b\n"; b.seal() }, []string{"field-repeated bag-info.txt"}},
		"label spaced":     {func(b bag) { b["bag-info.txt"] = "\nNote:tight\n"; b.seal() }, []string{"label-spaced bag-info.txt", "label-spaced bag-info.txt"}},
		"other line ends": {func(b bag) {
			b["bagit.txt"] = strings.ReplaceAll(b["bagit.txt"], "\n", "\r\n")
			b["bag-info.txt"] = "A: 1\rB: 2\rC: 3"
			b.seal()
		}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBag()
			tt.change(b)
			rep := validate(t, b.fs())
			if !rep.Valid {
				t.Errorf("invalid: %v", rep.Errors)
			}
			if got := told(rep.Warnings); !slices.Equal(got, tt.want) {
				t.Errorf("have %q\nwant %q", got, tt.want)
			}
		})
	}
}

// Bags made before 1.0 keep the rules they were made under.
func TestEarlierVersionsKeepTheirRules(t *testing.T) {
	const manifest, tagmanifest = "manifest-sha512.txt", "tagmanifest-sha512.txt"
	tests := map[string]struct {
		version string
		change  func(b bag)
		want    []string // warnings
	}{
		"entry repeated": {"0.97", func(b bag) { b[manifest] += line512("first", "data/one.txt"); b.vouch() }, []string{"entry-repeated data/one.txt"}},
		"payload as tag": {"0.96", func(b bag) { b[tagmanifest] += line512("first", "data/one.txt") }, []string{"path-misplaced data/one.txt"}},
		"manifest unvouched": {"0.97", func(b bag) {
			b[tagmanifest] = line512(b["bagit.txt"], "bagit.txt") + line512(b["bag-info.txt"], "bag-info.txt")
		}, []string{"manifest-not-listed " + manifest, "tag-file-unlisted " + manifest}},
		"file in one manifest": {"0.97", func(b bag) { b["manifest-md5.txt"] = line5("first", "data/one.txt"); b.vouch() }, nil},
		"spaced label":         {"0.97", func(b bag) { b["bag-info.txt"] = "Payload-Oxum  :   11.2\n"; b.seal() }, nil},
		"percent is literal":   {"0.97", func(b bag) { b["data/%7Ex"] = ""; b["data/%0A"] = ""; b["bag-info.txt"] = ""; b.seal() }, nil},
		"percent was encoded": {"0.97", func(b bag) {
			b["data/a%0Ab"] = "x"
			b["bag-info.txt"] = ""
			b.seal()
			b["data/a\nb"] = "x"
			delete(b, "data/a%0Ab")
		}, nil},
		"package-info": {"0.93", func(b bag) { b["package-info.txt"] = "Payload-Oxum: 11.2\n"; delete(b, "bag-info.txt"); b.seal() }, nil},
		"empty lines":  {"0.95", func(b bag) { b[manifest] += "\n"; b["fetch.txt"] = "\n"; b.vouch() }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBag().old(tt.version)
			tt.change(b)
			rep := validate(t, b.fs())
			if !rep.Valid || rep.Version != tt.version {
				t.Errorf("version %s: %v", rep.Version, rep.Errors)
			}
			if got := told(rep.Warnings); !slices.Equal(got, tt.want) {
				t.Errorf("have %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestTagFilesAreReadInTheEncodingDeclared(t *testing.T) {
	latin := func(s string) string { return strings.ReplaceAll(s, "é", "\xe9") }
	wide := func(s string) string {
		out := []byte{0xfe, 0xff}
		for _, u := range utf16.Encode([]rune(s)) {
			out = append(out, byte(u>>8), byte(u))
		}
		return string(out)
	}
	for encoding, encode := range map[string]func(string) string{"ISO-8859-1": latin, "windows-1252": latin, "latin1": latin, "cp1252": latin, "UTF-16": wide, "utf-8": strings.Clone} {
		b := newBag()
		b["data/café"] = "x"
		b["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: " + encoding + "\n"
		b["bag-info.txt"] = encode("Note: café\n")
		b.seal()
		b["manifest-sha512.txt"] = encode(b["manifest-sha512.txt"])
		b.vouch()
		b["tagmanifest-sha512.txt"] = encode(b["tagmanifest-sha512.txt"])
		rep := validate(t, b.fs())
		if !rep.Valid || len(rep.Info) != 1 || rep.Info[0].Value != "café" {
			t.Errorf("%s: %v %q", encoding, rep.Errors, rep.Info)
		}
	}
}

func TestBytesThatAreNotInTheEncodingAreTold(t *testing.T) {
	for encoding, text := range map[string]string{"US-ASCII": "Note: café\n", "UTF-16": "\xfe\xff\xd8\x00\x00a", "UTF-8": "Note: \xff\n"} {
		b := newBag()
		b["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: " + encoding + "\n"
		b["bag-info.txt"] = text
		if got := told(validate(t, b.fs()).Errors); !slices.Contains(got, "encoding-wrong bag-info.txt") {
			t.Errorf("%s: %q", encoding, got)
		}
	}
}

// unreadable is a file system where one file cannot be read.
type unreadable struct {
	fstest.MapFS
	name string
}

var errDisk = errors.New("the disk is broken here")

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, errDisk
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == u.name {
		return nil, errDisk
	}
	return u.MapFS.ReadDir(name)
}

// A file that cannot be read is never taken for one that is not there.
func TestAFileThatCannotBeReadIsTold(t *testing.T) {
	for _, name := range []string{"bagit.txt", "bag-info.txt", "manifest-sha512.txt", "data/one.txt", "data/in"} {
		got := told(validate(t, unreadable{newBag().fs(), name}).Errors)
		if !slices.Contains(got, "file-unreadable "+name) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if _, err := Validate(context.Background(), unreadable{newBag().fs(), "."}); !errors.Is(err, errDisk) {
		t.Errorf("base folder: %v", err)
	}
}

func TestCheckingStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Validate(ctx, newBag().fs()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
