package bagit

import (
	"context"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
)

func mustWrite(t *testing.T, info []Field, files iter.Seq2[File, error]) (*memory, Result) {
	t.Helper()
	sink := newMemory()
	res, err := Write(context.Background(), sink, info, files)
	if err != nil {
		t.Fatal(err)
	}
	return sink, res
}

func TestABagHasEveryFileTheStandardNames(t *testing.T) {
	info := []Field{{"Bagging-Date", "2024-05-31"}, {"External-Description", "Letters of the town of Sarv,\nbox 2"}}
	sink, res := mustWrite(t, info, payload("a/letter.txt", "hello\n", "b.txt", ""))
	want := map[string]string{
		"bagit.txt":         "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
		"bag-info.txt":      "Bagging-Date: 2024-05-31\nExternal-Description: Letters of the town of Sarv,\n  box 2\nPayload-Oxum: 6.2\n",
		"data/b.txt":        "",
		"data/a/letter.txt": "hello\n",
		"manifest-sha256.txt": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  data/a/letter.txt\n" +
			"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/b.txt\n",
	}
	for name, text := range want {
		if got := sink.files[name]; got == nil || string(got.Data) != text {
			t.Errorf("%s: have %v, want %q", name, got, text)
		}
	}
	names := slices.Sorted(maps.Keys(sink.files))
	if !slices.Equal(names, []string{"bag-info.txt", "bagit.txt", "data/a/letter.txt", "data/b.txt", "manifest-sha256.txt",
		"manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"}) {
		t.Errorf("files: %q", names)
	}
	if res.Files != 2 || res.Octets != 6 || len(res.Warnings) != 0 {
		t.Errorf("result: %+v", res)
	}
}

func TestTheDeclarationComesLastAndNothingStaysOpen(t *testing.T) {
	sink, _ := mustWrite(t, nil, payload("a", "1", "b", "2", "c", "3"))
	if last := sink.order[len(sink.order)-1]; last != "bagit.txt" {
		t.Errorf("the last file was %s: a broken writing would look like a bag", last)
	}
	if sink.open != 0 || sink.maxOpen != 3 {
		t.Errorf("open at the end %d, at most %d; Write promises 0 and 3", sink.open, sink.maxOpen)
	}
}

// Whatever Write accepts, Validate must find valid and without the names
// changed on the way.
func TestWhatIsWrittenIsValid(t *testing.T) {
	odd := []string{"100%.txt", "%0A", "50%25", "line\nbreak", "cr\rlf\r\n.txt", "نامه ۱.txt", " leading", "*star", "a/b/c/d", "tab\tname"}
	var pairs []string
	for i, p := range odd {
		pairs = append(pairs, p, strings.Repeat("x", i))
	}
	info := []Field{{"Source-Organization", "Archive of Sarv"}, {"Note", "one\n\n two \r\nthree"}, {"Note", "again: with colon"}, {"Empty", ""}}
	sink, res := mustWrite(t, info, payload(pairs...))
	rep, err := Validate(context.Background(), sink.files)
	if err != nil || !rep.Valid {
		t.Fatalf("%v %+v", err, rep)
	}
	if rep.Files != res.Files || rep.Octets != res.Octets || rep.Files != int64(len(odd)) {
		t.Errorf("wrote %+v, found %+v", res, rep)
	}
	wantInfo := []Field{{"Source-Organization", "Archive of Sarv"}, {"Note", "one\n\ntwo \nthree"}, {"Note", "again: with colon"}, {"Empty", ""}}
	if got := rep.Info[:len(rep.Info)-1]; !slices.Equal(got, wantInfo) {
		t.Errorf("info came back as %q", got)
	}
}

func TestEachFileIsReadOnce(t *testing.T) {
	opened, closed := 0, 0
	files := func(yield func(File, error) bool) {
		yield(File{Path: "a", Open: func() (io.ReadCloser, error) {
			opened++
			return countClose{strings.NewReader("content"), &closed}, nil
		}}, nil)
	}
	mustWrite(t, nil, files)
	if opened != 1 || closed != 1 {
		t.Errorf("opened %d times, closed %d times", opened, closed)
	}
}

type countClose struct {
	io.Reader
	n *int
}

func (c countClose) Close() error { *c.n++; return nil }

func TestUnsafePathsAreRefused(t *testing.T) {
	for _, p := range []string{"", ".", "..", "../x", "a/../../x", "a/..", "/etc/x", "//host/x", "~", "~root/x", `C:\x`, "c:x", "C:/x",
		`\\host\share`, `\\?\UNC\host`, `a\b`, `a\..\..\b`, "a//b", "a/", "./a", "a/./b", "a\x00b", "bad\xffutf8"} {
		sink := newMemory()
		_, err := Write(context.Background(), sink, nil, payload("fine", "1", p, "2"))
		if !errors.Is(err, ErrPath) {
			t.Errorf("%q: %v", p, err)
		}
		if sink.files["bagit.txt"] != nil {
			t.Errorf("%q: left something that calls itself a bag", p)
		}
	}
}

