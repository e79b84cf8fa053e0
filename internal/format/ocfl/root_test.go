package ocfl

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// newRoot gives a storage root with two objects, each in its place.
func newRoot(t *testing.T) fstest.MapFS {
	t.Helper()
	sink := newMemory()
	if err := WriteRoot(sink, DefaultLayout()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"urn:sanad:accession:1", "urn:sanad:accession:2"} {
		place(t, sink.files, id, pathOf(id), build("v1", "v2"))
	}
	return sink.files
}

func place(t *testing.T, root fstest.MapFS, id, dir string, o *object) {
	t.Helper()
	for name, f := range o.all("id", id).fs() {
		root[dir+"/"+name] = f
	}
}

func validateRoot(t *testing.T, fsys fs.FS) Report {
	t.Helper()
	rep, err := ValidateRoot(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func TestAWholeStorageRootIsValid(t *testing.T) {
	rep := validateRoot(t, newRoot(t))
	if !rep.Valid || len(rep.Warnings) != 0 || rep.Objects != 2 || rep.Version != "1.1" || rep.Files != 4 || rep.ID != "" {
		t.Errorf("%+v", rep)
	}
}

const (
	rootConfig = "extensions/" + LayoutName + "/config.json"
	layoutJSON = "ocfl_layout.json"
)

// harmedRoot is a storage root harmed in one way, and the codes told of it.
type harmedRoot struct {
	name string
	harm func(t *testing.T, f fstest.MapFS)
	want string
}

func rootCases() []harmedRoot {
	file := func(name, text string) func(*testing.T, fstest.MapFS) {
		return func(_ *testing.T, f fstest.MapFS) { put(f, name, text) }
	}
	at := func(id, dir string, change func(o *object)) func(*testing.T, fstest.MapFS) {
		return func(t *testing.T, f fstest.MapFS) {
			o := build("v1")
			change(o)
			place(t, f, id, dir, o)
		}
	}
	nothing := func(*object) {}
	return []harmedRoot{
		{"no declaration", func(_ *testing.T, f fstest.MapFS) { delete(f, "0=ocfl_1.1") }, "E069 E076"},
		{"two declarations", file("0=ocfl_1.0", "ocfl_1.0\n"), "E076"},
		{"declaration tag", func(_ *testing.T, f fstest.MapFS) { delete(f, "0=ocfl_1.1"); put(f, "2=ocfl_1.1", "ocfl_1.1\n") }, "E078"},
		{"declaration of 3.0", func(_ *testing.T, f fstest.MapFS) { delete(f, "0=ocfl_1.1"); put(f, "0=ocfl_3.0", "ocfl_3.0\n") }, "E079"},
		{"declaration text", file("0=ocfl_1.1", "ocfl_1.0\n"), "E080"},
		{"other file", file("ocfl_1.1.md", "The specification"), ""},
		{"layout gone", func(_ *testing.T, f fstest.MapFS) { delete(f, layoutJSON) }, ""},
		{"layout without description", file(layoutJSON, `{"extension": "`+LayoutName+`"}`), "E070"},
		{"layout no json", file(layoutJSON, `{`), "E070"},
		{"layout unregistered", file(layoutJSON, `{"extension": "ours", "description": "x"}`), "E071"},
		{"layout not known here", file(layoutJSON, `{"extension": "0004-hashed-n-tuple-storage-layout", "description": "x"}`), ""},
		{"layout with its defaults", func(_ *testing.T, f fstest.MapFS) { delete(f, rootConfig) }, ""},
		{"parameters no json", file(rootConfig, "{"), "E071"},
		{"parameters not allowed", file(rootConfig, `{"extensionName": "`+LayoutName+`", "tupleSize": 40}`), "E071"},
		{"parameters of another place", file(rootConfig, `{"tupleSize": 2, "numberOfTuples": 15, "digestAlgorithm": "md5"}`), "W014"},
		{"file on the way", file("abc/note.txt", ""), "E072 E085"},
		{"file beside an object", file(strings.Split(pathOf("urn:sanad:accession:1"), "/")[0]+"/note.txt", ""), "E072"},
		{"empty folder", func(_ *testing.T, f fstest.MapFS) { f["abc/def"] = &fstest.MapFile{Mode: fs.ModeDir} }, "E073"},
		{"link", func(_ *testing.T, f fstest.MapFS) { f["abc"] = &fstest.MapFile{Mode: fs.ModeSymlink} }, "E090"},
		{"object harmed", at("urn:sanad:accession:3", pathOf("urn:sanad:accession:3"), func(o *object) { o.files["v1/content/f1.txt"] = "changed" }), "E092"},
		{"id twice", at("urn:sanad:accession:1", "elsewhere/1", nothing), "E037 W014"},
		{"object out of place", at("urn:sanad:accession:4", "some/where", nothing), "W014"},
		{"object in the root itself", at("urn:sanad:accession:4", "four", nothing), "W014 W015"},
		{"file among extensions", file("extensions/x", ""), "E112"},
		{"extension unknown", file("extensions/ours/x", ""), "W016"},
		{"older root", func(_ *testing.T, f fstest.MapFS) { delete(f, "0=ocfl_1.1"); put(f, "0=ocfl_1.0", "ocfl_1.0\n") }, "E081"},
	}
}

// pathOf gives the default layout's path for an id that it takes.
func pathOf(id string) string {
	p, err := DefaultLayout().Path(id)
	if err != nil {
		panic(err)
	}
	return p
}

func TestEveryFaultOfAStorageRootIsToldByItsCode(t *testing.T) {
	for _, tt := range rootCases() {
		t.Run(tt.name, func(t *testing.T) {
			root := newRoot(t)
			tt.harm(t, root)
			rep := validateRoot(t, root)
			if got := codes(rep); got != tt.want {
				t.Errorf("have %q, want %q: %v %v", got, tt.want, rep.Errors, rep.Warnings)
			}
			if rep.Valid == strings.Contains(tt.want, "E") {
				t.Errorf("valid: %v", rep.Valid)
			}
		})
	}
}

func TestAFindingInAnObjectNamesThePathFromTheRoot(t *testing.T) {
	root := newRoot(t)
	dir := pathOf("urn:sanad:accession:1")
	put(root, dir+"/v1/content/f1.txt", "changed")
	rep := validateRoot(t, root)
	if len(rep.Errors) != 1 || rep.Errors[0].Path != dir+"/v1/content/f1.txt" {
		t.Errorf("%+v", rep.Errors)
	}
}

// A code nobody has seen told is a code nobody should trust.
func TestEveryCodeIsToldInSomeCase(t *testing.T) {
	source, err := os.ReadFile("code.go")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	note := func(want string) {
		for _, c := range strings.Fields(want) {
			told[c] = true
		}
	}
	for _, cases := range [][]harmed{layoutCases(), sidecarCases(), inventoryCases(), digestCases(), priorCases()} {
		for _, tt := range cases {
			note(tt.want)
		}
	}
	for _, tt := range rootCases() {
		note(tt.want)
	}
	declared := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\t([EW]\d{3}) Code`).FindAllSubmatch(source, -1) {
		declared[string(m[1])] = true
	}
	if !maps.Equal(declared, told) {
		t.Errorf("declared %v\ntold %v", slices.Sorted(maps.Keys(declared)), slices.Sorted(maps.Keys(told)))
	}
}
