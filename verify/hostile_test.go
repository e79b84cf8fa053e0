package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sanad/internal/format/dossier"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// What an enemy can put into the files: each is refused with a word that
// helps, and the report stays short enough to read.
func TestHostileFilesAreRefusedInFewWords(t *testing.T) {
	files := verifytest.Tiny("archive").Sealed()
	line := string(files[dossier.EventsFile][:bytes.IndexByte(files[dossier.EventsFile], '\n')+1])
	deep := strings.Repeat("[", 2<<20)
	for _, h := range []struct {
		name, path, data, check, words string
	}{
		{"a line without an end", dossier.EventsFile, strings.Repeat("a", 5<<20), "events", "longer than"},
		{"deep lists", dossier.EventsFile, deep + "\n", "events", "line 1"},
		{"deep lists in a value", dossier.EventsFile, strings.Replace(line, `"value":"`, `"value":"`+strings.Repeat("[", 1<<20), 1), "events", "line 1"},
		{"deep objects", dossier.EventsFile, strings.Repeat(`{"index":`, 1<<18) + "\n", "events", "line 1"},
		{"one event a hundred thousand times", dossier.EventsFile, strings.Repeat(line, 20000), "events", "and 19979 more"},
		{"empty lines", dossier.EventsFile, strings.Repeat("\n", 100000), "events", "line 20"},
		{"bytes that move the cursor", dossier.EventsFile, "{\"index\":\"\x1b[2J\u202e\"}\n", "events", "line 1"},
		{"a number of a million digits", dossier.EventsFile, `{"index":` + strings.Repeat("9", 1<<20) + "}\n", "events", "line 1"},
		{"a manifest of one line", dossier.ManifestFile, strings.Repeat("a", 5<<20), "manifest", "longer than"},
		{"a manifest of nothing but ends", dossier.ManifestFile, strings.Repeat("\n", 1<<20), "manifest", "line 1"},
		{"a key of a million bytes", dossier.KeyFile, strings.Repeat("a", 2<<20), "key", "longer than"},
		{"a key of a long name", dossier.KeyFile, strings.Repeat("a", 1<<19) + "+00000000+AA==\n", "key", dossier.KeyFile},
		{"a checkpoint of many signatures", dossier.CheckpointFile, string(files[dossier.CheckpointFile]) + strings.Repeat("— x AAAAAAAA\n", 1000), "checkpoint", dossier.CheckpointFile},
		{"a proof of many hashes", dossier.ProofFile, strings.Replace(string(files[dossier.ProofFile]), "index 7\n", "index 7\n"+strings.Repeat(strings.Repeat("A", 43)+"=\n", 10000), 1), "seal", dossier.ProofFile},
		{"a consistency proof of many hashes", dossier.ConsistencyFile, strings.Repeat(strings.Repeat("A", 43)+"=\n", 10000), "consistency", dossier.ConsistencyFile},
		{"withheld events beyond number", dossier.WithheldFile, `{"withheld":` + deep, "withheld", dossier.WithheldFile},
		{"a title that reverses the line", dossier.AboutFile, strings.Replace(string(files[dossier.AboutFile]), "The old mill", "\u202e\x07", 1), "about", dossier.AboutFile},
	} {
		t.Run(h.name, func(t *testing.T) {
			spoiled := files.Clone()
			spoiled[h.path] = []byte(h.data)
			r := check(spoiled)
			fails(t, r, h.check, h.words)
			for _, c := range r.Checks {
				if len(c.Detail) > 40<<10 || strings.ContainsAny(c.Detail, "\x1b\x07\u202e\n") {
					t.Errorf("the check %s says %d bytes: %.300q", c.Name, len(c.Detail), c.Detail)
				}
			}
		})
	}
}

func TestHostileNamesAreShownHarmless(t *testing.T) {
	for _, name := range []string{"a\x1b[2J", "a\nb", "a\u202eb", `a\b`, strings.Repeat("n", 600), "-rf", "a\xff"} {
		files := verifytest.Tiny("archive").Sealed()
		fsys := files.FS()
		fsys[name] = &fstest.MapFile{Data: []byte("x")}
		r := verify.Dossier(context.Background(), fsys, verify.Options{})
		if said, ok := detail(r, "folder"); ok || r.OK || strings.ContainsAny(said, "\x1b\n\u202e") || len(said) > 2000 {
			t.Errorf("%.20q: %v, %q", name, ok, said)
		}
	}
}

