package disk

import (
	"errors"
	"os"
	"runtime"
	"syscall"
)

// flusher makes what was written survive loss of power, in one of two ways:
// the whole file system at once, or each file and folder by itself.
type flusher struct {
	root *os.Root
	// whole is the folder itself, open since before the first write, so that
	// a write error at any later time is reported by its next sync. It is nil
	// when each file is synced by itself.
	whole *os.File
}

func newFlusher(root *os.Root, each bool) (*flusher, error) {
	f := &flusher{root: root}
	if each {
		return f, nil
	}
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	if !reportsWholeSync(dir) {
		return f, dir.Close()
	}
	f.whole = dir
	return f, nil
}

// files makes all files durable that were complete before the call.
func (f *flusher) files() error {
	if f.whole == nil {
		return nil
	}
	return syncWhole(f.whole)
}

// fewFolders are synced by themselves rather than with all the disk.
const fewFolders = 4

// folders makes the names in the folders durable.
func (f *flusher) folders(names []string) error {
	if f.whole != nil && len(names) > fewFolders {
		return syncWhole(f.whole)
	}
	return inParallel(syncers, names, f.folder)
}

// folder makes the names in one folder durable, in both ways of flushing.
func (f *flusher) folder(name string) error {
	d, err := f.root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(syncDir(d), d.Close())
}

func (f *flusher) close() error {
	if f.whole == nil {
		return nil
	}
	return f.whole.Close()
}

// syncDir syncs an open folder. Windows has no such call, and some network
// file systems refuse it as invalid because they never delay names.
func syncDir(d *os.File) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) {
		return err
	}
	return nil
}
