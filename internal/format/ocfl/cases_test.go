package ocfl

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// harmed is an object harmed in one way, and all the codes that must be told
// of it, no more and no less.
type harmed struct {
	name string
	obj  func() *object
	want string
}

// edit makes an object with the versions named and changes it.
func edit(change func(o *object), names ...string) func() *object {
	return func() *object {
		o := build(names...)
		change(o)
		return o
	}
}

// then makes an object and changes its files when all is written.
func then(change func(fstest.MapFS), names ...string) func() *object {
	return edit(func(o *object) { o.after = change }, names...)
}

func layoutCases() []harmed {
	return []harmed{
		{"extra file", edit(func(o *object) { o.files["notes.txt"] = "" }, "v1"), "E001"},
		{"extra folder", edit(func(o *object) { o.files["notes/x"] = "" }, "v1"), "E001"},
		{"version as file", edit(func(o *object) { o.files["v2"] = "" }, "v1"), "E001"},
		{"no declaration", edit(func(o *object) { delete(o.files, "0=ocfl_object_1.1") }, "v1"), "E003"},
		{"two declarations", edit(func(o *object) { o.files["0=ocfl_object_1.0"] = "ocfl_object_1.0\n" }, "v1"), "E003"},
		{"declaration tag", edit(renameDeclaration("1=ocfl_object_1.1"), "v1"), "E005"},
		{"declaration of 2.0", edit(renameDeclaration("0=ocfl_object_2.0"), "v1"), "E006"},
		{"declaration of nothing", edit(renameDeclaration("0=bag"), "v1"), "E006"},
		{"declaration text", edit(func(o *object) { o.files["0=ocfl_object_1.1"] = "ocfl_object_1.1" }, "v1"), "E007"},
		{"declaration long", edit(func(o *object) { o.files["0=ocfl_object_1.1"] += strings.Repeat("x", 99) }, "v1"), "E007"},
		{"no version", edit(func(o *object) { o.all("versions", tree{}).all("manifest", tree{}) }, "v1"), "E008 E023 E040 E046"},
		{"first is v2", edit(func(*object) {}, "v2"), "E009"},
		{"version skipped", edit(func(*object) {}, "v1", "v3"), "E010"},
		{"version without folder", then(func(f fstest.MapFS) { drop(f, "v1/") }, "v1", "v2"), "E010 E046 E092"},
		{"padding lost", edit(func(*object) {}, "v01", "v2"), "E011 E012 E013 W001"},
		{"padding gained", edit(func(*object) {}, "v1", "v02"), "E012 E013"},
		{"padding widened", edit(func(*object) {}, "v01", "v002"), "E012 E013 W001"},
		{"padded", edit(func(*object) {}, "v001", "v002"), "W001"},
		{"file beside inventory", edit(func(o *object) { o.files["v1/notes.txt"] = "" }, "v1"), "E015"},
		{"folder beside content", edit(func(o *object) { o.files["v1/more/x"] = "" }, "v1"), "W002"},
		{"content folder gone", then(func(f fstest.MapFS) { drop(f, "v1/content") }, "v1"), "E016 E092"},
		{"content folder empty", edit(func(o *object) {
			o.all("manifest", tree{})
			o.version()["state"] = tree{}
			o.after = func(f fstest.MapFS) { drop(f, "v1/content"); f["v1/content"] = &fstest.MapFile{Mode: fs.ModeDir} }
		}, "v1"), "W003"},
		{"content nowhere", edit(func(o *object) {
			o.all("manifest", tree{})
			o.version()["state"] = tree{}
			delete(o.files, "v1/content/f1.txt")
		}, "v1"), ""},
		{"extra content", edit(func(o *object) { o.files["v1/content/x"] = "" }, "v1"), "E023"},
		{"empty folder in content", then(func(f fstest.MapFS) { f["v1/content/empty"] = &fstest.MapFile{Mode: fs.ModeDir} }, "v1"), "E024"},
		{"link in content", then(func(f fstest.MapFS) { f["v1/content/f1.txt"].Mode = fs.ModeSymlink }, "v1"), "E090"},
		{"link in root", then(func(f fstest.MapFS) { f["logs"] = &fstest.MapFile{Mode: fs.ModeSymlink} }, "v1"), "E090"},
		{"link among logs", then(func(f fstest.MapFS) { f["logs/a/b"] = &fstest.MapFile{Mode: fs.ModeSymlink} }, "v1"), "E090"},
		{"content missing", edit(func(o *object) {
			o.manifest()[hex512("text 1")] = []any{"v1/content/f1.txt", "v1/content/copy.txt"}
			o.files["v1/content/copy.txt"] = "text 1"
			delete(o.files, "v1/content/f1.txt")
		}, "v1"), "E092"},
		{"content changed", edit(func(o *object) { o.files["v1/content/f1.txt"] = "TEXT 1" }, "v1"), "E092"},
		{"logs", edit(func(o *object) { o.files["logs/2024.txt"] = "checked" }, "v1"), ""},
		{"file among extensions", edit(func(o *object) { o.files["extensions/x"] = "" }, "v1"), "E067"},
		{"extension unknown", edit(func(o *object) { o.files["extensions/ours/x"] = "" }, "v1"), "W013"},
		{"extension known", edit(func(o *object) { o.files["extensions/0009-digest-algorithms/config.json"] = "{}" }, "v1"), ""},
		{"version unnamed", edit(func(o *object) { o.files["v2/content/x"] = "" }, "v1"), "E023 E046 W010"},
	}
}

