package ocfl

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// object is an object under construction, made without WriteObject. Version i
// adds a file f<i>.txt with the text "text <i>".
type object struct {
	names []string          // of the versions
	files map[string]string // all but inventories and sidecars
	invs  map[string]tree   // inventories by version; that of the last is the root's too
	after func(fstest.MapFS)
}

// tree is a JSON object.
type tree = map[string]any

func hex512(text string) string { return fmt.Sprintf("%x", sha512.Sum512([]byte(text))) }
func hex256(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func build(names ...string) *object {
	o := &object{names: names, files: map[string]string{"0=ocfl_object_1.1": "ocfl_object_1.1\n"}, invs: map[string]tree{}}
	for i, name := range names {
		text := fmt.Sprintf("text %d", i+1)
		o.files[fmt.Sprintf("%s/content/f%d.txt", name, i+1)] = text
		o.invs[name] = newInventory(names[:i+1])
	}
	return o
}

// newInventory gives an inventory of the versions named.
func newInventory(names []string) tree {
	manifest, versions := tree{}, tree{}
	for i, name := range names {
		text := fmt.Sprintf("text %d", i+1)
		manifest[hex512(text)] = []any{fmt.Sprintf("%s/content/f%d.txt", name, i+1)}
		state := tree{}
		for j := range i + 1 {
			state[hex512(fmt.Sprintf("text %d", j+1))] = []any{fmt.Sprintf("f%d.txt", j+1)}
		}
		versions[name] = tree{"created": "2024-05-31T10:00:00Z", "message": "Taken in", "state": state,
			"user": tree{"name": "K. Archivist", "address": "urn:sanad:staff:k7"}}
	}
	return tree{"id": "urn:sanad:accession:2024-017", "type": typeURI("1.1"), "digestAlgorithm": "sha512",
		"head": names[len(names)-1], "manifest": manifest, "versions": versions}
}

// head is the inventory of the root and the last version.
func (o *object) head() tree { return o.invs[o.names[len(o.names)-1]] }

// version is the last version's block in the head inventory.
func (o *object) version() tree { return o.head()["versions"].(tree)[o.names[len(o.names)-1]].(tree) }

func (o *object) manifest() tree { return o.head()["manifest"].(tree) }
func (o *object) state() tree    { return o.version()["state"].(tree) }

// all sets a key in every inventory.
func (o *object) all(key string, value any) *object {
	for _, inv := range o.invs {
		inv[key] = value
	}
	return o
}

// fs writes the inventories and their sidecars and gives the whole.
func (o *object) fs() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range o.files {
		put(fsys, name, text)
	}
	for name, inv := range o.invs {
		writeInventory(fsys, name+"/", inv)
	}
	writeInventory(fsys, "", o.head())
	if o.after != nil {
		o.after(fsys)
	}
	return fsys
}

func writeInventory(fsys fstest.MapFS, dir string, inv tree) {
	text, err := json.MarshalIndent(inv, "", " ")
	if err != nil {
		panic(err)
	}
	seal(fsys, dir, string(text), fmt.Sprint(inv["digestAlgorithm"]))
}

// seal writes an inventory and a sidecar that agrees with it.
func seal(fsys fstest.MapFS, dir, text, alg string) {
	put(fsys, dir+"inventory.json", text)
	if h := newHash(alg); h != nil {
		h.Write([]byte(text))
		put(fsys, dir+"inventory.json."+alg, fmt.Sprintf("%x inventory.json\n", h.Sum(nil)))
	}
}

// reseal replaces text in the inventories of the root and of a version.
func reseal(version, old, new string) func(fstest.MapFS) {
	return func(fsys fstest.MapFS) {
		for _, dir := range []string{"", version + "/"} {
			seal(fsys, dir, strings.ReplaceAll(string(fsys[dir+"inventory.json"].Data), old, new), "sha512")
		}
	}
}

func put(fsys fstest.MapFS, name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text)} }

func validate(t *testing.T, fsys fs.FS) Report {
	t.Helper()
	rep, err := Validate(context.Background(), fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	if rep.Valid != (len(rep.Errors) == 0) {
		t.Errorf("valid is %v with errors %v", rep.Valid, rep.Errors)
	}
	return rep
}

// codes gives the codes told, sorted, each once, as one text.
func codes(rep Report) string {
	set := map[string]bool{}
	for _, f := range slices.Concat(rep.Errors, rep.Warnings) {
		set[string(f.Code)] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(set)), " ")
}

// digestBy gives a digest as an inventory has it.
func digestBy(alg, text string) string {
	if alg == "size" {
		return fmt.Sprint(len(text))
	}
	h := newHash(alg)
	h.Write([]byte(text))
	return fmt.Sprintf("%x", h.Sum(nil))
}