func TestAPathCannotBeGivenTwiceOrBeAFolderToo(t *testing.T) {
	for _, paths := range [][]string{{"a", "a"}, {"a", "a/b"}, {"a/b", "a"}, {"a/b/c", "a/b"}, {"a/b/c", "a"}, {"A", "a", "A"}} {
		var pairs []string
		for _, p := range paths {
			pairs = append(pairs, p, "x")
		}
		if _, err := Write(context.Background(), newMemory(), nil, payload(pairs...)); err == nil {
			t.Errorf("%q was accepted", paths)
		}
	}
}

func TestNamesThatDoNotTravelAreWarnedOf(t *testing.T) {
	tests := []struct {
		paths []string
		want  []Finding
	}{
		{[]string{"a.txt", "b.txt"}, nil},
		{[]string{"a.txt", "A.TXT"}, []Finding{{NamesCollide, "data/A.TXT", ""}}},
		{[]string{"x/a", "X/b"}, nil},
		{[]string{"x", "X/b"}, []Finding{{NamesCollide, "data/X/b", ""}}},
		{[]string{"X/b", "x"}, []Finding{{NamesCollide, "data/x", ""}}},
		{[]string{"N\u00fa\u00f1ez", "Nu\u0301n\u0303ez"}, []Finding{{NamesCollide, "data/Nu\u0301n\u0303ez", ""}}},
		{[]string{"نامه", "\u0622", "\u0627\u0653"}, []Finding{{NamesCollide, "data/\u0627\u0653", ""}}},
		{[]string{"ab:c"}, []Finding{{NameUnportable, "data/ab:c", ""}}},
		{[]string{"100%"}, []Finding{{NameUnportable, "data/100%", ""}}},
		{[]string{"lpt1.txt"}, []Finding{{NameUnportable, "data/lpt1.txt", ""}}},
		{[]string{"x./y"}, []Finding{{NameUnportable, "data/x./y", ""}}},
		{[]string{"a\u2028b"}, []Finding{{NameUnportable, "data/a\u2028b", ""}}},
		{[]string{"com10", "auxiliary", "null"}, nil},
		{[]string{strings.Repeat("n", 256)}, []Finding{{NameUnportable, "data/" + strings.Repeat("n", 256), ""}}},
	}
	for _, tt := range tests {
		var pairs []string
		for _, p := range tt.paths {
			pairs = append(pairs, p, "")
		}
		_, res := mustWrite(t, nil, payload(pairs...))
		for i := range res.Warnings {
			res.Warnings[i].Detail = ""
		}
		if !slices.Equal(res.Warnings, tt.want) {
			t.Errorf("%q: have %v, want %v", tt.paths, res.Warnings, tt.want)
		}
	}
}

func TestWarningsAreBounded(t *testing.T) {
	files := func(yield func(File, error) bool) {
		empty := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }
		for i := range MaxFindings + 5 {
			if !yield(File{Path: strings.Repeat("d/", i%7) + "?" + string(rune(0x4e00+i)), Open: empty}, nil) {
				return
			}
		}
	}
	_, res := mustWrite(t, nil, files)
	if len(res.Warnings) != MaxFindings || res.Unkept != 5 {
		t.Errorf("kept %d, dropped %d", len(res.Warnings), res.Unkept)
	}
}

func TestElementsThatWouldNotReadBackAreRefused(t *testing.T) {
	for _, f := range []Field{{"", "x"}, {" a", "x"}, {"a\t", "x"}, {"a:b", "x"}, {"a\nb", "x"}, {"a\xff", "x"}, {"a", "\xff"},
		{"Payload-Oxum", "1.1"}, {"payload-oxum", "1.1"}, {"Bagging-Date", "31 May 2024"}, {"Bagging-Date", "2024-02-30"}, {"Long", strings.Repeat("x", maxLine)}} {
		if _, err := Write(context.Background(), newMemory(), []Field{f}, payload("a", "1")); !errors.Is(err, ErrField) {
			t.Errorf("%.40q: %v", f, err)
		}
	}
}

func TestABagWithoutPayloadIsRefused(t *testing.T) {
	sink := newMemory()
	if _, err := Write(context.Background(), sink, nil, payload()); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
	if sink.open != 0 {
		t.Error("files stayed open")
	}
}

// Further tag files are vouched for as the others are, and none can take the place
// of what every bag has.
func TestFurtherTagFilesAreVouchedFor(t *testing.T) {
	sink := newMemory()
	premis := TagFile{"metadata/premis.xml", func(w io.Writer) error { _, err := io.WriteString(w, "<premis/>"); return err }}
	if _, err := Write(context.Background(), sink, nil, manySmall(2, 3), premis); err != nil {
		t.Fatal(err)
	}
	rep := validate(t, sink.files)
	if !rep.Valid || len(rep.Warnings) > 0 {
		t.Errorf("%+v", rep)
	}
	sink.files["metadata/premis.xml"].Data = []byte("<other/>")
	if rep := validate(t, sink.files); rep.Valid {
		t.Error("a tag file that was changed passed")
	}
	for _, path := range []string{"data/x", "Data/x", "bagit.txt", "manifest-md5.txt", "tagmanifest-sha256.txt", "../x", "fetch.txt", ""} {
		if _, err := Write(context.Background(), newMemory(), nil, manySmall(1, 1), TagFile{path, premis.Write}); !errors.Is(err, ErrPath) {
			t.Errorf("%q: %v", path, err)
		}
	}
}
