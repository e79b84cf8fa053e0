package verifytest

import (
	"bytes"
	"maps"
	"slices"
	"testing/fstest"
)

// Files are the files of a folder by slash path.
type Files map[string][]byte

// FS gives the folder as a file system.
func (f Files) FS() fstest.MapFS {
	fsys := fstest.MapFS{}
	for path, data := range f {
		fsys[path] = &fstest.MapFile{Data: data, Mode: 0o444}
	}
	return fsys
}

// Clone copies the files, so that one of them can be spoiled.
func (f Files) Clone() Files {
	out := Files{}
	for path, data := range f {
		out[path] = bytes.Clone(data)
	}
	return out
}

// Paths lists the files, sorted.
func (f Files) Paths() []string { return slices.Sorted(maps.Keys(f)) }
