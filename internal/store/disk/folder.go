package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"

	"sanad/internal/store/fault"
)

// FolderOptions says how an export is written.
type FolderOptions struct {
	// Public lets every user of the machine read the export, as the umask
	// allows. Without it only the user that made it can.
	Public bool
	// Hook is asked around each step that changes the disk.
	Hook fault.Hook
}

// Folder is an export in the making. It is built beside its destination as
// <dest>.partial and gets its name when it is whole and durable, so that what
// has the name is never half an export. Create and the writers it gives may
// be used by several goroutines; each writer by one.
type Folder struct {
	dest  string
	root  *os.Root
	flush *flusher
	hook  fault.Hook

	mu       sync.Mutex
	folders  map[string]struct{} // that hold names, "." among them
	open     int                 // writers not yet closed
	failed   error               // the first failure; a failed export is never finished
	released bool                // finished or removed
}

const partialSuffix = ".partial"

// NewFolder begins an export to dest, which must not exist; the folder it is
// to lie in must.
func NewFolder(dest string, opt FolderOptions) (*Folder, error) {
	dest = filepath.Clean(dest)
	if err := vacant(dest); err != nil {
		return nil, err
	}
	mode := fs.FileMode(0o700)
	if opt.Public {
		mode = 0o755
	}
	partial := dest + partialSuffix
	err := opt.Hook.Around("folder: create", func() error { return os.Mkdir(partial, mode) })
	if errors.Is(err, fs.ErrExist) {
		return nil, inTheWay(partial + " is another export to the same place, running or broken off: if none is running, remove it")
	}
	if err != nil {
		return nil, advise("beginning the export to "+dest, err)
	}
	return openFolder(dest, opt)
}

func openFolder(dest string, opt FolderOptions) (*Folder, error) {
	root, err := os.OpenRoot(dest + partialSuffix)
	if err != nil {
		return nil, advise("beginning the export to "+dest, err)
	}
	flush, err := newFlusher(root, false)
	if err != nil {
		return nil, errors.Join(advise("beginning the export to "+dest, err), root.Close())
	}
	return &Folder{dest: dest, root: root, flush: flush, hook: opt.Hook,
		folders: map[string]struct{}{".": {}}}, nil
}

// inTheWay says what stands where an export should go. It is fs.ErrExist,
// whose own words would only say so again.
type inTheWay string

func (e inTheWay) Error() string { return string(e) }

// Is reports whether target is fs.ErrExist.
func (inTheWay) Is(target error) bool { return target == fs.ErrExist }

func vacant(dest string) error {
	_, err := os.Lstat(dest)
	switch {
	case err == nil:
		return inTheWay(dest + " exists already, and an export never writes over one: name a new folder")
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return advise("looking at "+dest, err)
}

// Create opens a new file of the export for writing; it is durable once the
// export is finished. name is a slash-separated path below the export, as
// fs.ValidPath has it; each name is created once.
func (f *Folder) Create(name string) (io.WriteCloser, error) {
	if !fs.ValidPath(name) || name == "." || !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("%q cannot name a file of an export: want a path below it, with slashes, without . and .. parts", name)
	}
	if err := f.makeFolders(path.Dir(name)); err != nil {
		return nil, f.fail(advise("making the folder of "+name, err))
	}
	var file *os.File
	err := f.hook.Around("folder: create file", func() (err error) {
		file, err = f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		return err
	})
	if err != nil {
		if file != nil {
			file.Close()
		}
		return nil, f.fail(advise("making the file "+name, err))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open++
	return &folderFile{folder: f, file: file, name: name}, nil
}

// makeFolders makes dir and those above it and remembers them for Finish.
func (f *Folder) makeFolders(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.folders[dir]; ok {
		return nil
	}
	if err := f.root.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for ; dir != "."; dir = path.Dir(dir) {
		f.folders[dir] = struct{}{}
	}
	return nil
}

func (f *Folder) fail(err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed == nil {
		f.failed = err
	}
	return err
}