func renameDeclaration(name string) func(*object) {
	return func(o *object) {
		delete(o.files, "0=ocfl_object_1.1")
		o.files[name] = strings.TrimPrefix(name, "0=") + "\n"
	}
}

// drop removes everything below a prefix.
func drop(f fstest.MapFS, prefix string) {
	for name := range f {
		if strings.HasPrefix(name, prefix) {
			delete(f, name)
		}
	}
}

func sidecarCases() []harmed {
	return []harmed{
		{"no inventory", then(func(f fstest.MapFS) { delete(f, "inventory.json") }, "v1"), "E063"},
		{"no sidecar", then(func(f fstest.MapFS) { delete(f, "inventory.json.sha512") }, "v1"), "E058"},
		{"no sidecar in version", then(func(f fstest.MapFS) { delete(f, "v1/inventory.json.sha512") }, "v1"), "E058"},
		{"sidecar of another algorithm", then(func(f fstest.MapFS) { put(f, "inventory.json.sha256", "x") }, "v1"), "E001 E059"},
		{"sidecar of another algorithm in version", then(func(f fstest.MapFS) { put(f, "v1/inventory.json.sha256", "x") }, "v1"), "E015 E059"},
		{"sidecar digest", then(func(f fstest.MapFS) { put(f, "inventory.json.sha512", hex512("x")+" inventory.json\n") }, "v1"), "E060"},
		{"sidecar form", then(func(f fstest.MapFS) { put(f, "inventory.json.sha512", hex512("x")+"\n") }, "v1"), "E061"},
		{"sidecar of another file", then(func(f fstest.MapFS) { put(f, "inventory.json.sha512", hex512("x")+" bag.json\n") }, "v1"), "E061"},
		{"sidecar huge", then(func(f fstest.MapFS) { put(f, "inventory.json.sha512", strings.Repeat(" ", 5000)) }, "v1"), "E061"},
		{"sidecar tabbed", then(func(f fstest.MapFS) {
			text := string(f["inventory.json.sha512"].Data)
			put(f, "inventory.json.sha512", strings.ToUpper(text[:128])+"\t  inventory.json\r\n")
		}, "v1"), ""},
		{"head inventory differs", then(func(f fstest.MapFS) { seal(f, "v1/", string(f["inventory.json"].Data)+"\n", "sha512") }, "v1"), "E064"},
		{"no inventory in version", then(func(f fstest.MapFS) { drop(f, "v1/inventory") }, "v1", "v2"), "W010"},
		{"no json", then(func(f fstest.MapFS) { put(f, "inventory.json", "{") }, "v1"), "E033 E060"},
		{"json array", then(func(f fstest.MapFS) { seal(f, "", "[[1], {}]", "sha512") }, "v1"), "E033"},
		{"json nested without end", then(reseal("v1", `"head"`, `"x": `+strings.Repeat("[", 100)+strings.Repeat("]", 100)+`, "head"`), "v1"), "E033 E102"},
		{"json and more", then(reseal("v1", "\n}", "\n} {}"), "v1"), "E033"},
		{"json with byte order mark", then(reseal("v1", "{\n \"digest", "\ufeff{\n \"digest"), "v1"), "E033"},
		{"json not in utf-8", then(reseal("v1", "Taken in", "Taken in \xff"), "v1"), "E033"},
		{"key twice", then(reseal("v1", `"head": "v1",`, `"head": "v1", "head": "v1",`), "v1"), "E033"},
		{"version twice", then(reseal("v1", `"versions": {`, `"versions": {"v1": {"created": "2024-05-31T10:00:00Z", "state": {}},`), "v1"), "E033"},
	}
}

func TestAWholeObjectIsValid(t *testing.T) {
	for _, names := range [][]string{{"v1"}, {"v1", "v2", "v3"}} {
		rep := validate(t, build(names...).fs())
		if !rep.Valid || len(rep.Warnings) != 0 || rep.Version != "1.1" || rep.Files != int64(len(names)) ||
			rep.Objects != 1 || rep.ID != "urn:sanad:accession:2024-017" || rep.Octets != int64(6*len(names)) {
			t.Errorf("%q: %+v", names, rep)
		}
	}
}

func TestEveryFaultOfAnObjectIsToldByItsCode(t *testing.T) {
	for _, cases := range [][]harmed{layoutCases(), sidecarCases(), inventoryCases(), digestCases(), priorCases()} {
		for _, tt := range cases {
			t.Run(tt.name, func(t *testing.T) {
				rep := validate(t, tt.obj().fs())
				if got := codes(rep); got != tt.want {
					t.Errorf("have %q, want %q: %v %v", got, tt.want, rep.Errors, rep.Warnings)
				}
				if rep.Valid == strings.Contains(tt.want, "E") {
					t.Errorf("valid: %v", rep.Valid)
				}
			})
		}
	}
}
