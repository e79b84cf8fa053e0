package ocfl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
)

// Wherever the sink breaks, the caller hears of it and no object is left.
func TestABrokenSinkLeavesNoObject(t *testing.T) {
	files := func() []string { return []string{"a", "1", "b/c", "2", "d", "1"} }
	whole, _ := mustWrite(t, content(files()...))
	for at := 1; at <= whole.ops; at++ {
		sink := newMemory()
		sink.failAt = at
		_, err := WriteObject(context.Background(), sink, described(), content(files()...))
		if !errors.Is(err, errSink) {
			t.Errorf("operation %d failed and WriteObject said %v", at, err)
		}
		if sink.open != 0 {
			t.Errorf("operation %d failed and %d files stayed open", at, sink.open)
		}
		if rep, err := Validate(context.Background(), sink.files, "."); err == nil && rep.Valid {
			t.Errorf("operation %d failed and a valid object was left", at)
		}
	}
}

func TestABrokenSinkLeavesNoRoot(t *testing.T) {
	whole := newMemory()
	if err := WriteRoot(whole, DefaultLayout()); err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= whole.ops; at++ {
		sink := newMemory()
		sink.failAt = at
		if err := WriteRoot(sink, DefaultLayout()); !errors.Is(err, errSink) {
			t.Errorf("operation %d failed and WriteRoot said %v", at, err)
		}
	}
}

func TestABrokenSourceStopsTheWriting(t *testing.T) {
	errSource := errors.New("the source broke")
	half := func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errSource))), nil
	}
	tests := map[string]struct {
		file File
		err  error
	}{
		"sequence":          {File{}, errSource},
		"open":              {File{Path: "a", Open: func() (io.ReadCloser, error) { return nil, errSource }}, nil},
		"read, sum unknown": {File{Path: "a", Open: half}, nil},
		"read, sum known":   {File{Path: "a", Open: half, SHA256: [32]byte{1}}, nil},
	}
	for name, tt := range tests {
		sink := newMemory()
		_, err := WriteObject(context.Background(), sink, described(), func(yield func(File, error) bool) { yield(tt.file, tt.err) })
		if !errors.Is(err, errSource) || sink.files["inventory.json"] != nil || sink.open != 0 {
			t.Errorf("%s: error %v, open %d, files %q", name, err, sink.open, sink.order)
		}
	}
}

func TestWritingAndCheckingStopWhenTheContextEnds(t *testing.T) {
	root := newRoot(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, run := range map[string]func() error{
		"empty object": func() error { _, err := WriteObject(ctx, newMemory(), described(), content()); return err },
		"object":       func() error { _, err := WriteObject(ctx, newMemory(), described(), content("a", "1")); return err },
		"check":        func() error { _, err := Validate(ctx, build("v1").fs(), "."); return err },
		"no inventory": func() error { _, err := Validate(ctx, fstest.MapFS{"x": {}}, "."); return err },
		"check root":   func() error { _, err := ValidateRoot(ctx, root); return err },
	} {
		if err := run(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// unreadable is a file system where one file or folder cannot be read.
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

// What cannot be read is never taken for something that is not there.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	for name, code := range map[string]Code{
		"0=ocfl_object_1.1": E007, "inventory.json": E060, "inventory.json.sha512": E061, "v1": E046, "v1/inventory.json": E060,
		"v2/inventory.json": E064, "v2/inventory.json.sha512": E061, "v1/content": E092, "v1/content/f1.txt": E092, "logs": E001,
	} {
		o := build("v1", "v2")
		o.files["logs/x"] = ""
		rep := validate(t, unreadable{o.fs(), name})
		told := func(f Finding) bool {
			return f.Code == code && f.Path == name && strings.Contains(f.Detail, errDisk.Error())
		}
		if !slices.ContainsFunc(rep.Errors, told) {
			t.Errorf("%s: %v", name, rep.Errors)
		}
	}
	if _, err := Validate(context.Background(), unreadable{build("v1").fs(), "."}, "."); !errors.Is(err, errDisk) {
		t.Errorf("object root: %v", err)
	}
}

func TestAStorageRootThatCannotBeReadIsTold(t *testing.T) {
	for name, code := range map[string]Code{"0=ocfl_1.1": E080, "extensions": E112, layoutJSON: E070, rootConfig: E071, "abc": E072} {
		root := newRoot(t)
		put(root, "abc/x", "")
		rep := validateRoot(t, unreadable{root, name})
		told := func(f Finding) bool {
			return f.Code == code && f.Path == name && strings.Contains(f.Detail, errDisk.Error())
		}
		if name == rootConfig {
			told = func(f Finding) bool { return f.Code == code && strings.Contains(f.Detail, errDisk.Error()) }
		}
		if !slices.ContainsFunc(rep.Errors, told) {
			t.Errorf("%s: %v", name, rep.Errors)
		}
	}
	if _, err := ValidateRoot(context.Background(), unreadable{newRoot(t), "."}); !errors.Is(err, errDisk) {
		t.Errorf("root: %v", err)
	}
	if _, err := Validate(context.Background(), newRoot(t), "../x"); err == nil {
		t.Error("a root outside the file system was accepted")
	}
}

func TestFindingsAreBounded(t *testing.T) {
	o := build("v1")
	for i := range MaxFindings + 3 {
		o.head()["versions"].(tree)[strings.Repeat("x", 1+i%50)+string(rune(0x4e00+i))] = 1
	}
	rep := validate(t, o.fs())
	if len(rep.Errors) != MaxFindings || rep.Unkept < MaxFindings {
		t.Errorf("kept %d, dropped %d", len(rep.Errors), rep.Unkept)
	}
}

// An exported folder is a whole storage root: root, layout and objects agree.
func TestAnExportIsAValidStorageRoot(t *testing.T) {
	sink := newMemory()
	if err := WriteRoot(sink, DefaultLayout()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"urn:sanad:accession:1", "urn:sanad:accession:" + strings.Repeat("long", 40)} {
		o := described()
		o.ID = id
		if _, err := WriteObject(context.Background(), Within(sink, pathOf(id)), o, content("a", "1", "نامه", "2")); err != nil {
			t.Fatal(err)
		}
	}
	rep := validateRoot(t, sink.files)
	if !rep.Valid || len(rep.Warnings) != 0 || rep.Objects != 2 || rep.Files != 4 {
		t.Errorf("%+v", rep)
	}
}