// crowd is a folder without end: of files, or of folders in folders.
type crowd struct {
	files fstest.MapFS
	deep  bool
}

func (c crowd) Open(name string) (fs.File, error) {
	if name == "." || c.deep && strings.HasSuffix(name, "d") {
		return &crowdDir{deep: c.deep}, nil
	}
	return c.files.Open(name)
}

type crowdDir struct {
	deep bool
	n    int
}

func (d *crowdDir) Stat() (fs.FileInfo, error) { return crowdEntry{"d", true}, nil }
func (d *crowdDir) Read([]byte) (int, error)   { return 0, io.EOF }
func (d *crowdDir) Close() error               { return nil }
func (d *crowdDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if d.deep && d.n > 0 {
		return nil, io.EOF
	}
	out := make([]fs.DirEntry, n)
	for i := range out {
		out[i] = crowdEntry{fmt.Sprintf("f%d", d.n+i), false}
	}
	d.n += n
	if d.deep {
		return []fs.DirEntry{crowdEntry{"d", true}}, nil
	}
	return out, nil
}

type crowdEntry struct {
	name string
	dir  bool
}

func (e crowdEntry) Name() string               { return e.name }
func (e crowdEntry) IsDir() bool                { return e.dir }
func (e crowdEntry) Size() int64                { return 0 }
func (e crowdEntry) ModTime() time.Time         { return time.Time{} }
func (e crowdEntry) Sys() any                   { return nil }
func (e crowdEntry) Info() (fs.FileInfo, error) { return e, nil }
func (e crowdEntry) Type() fs.FileMode          { return e.Mode().Type() }
func (e crowdEntry) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir
	}
	return 0
}

func TestAFolderWithoutEndEnds(t *testing.T) {
	for name, c := range map[string]crowd{"more than": {}, "deeper than": {deep: true}} {
		r := verify.Dossier(context.Background(), c, verify.Options{})
		fails(t, r, "folder", name)
	}
}

// zeros is a file of that many zero bytes that takes no memory.
type zeros struct {
	size, at int64
}

func (z *zeros) Stat() (fs.FileInfo, error) { return crowdEntry{"zeros", false}, nil }
func (z *zeros) Close() error               { return nil }
func (z *zeros) Read(p []byte) (int, error) {
	n := min(int64(len(p)), z.size-z.at)
	if z.at += n; n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	return int(n), nil
}

// with is a folder in which one file is another.
type with struct {
	fs.FS
	path string
	size int64
}

func (w with) Open(name string) (fs.File, error) {
	if name == w.path {
		return &zeros{size: w.size}, nil
	}
	return w.FS.Open(name)
}

// Stat hides the FS's own, which would not know the exchanged file.
func (w with) Stat(name string) (fs.FileInfo, error) { return fs.Stat(w.FS, name) }

func TestMemoryDoesNotGrowWithTheFiles(t *testing.T) {
	files := verifytest.Tiny("archive").Sealed()
	used := func(size int64) uint64 {
		fsys := with{files.FS(), originalOf(files), size}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		fails(t, verify.Dossier(context.Background(), fsys, verify.Options{}), "sums", originalOf(files))
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := used(1<<10), used(64<<20)
	if large > small+1<<20 {
		t.Errorf("a file of 64 MiB took %d bytes of memory, one of 1 KiB %d", large, small)
	}
}

func TestARunThatIsBrokenOffDoesNotPass(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	proofs, _ := proofFolder()
	for name, r := range map[string]verify.Report{
		"dossier":    verify.Dossier(ctx, verifytest.Tiny("archive").Sealed().FS(), verify.Options{}),
		"tiles":      verify.Tiles(ctx, grown("archive", 3).Tiles(3).FS(), verify.Options{}),
		"proof":      verify.Proof(ctx, proofs.FS(), "claim", verify.Options{}),
		"any":        verify.Any(ctx, proofs.FS(), verify.Options{}),
		"checkpoint": verify.Checkpoint(ctx, grown("archive", 3).Checkpoint(3), verify.Options{Key: grown("archive", 3).Key}),
	} {
		if said, ok := detail(r, "finished"); r.OK || ok || said == "" {
			t.Errorf("%s: ok %v, finished %q", name, r.OK, said)
		}
	}
}
