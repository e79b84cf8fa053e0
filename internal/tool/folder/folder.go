// Package folder knows how to walk over what people hand in: files, folders,
// links and special files, with names of any bytes. It must never follow a
// symbolic link, change a file, or take a file's bytes for whole that changed
// while they were read.
package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// Walk gives everything below the paths, in the order of their names. A path
// that is not there is found with its error, like a file that can't be read:
// it becomes a named failure, and the rest goes on. Names begin with the last
// element of the path given, so that where the material lay on this machine
// is not written down.
func Walk(paths []string) iter.Seq[flow.Found] {
	return func(yield func(flow.Found) bool) {
		for _, p := range paths {
			clean := filepath.Clean(p)
			if private(clean) {
				if !yield(flow.Found{Name: custody.NameOf(filepath.Base(clean)), What: "archive"}) {
					return
				}
				continue
			}
			name := filepath.Base(clean)
			if name == "." || name == ".." || name == string(filepath.Separator) {
				name = ""
			}
			if !visit(clean, name, yield) {
				return
			}
		}
	}
}

// visit gives one path and what is below it; false: the reader has enough.
func visit(path, name string, yield func(flow.Found) bool) bool {
	info, err := os.Lstat(path)
	if err != nil {
		return yield(flow.Found{Name: named(path, name), Err: plainError(err)})
	}
	if !info.IsDir() {
		return yield(found(path, named(path, name), info))
	}
	if isArchive(path) {
		return yield(flow.Found{Name: named(path, name), What: "archive", Modified: info.ModTime()})
	}
	entries, err := readDir(path)
	if err != nil && !yield(flow.Found{Name: named(path, name), Err: plainError(err)}) {
		return false
	}
	for _, entry := range entries {
		if !visit(filepath.Join(path, entry), joined(name, entry), yield) {
			return false
		}
	}
	return true
}

// isArchive reports whether a folder is a Sanad archive. Taking one into
// custody would put its signing key where everyone of the case can read it,
// and the ledger does not forget.
func isArchive(dir string) bool {
	for _, name := range []string{"sanad.json", "keys"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

// private reports whether a path lies among an archive's own files.
func private(path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for at := path; ; {
		above := filepath.Dir(at)
		if above == at {
			return false
		}
		if isArchive(above) {
			rel, err := filepath.Rel(above, path)
			first, _, _ := strings.Cut(rel, string(filepath.Separator))
			return err == nil && (slices.Contains([]string{"keys", "originals", "renditions", "accessions", "tmp"}, first) || strings.HasPrefix(first, "sanad."))
		}
		at = above
	}
}

// readDir gives the names in a folder, sorted, so that walking twice finds the
// same order. A folder of a million names costs their bytes.
func readDir(path string) ([]string, error) {
	d, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	names, err := d.Readdirnames(-1)
	slices.Sort(names)
	return names, errors.Join(err, d.Close())
}

func joined(name, entry string) string {
	if name == "" {
		return entry
	}
	return name + "/" + entry
}

func named(path, name string) custody.Name {
	if name == "" {
		name = path
	}
	return custody.NameOf(name)
}

// found describes a path that is no folder.
func found(path string, name custody.Name, info fs.FileInfo) flow.Found {
	f := flow.Found{Name: name, Modified: info.ModTime()}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		f.Open = func() (io.ReadCloser, error) { return open(path, info) }
	case mode&fs.ModeSymlink != 0:
		f.What = "symlink"
		if target, err := os.Readlink(path); err == nil && target != "" {
			n := custody.NameOf(target)
			f.Target = &n
		}
	case mode&fs.ModeNamedPipe != 0:
		f.What = "pipe"
	case mode&fs.ModeSocket != 0:
		f.What = "socket"
	case mode&fs.ModeDevice != 0:
		f.What = "device"
	default:
		f.What = "other"
	}
	return f
}

// plainError leaves out the path: it stands beside the error already, and the
// whole path tells where the material lay.
func plainError(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// steady is a file whose reader fails at the end if the file is not the one
// that was looked at, or changed while it was read.
type steady struct {
	file *os.File
	was  fs.FileInfo
}

func open(path string, seen fs.FileInfo) (io.ReadCloser, error) {
	file, err := openPlain(path)
	if err != nil {
		return nil, plainError(err)
	}
	now, err := file.Stat()
	if err != nil {
		return nil, errors.Join(plainError(err), file.Close())
	}
	if !now.Mode().IsRegular() || !os.SameFile(seen, now) {
		return nil, errors.Join(errors.New("another file took its place while it was being added"), file.Close())
	}
	return &steady{file, now}, nil
}

func (s *steady) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	if err == io.EOF {
		if changed := s.check(); changed != nil {
			return n, changed
		}
		return n, err
	}
	if err != nil {
		return n, plainError(err)
	}
	return n, nil
}

func (s *steady) check() error {
	now, err := s.file.Stat()
	if err != nil {
		return plainError(err)
	}
	if now.Size() != s.was.Size() || !now.ModTime().Equal(s.was.ModTime()) {
		return fmt.Errorf("it changed while it was being read (%d bytes before, %d now)", s.was.Size(), now.Size())
	}
	return nil
}

func (s *steady) Close() error { return s.file.Close() }

// maxList bounds a list of paths given on standard input.
const maxList = 256 << 20

// List reads paths, one a line; with zero bytes in it, one before each zero
// byte, as find -print0 writes them, so that names may hold line breaks.
func List(r io.Reader) ([]string, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxList+1))
	if err != nil {
		return nil, fmt.Errorf("reading the list of paths: %w", err)
	}
	if len(data) > maxList {
		return nil, fail.New(fail.Usage, "the list of paths is longer than %d bytes", maxList).Do("give the folder instead")
	}
	end := "\n"
	if strings.ContainsRune(string(data), 0) {
		end = "\x00"
	}
	var paths []string
	for _, p := range strings.Split(string(data), end) {
		if end == "\n" {
			p = strings.TrimSuffix(p, "\r")
		}
		if p != "" {
			paths = append(paths, p)
		}
	}
	return paths, nil
}
