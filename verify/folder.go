package verify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"sanad/internal/format/dossier"
)

// fileID stands for a path in the set of files found, 16 bytes for a path of
// any length, so that a folder of a million files fits in memory.
type fileID [16]byte

func idOf(path string) fileID {
	sum := sha256.Sum256([]byte(path))
	return fileID(sum[:16])
}

// folder is what lies in a folder: plain files and folders alone.
type folder struct {
	fsys  fs.FS
	found tally
	files map[fileID]bool // true once something vouches for the file
	dirs  map[string]bool // true once something vouches for a file below
	err   error           // what broke the walk off
}

// errTooMany ends a walk through a folder larger than any that is checked.
var errTooMany = fmt.Errorf("holds more than %d files and folders, more than this program checks", maxFiles)

// look walks through all of fsys. Links are not followed and devices not
// opened: they are faults, as are paths that no manifest could name.
func look(ctx context.Context, fsys fs.FS) *folder {
	f := &folder{fsys: fsys, found: tally{name: checkFolder}, files: map[fileID]bool{}, dirs: map[string]bool{}}
	f.err = f.walk(ctx, func(name string, e fs.DirEntry) error {
		f.note(name, e)
		return nil
	})
	if f.err != nil {
		f.found.wrong("the folder", "%v", f.err)
	}
	return f
}

func (f *folder) note(name string, e fs.DirEntry) {
	if err := dossier.CheckPath(name); err != nil {
		f.found.wrong(name, "%v", err)
		return
	}
	switch kind := e.Type(); {
	case kind.IsRegular():
		f.files[idOf(name)] = false
	case kind.IsDir():
		f.dirs[name] = false
	case kind&fs.ModeSymlink != 0:
		f.found.wrong(name, "is a link; a checked folder holds bytes, not ways to elsewhere")
	default:
		f.found.wrong(name, "is neither a file nor a folder (%s)", kind)
	}
}

// walk visits everything below the root, a folder before what it holds. It
// reads folders in batches, so that memory does not grow with their width.
func (f *folder) walk(ctx context.Context, visit func(string, fs.DirEntry) error) error {
	seen := 0
	for pending := []string{"."}; len(pending) > 0; {
		dir := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		err := f.eachIn(dir, func(e fs.DirEntry) error {
			name := path.Join(dir, e.Name())
			if seen++; seen > maxFiles {
				return errTooMany
			}
			if err := visit(name, e); err != nil || !e.IsDir() {
				return err
			}
			if depthOf(name) > maxDepth {
				return fmt.Errorf("%s lies deeper than %d folders", visible(name, 200), maxDepth)
			}
			pending = append(pending, name)
			return ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) eachIn(dir string, yield func(fs.DirEntry) error) error {
	opened, err := f.fsys.Open(dir)
	if err != nil {
		return fmt.Errorf("can't be opened: %w", err)
	}
	defer opened.Close()
	list, ok := opened.(fs.ReadDirFile)
	if !ok {
		return fmt.Errorf("%s can't be listed", visible(dir, 200))
	}
	for {
		entries, err := list.ReadDir(512)
		for _, e := range entries {
			if err := yield(e); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s can't be listed: %w", visible(dir, 200), err)
		}
	}
}

func depthOf(name string) int {
	depth := 1
	for _, c := range name {
		if c == '/' {
			depth++
		}
	}
	return depth
}

// vouch says that a file belongs here; false if there is no such plain file.
func (f *folder) vouch(name string) bool {
	id := idOf(name)
	if _, ok := f.files[id]; !ok {
		return false
	}
	f.files[id] = true
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		f.dirs[dir] = true
	}
	return true
}

// check finds what nothing vouched for. Only the set of the files' short
// names was kept, so a second walk gives the names of those left over.
func (f *folder) check(ctx context.Context, by string) Check {
	if f.err != nil {
		return f.found.check("")
	}
	err := f.walk(ctx, func(name string, e fs.DirEntry) error {
		switch {
		case e.Type().IsRegular() && !f.files[idOf(name)]:
			f.found.wrong(name, "is here and not named by %s", by)
		case e.IsDir() && !f.dirs[name]:
			f.found.wrong(name, "is a folder that holds nothing named by %s", by)
		}
		return nil
	})
	if err != nil {
		f.found.wrong("the folder", "%v", err)
	}
	return f.found.check("%s in %s, no links, nothing beside them",
		counted(len(f.files), "plain file", "plain files"), counted(len(f.dirs)+1, "folder", "folders"))
}
