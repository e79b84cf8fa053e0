package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/internal/format/dossier"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// failing lists the checks that failed, for messages.
func failing(r verify.Report) string {
	var out []string
	for _, c := range r.Checks {
		if !c.OK {
			out = append(out, c.Name+" ("+c.Detail+")")
		}
	}
	return strings.Join(out, "; ")
}

// fails demands that the named check failed and says the words.
func fails(t *testing.T, r verify.Report, name, words string) {
	t.Helper()
	for _, c := range r.Checks {
		if c.Name == name && !c.OK && strings.Contains(c.Detail, words) && !r.OK {
			return
		}
	}
	t.Errorf("the check %s did not fail with %q; ok %v, failing: %s", name, words, r.OK, failing(r))
}

// originalOf gives the path of the first original.
func originalOf(files verifytest.Files) string { return under(files, dossier.OriginalsDir) }

func under(files verifytest.Files, dir string) string {
	for _, path := range files.Paths() {
		if strings.HasPrefix(path, dir+"/") {
			return path
		}
	}
	panic("nothing in " + dir)
}

func replace(old, new string) func([]byte) []byte {
	return func(data []byte) []byte { return bytes.Replace(data, []byte(old), []byte(new), 1) }
}

// firstLines keeps the first n lines, or without the last -n.
func firstLines(n int) func([]byte) []byte {
	return func(data []byte) []byte {
		lines := bytes.SplitAfter(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
		if n < 0 {
			n += len(lines)
		}
		return append(bytes.TrimSuffix(bytes.Join(lines[:n], nil), []byte("\n")), '\n')
	}
}

// What someone can do to a dossier after it left the archive.
func TestWhatIsDoneToASealedDossierIsFound(t *testing.T) {
	files := verifytest.Small("archive").Sealed()
	other := verifytest.Small("another archive").Sealed()
	original, rendition := originalOf(files), under(files, dossier.RenditionsDir)
	change := func(path string, how func([]byte) []byte) func(verifytest.Files) {
		return func(f verifytest.Files) { f[path] = how(f[path]) }
	}
	remove := func(path string) func(verifytest.Files) { return func(f verifytest.Files) { delete(f, path) } }
	for _, a := range []struct {
		name         string
		do           func(verifytest.Files)
		check, words string
	}{
		{"an original is changed", change(original, replace("old", "new")), "sums", original},
		{"an original is emptied", change(original, func([]byte) []byte { return nil }), "sums", original},
		{"an original grows", change(original, func(b []byte) []byte { return append(b, ' ') }), "sums", original},
		{"an original is removed", remove(original), "manifest", original},
		{"an original is renamed", func(f verifytest.Files) { f["originals/letter.txt"] = f[original]; delete(f, original) }, "folder", "originals/letter.txt"},
		{"two originals trade names", func(f verifytest.Files) { f[original], f[rendition] = f[rendition], f[original] }, "sums", original},
		{"a page is changed", change(dossier.StartFile, replace("old", "new")), "sums", dossier.StartFile},
		{"a page is added", func(f verifytest.Files) { f["en/more.html"] = []byte("more") }, "folder", "en/more.html"},
		{"a hidden file is added", func(f verifytest.Files) { f[".hidden"] = nil }, "folder", ".hidden"},
		{"a second seal is added", func(f verifytest.Files) { f["seal/release2.json"] = f[dossier.ReleaseFile] }, "folder", "seal/release2.json"},
		{"a file is added and named", func(f verifytest.Files) { f["more"] = []byte("more"); f[dossier.ManifestFile] = verifytest.Manifest(f) }, "seal", dossier.ManifestFile},
		{"a file is removed and unnamed", func(f verifytest.Files) {
			delete(f, dossier.StartFile)
			f[dossier.ManifestFile] = verifytest.Manifest(f)
		}, "seal", dossier.ManifestFile},
		{"a file is changed and its sum too", func(f verifytest.Files) {
			f[dossier.StartFile] = []byte("other")
			f[dossier.ManifestFile] = verifytest.Manifest(f)
		}, "seal", dossier.ManifestFile},
		{"the manifest is removed", remove(dossier.ManifestFile), "manifest", dossier.ManifestFile},
		{"the manifest is emptied", change(dossier.ManifestFile, func([]byte) []byte { return nil }), "seal", dossier.ManifestFile},
		{"the manifest is cut short", change(dossier.ManifestFile, firstLines(3)), "seal", dossier.ManifestFile},
		{"the manifest's lines are turned round", change(dossier.ManifestFile, func(b []byte) []byte {
			lines := bytes.SplitAfter(b, []byte("\n"))
			lines[0], lines[1] = lines[1], lines[0]
			return bytes.Join(lines, nil)
		}), "manifest", dossier.ManifestFile},
		{"the manifest leads out of the folder", change(dossier.ManifestFile, replace("  dossier.json", "  ../../etc/x")), "manifest", dossier.ManifestFile},
		{"the events are cut short", change(dossier.EventsFile, firstLines(-1)), "sums", dossier.EventsFile},
		{"an event is taken out", change(dossier.EventsFile, func(b []byte) []byte { return b[bytes.IndexByte(b, '\n')+1:] }), "sums", dossier.EventsFile},
		{"an event is given twice", change(dossier.EventsFile, func(b []byte) []byte { return append(b[:bytes.IndexByte(b, '\n')+1:bytes.IndexByte(b, '\n')+1], b...) }), "events", dossier.EventsFile},
		{"an event's value is changed", change(dossier.EventsFile, replace("burned", "healed")), "events", dossier.EventsFile},
		{"the events of another log", func(f verifytest.Files) { f[dossier.EventsFile] = other[dossier.EventsFile] }, "events", dossier.EventsFile},
		{"the key is removed", remove(dossier.KeyFile), "key", dossier.KeyFile},
		{"the key of another log", func(f verifytest.Files) { f[dossier.KeyFile] = other[dossier.KeyFile] }, "checkpoint", dossier.CheckpointFile},
		{"the checkpoint of another log", func(f verifytest.Files) { f[dossier.CheckpointFile] = other[dossier.CheckpointFile] }, "checkpoint", dossier.CheckpointFile},
		{"the seal is removed", func(f verifytest.Files) {
			for _, p := range dossier.Seals() {
				delete(f, p)
			}
		}, "seal", dossier.ReleaseFile},
		{"the seal of another dossier", func(f verifytest.Files) {
			for _, p := range dossier.Seals() {
				f[p] = other[p]
			}
		}, "seal", dossier.ProofFile},
		{"the proof of the release is removed", remove(dossier.ProofFile), "seal", dossier.ProofFile},
		{"the consistency proof is removed", remove(dossier.ConsistencyFile), "consistency", dossier.ConsistencyFile},
		{"the consistency proof is emptied", change(dossier.ConsistencyFile, func([]byte) []byte { return nil }), "consistency", dossier.ConsistencyFile},
		{"the consistency proof of another log", func(f verifytest.Files) { f[dossier.ConsistencyFile] = other[dossier.ConsistencyFile] }, "consistency", dossier.ConsistencyFile},
		{"the release hides its manifest", change(dossier.ReleaseFile, replace(`"name":"manifest"`, `"name":"manifesu"`)), "seal", dossier.ReleaseFile},
		{"the sealed release is another event", func(f verifytest.Files) {
			f[dossier.ReleaseFile] = f[dossier.EventsFile][:bytes.IndexByte(f[dossier.EventsFile], '\n')+1]
		}, "seal", dossier.ReleaseFile},
		{"what was left out is emptied", change(dossier.WithheldFile, func([]byte) []byte { return []byte(`{"withheld":[]}` + "\n") }), "plan", dossier.WithheldFile},
		{"the title is changed", change(dossier.AboutFile, replace("old mill", "new mill")), "four-eyes", dossier.AboutFile},
		{"the release's name is changed", change(dossier.AboutFile, replace("r-0000000000000001", "r-0000000000000002")), "about", dossier.AboutFile},
		{"everything is removed", func(f verifytest.Files) { clear(f) }, "manifest", dossier.ManifestFile},
	} {
		t.Run(a.name, func(t *testing.T) {
			spoiled := files.Clone()
			a.do(spoiled)
			fails(t, check(spoiled), a.check, a.words)
		})
	}
	if r := check(files); !r.OK {
		t.Errorf("the dossier itself is refused: %s", failing(r))
	}
}

// What is neither a file nor a folder has no place in a dossier, and is not
// opened: a pipe would hang the reader.
func TestLinksAndDevicesAreRefusedUnopened(t *testing.T) {
	files := verifytest.Tiny("archive").Sealed()
	original := originalOf(files)
	for _, mode := range []fs.FileMode{fs.ModeSymlink, fs.ModeNamedPipe, fs.ModeDevice, fs.ModeSocket} {
		for _, path := range []string{original, dossier.ReleaseFile, dossier.KeyFile, dossier.ManifestFile, "extra"} {
			fsys := files.FS()
			fsys[path] = &fstest.MapFile{Data: []byte("elsewhere"), Mode: mode | 0o444}
			r := verify.Dossier(context.Background(), unopened{t, fsys}, verify.Options{})
			fails(t, r, "folder", path)
		}
	}
	fsys := files.FS()
	fsys["empty"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	fails(t, verify.Dossier(context.Background(), fsys, verify.Options{}), "folder", "empty")
}

// unopened fails the test when anything but a file or folder is opened.
type unopened struct {
	t *testing.T
	fstest.MapFS
}

func (u unopened) Open(name string) (fs.File, error) {
	if f, ok := u.MapFS[name]; ok && f.Mode&(fs.ModeType&^fs.ModeDir) != 0 {
		u.t.Errorf("%s, a %s, was opened", name, f.Mode)
	}
	return u.MapFS.Open(name)
}

// A stranger can copy everything and sign it with a key of their own. By
// itself such a dossier is whole; the key known from elsewhere tells.
func TestAnothersSignatureIsFoundByTheKnownKey(t *testing.T) {
	own, forged := verifytest.Small("archive"), verifytest.Small("forger")
	own.Sealed()
	files := forged.Sealed()
	r := verify.Dossier(context.Background(), files.FS(), verify.Options{})
	if !r.OK {
		t.Fatalf("a dossier that is whole by itself is refused: %s", failing(r))
	}
	if !strings.Contains(fmt.Sprint(r.Checks), verify.Fingerprint(forged.Log.Key)) {
		t.Error("no fingerprint to compare is told")
	}
	r = verify.Dossier(context.Background(), files.FS(), verify.Options{Key: own.Log.Key})
	fails(t, r, "key", dossier.KeyFile)
	if r := verify.Dossier(context.Background(), own.Files.FS(), verify.Options{Key: own.Log.Key + "\n"}); !r.OK {
		t.Errorf("the right key is refused: %s", failing(r))
	}
	if r := verify.Dossier(context.Background(), own.Files.FS(), verify.Options{Key: "no key"}); r.OK {
		t.Error("a given key that is none passes")
	}
}
