package ocfl

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/format/filename"
)

func described() Object {
	zone := time.FixedZone("Tehran", 3*3600+1800)
	return Object{ID: "urn:sanad:accession:2024-017", Created: time.Date(2024, 5, 31, 13, 30, 0, 999, zone),
		Message: "Letters \"of\" Sarv <نامه>", User: User{"K. Archivist", "urn:sanad:staff:k7"}}
}

func mustWrite(t *testing.T, files iter.Seq2[File, error]) (*memory, Result) {
	t.Helper()
	sink := newMemory()
	res, err := WriteObject(context.Background(), sink, described(), files)
	if err != nil {
		t.Fatal(err)
	}
	if sink.open != 0 {
		t.Errorf("%d files stayed open", sink.open)
	}
	return sink, res
}

// written is an inventory as another reader than this package's sees it.
type written struct {
	ID, Type, DigestAlgorithm, Head string
	Manifest                        map[string][]string
	Versions                        map[string]struct {
		Created, Message string
		State            map[string][]string
		User             map[string]string
	}
	Fixity map[string]map[string][]string
}

func readWritten(t *testing.T, sink *memory) written {
	t.Helper()
	var w written
	dec := json.NewDecoder(strings.NewReader(string(sink.files["inventory.json"].Data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAnObjectIsWrittenAsTheStandardSays(t *testing.T) {
	sink, res := mustWrite(t, content("a/letter.txt", "hello\n", "b.txt", ""))
	want := []string{"0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512", "v1/content/a/letter.txt", "v1/content/b.txt",
		"v1/inventory.json", "v1/inventory.json.sha512"}
	if got := slices.Sorted(maps.Keys(sink.files)); !slices.Equal(got, want) {
		t.Errorf("files %q", got)
	}
	if got := string(sink.files["0=ocfl_object_1.1"].Data); got != "ocfl_object_1.1\n" {
		t.Errorf("declaration %q", got)
	}
	inventory := string(sink.files["inventory.json"].Data)
	if string(sink.files["v1/inventory.json"].Data) != inventory || res.SHA512 != hex512(inventory) {
		t.Error("the inventories, or the sum in the result, differ")
	}
	for _, dir := range []string{"", "v1/"} {
		if got := string(sink.files[dir+"inventory.json.sha512"].Data); got != hex512(inventory)+" inventory.json\n" {
			t.Errorf("sidecar %q", got)
		}
	}
	w := readWritten(t, sink)
	v1 := w.Versions["v1"]
	if w.ID != described().ID || w.Head != "v1" || v1.Created != "2024-05-31T10:00:00Z" || v1.Message != described().Message ||
		v1.User["address"] != "urn:sanad:staff:k7" || v1.User["name"] != "K. Archivist" {
		t.Errorf("%+v", w)
	}
	if !slices.Equal(w.Manifest[hex512("hello\n")], []string{"v1/content/a/letter.txt"}) ||
		!slices.Equal(w.Fixity["sha256"][hex256("hello\n")], []string{"v1/content/a/letter.txt"}) ||
		!slices.Equal(v1.State[hex512("hello\n")], []string{"a/letter.txt"}) {
		t.Errorf("%+v", w)
	}
}

// Sidecars are written when nothing can change any more (E062).
func TestTheSidecarsComeLast(t *testing.T) {
	sink, _ := mustWrite(t, content("a", "1", "b", "2"))
	if last := sink.order[len(sink.order)-2:]; !slices.Equal(last, []string{"v1/inventory.json.sha512", "inventory.json.sha512"}) {
		t.Errorf("last are %q", last)
	}
	if sink.maxOpen != 2 {
		t.Errorf("%d files were open at once", sink.maxOpen)
	}
}

func TestContentIsStoredOnceUnderAllItsNames(t *testing.T) {
	sink, res := mustWrite(t, content("a", "same", "b", "same", "c", "other"))
	if res.Files != 3 || res.Stored != 2 || res.Octets != 9 {
		t.Errorf("%+v", res)
	}
	w := readWritten(t, sink)
	if got := w.Versions["v1"].State[hex512("same")]; !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("state %q", got)
	}
	if got := w.Manifest[hex512("same")]; !slices.Equal(got, []string{"v1/content/a"}) {
		t.Errorf("manifest %q", got)
	}
}

// A known sum spares the second reading, and the only one of a repeat.
func TestContentOfAKnownSumIsReadOnce(t *testing.T) {
	opened := map[string]int{}
	file := func(p, text string, known bool) File {
		f := File{Path: p, Open: func() (io.ReadCloser, error) { opened[p]++; return io.NopCloser(strings.NewReader(text)), nil }}
		if known {
			f.SHA256 = sha256.Sum256([]byte(text))
		}
		return f
	}
	_, res := mustWrite(t, func(yield func(File, error) bool) {
		_ = yield(file("known", "same", true), nil) && yield(file("repeat", "same", true), nil) &&
			yield(file("unknown", "other", false), nil) && yield(file("unknown repeat", "same", false), nil)
	})
	if want := map[string]int{"known": 1, "unknown": 2, "unknown repeat": 1}; !maps.Equal(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
	if res.Stored != 2 {
		t.Errorf("%+v", res)
	}
}

func TestContentThatIsNotWhatItsSumSaysIsRefused(t *testing.T) {
	lie := File{Path: "a", SHA256: sha256.Sum256([]byte("one")), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("two")), nil
	}}
	times := 0
	changing := File{Path: "a", Open: func() (io.ReadCloser, error) {
		times++
		return io.NopCloser(strings.NewReader(strings.Repeat("x", times))), nil
	}}
	for name, f := range map[string]File{"lie": lie, "changing": changing} {
		sink := newMemory()
		_, err := WriteObject(context.Background(), sink, described(), func(yield func(File, error) bool) { yield(f, nil) })
		if err == nil || sink.files["inventory.json"] != nil {
			t.Errorf("%s: %v %q", name, err, sink.order)
		}
	}
}

func TestUnfitNamesAreStoredByTheirSum(t *testing.T) {
	fit := []string{"a.txt", "Box 1/Letter-02_x.pdf", "cone/x", "com10"}
	unfit := []string{"نامه.txt", "100%", "ab:c", "dot.", "in space /x", " lead", "nul.txt", "x/LPT1", "A.TXT", "tab\there",
		"by-sha256/x", "BY-SHA256/y", strings.Repeat("n", 101), strings.Repeat("d/", 95) + "x"}
	var pairs []string
	for _, p := range slices.Concat(fit, unfit) {
		pairs = append(pairs, p, "text of "+p)
	}
	sink, res := mustWrite(t, content(pairs...))
	if res.Renamed != int64(len(unfit)) {
		t.Errorf("%d were renamed of %d", res.Renamed, len(unfit))
	}
	for _, p := range fit {
		if sink.files["v1/content/"+p] == nil {
			t.Errorf("%q is not stored under its own name", p)
		}
	}
	state := readWritten(t, sink).Versions["v1"].State
	for _, p := range unfit {
		if sink.files["v1/content/by-sha256/"+hex256("text of "+p)] == nil {
			t.Errorf("%q is not stored by its sum", p)
		}
		if got := state[hex512("text of "+p)]; !slices.Equal(got, []string{p}) {
			t.Errorf("%q lost its name: %q", p, got)
		}
	}
	if rep := validate(t, sink.files); !rep.Valid || len(rep.Warnings) != 0 || rep.Files != int64(len(pairs)/2) {
		t.Errorf("%+v", rep)
	}
}

// Content names stay apart where names that fold together are one.
func TestNoTwoContentFilesDifferOnlyInCaseOrForm(t *testing.T) {
	sink, _ := mustWrite(t, content("a/b", "1", "A/b", "2", "A/c", "3", "a.b", "4", "by-sha256", "5", "x", "6", "X/y", "7"))
	seen := filename.Set{}
	for _, p := range slices.Sorted(maps.Keys(sink.files)) {
		if rest, ok := strings.CutPrefix(p, "v1/content/"); ok && seen.Add(rest) != filename.Free {
			t.Errorf("%q", rest)
		}
	}
}

func TestAnObjectWithoutFilesIsValid(t *testing.T) {
	sink, res := mustWrite(t, content())
	if rep := validate(t, sink.files); !rep.Valid || len(rep.Warnings) != 0 || res.Files != 0 {
		t.Errorf("%+v", rep)
	}
}

func TestTheSameObjectGivesTheSameBytes(t *testing.T) {
	_, a := mustWrite(t, content("a", "1", "b", "2", "c", "3"))
	_, b := mustWrite(t, content("c", "3", "a", "1", "b", "2"))
	if a.SHA512 != b.SHA512 {
		t.Error("the order in which files were given changed the inventory")
	}
}

func TestUnsafeLogicalPathsAreRefused(t *testing.T) {
	for _, p := range []string{"", ".", "..", "../x", "a/../x", "/x", "a//b", "a/", "./a", "~", "~root/x", `C:\x`, "c:x", `\\host\x`,
		`a\b`, "a\x00b", "bad\xffutf8", strings.Repeat("x", maxPath+1)} {
		sink := newMemory()
		_, err := WriteObject(context.Background(), sink, described(), content("fine", "1", p, "2"))
		if !errors.Is(err, ErrPath) || sink.files["inventory.json"] != nil {
			t.Errorf("%.40q: %v", p, err)
		}
	}
}

func TestALogicalPathCannotBeGivenTwiceOrBeAFolderToo(t *testing.T) {
	for _, paths := range [][]string{{"a", "a"}, {"a", "a/b"}, {"a/b", "a"}, {"a/b/c", "a/b"}} {
		if _, err := WriteObject(context.Background(), newMemory(), described(), content(paths[0], "1", paths[1], "2")); err == nil {
			t.Errorf("%q was accepted", paths)
		}
	}
}

func TestAnIncompleteDescriptionIsRefused(t *testing.T) {
	changes := map[string]func(o *Object){
		"id":      func(o *Object) { o.ID = "2024-017" },
		"created": func(o *Object) { o.Created = time.Time{} },
		"year":    func(o *Object) { o.Created = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"message": func(o *Object) { o.Message = "" },
		"name":    func(o *Object) { o.User.Name = "" },
		"address": func(o *Object) { o.User.Address = "room 7" },
	}
	for name, change := range changes {
		o := described()
		change(&o)
		sink := newMemory()
		if _, err := WriteObject(context.Background(), sink, o, content()); !errors.Is(err, ErrObject) || len(sink.files) != 0 {
			t.Errorf("%s: %v %q", name, err, sink.order)
		}
	}
}
