package disk

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Finish makes the export durable and gives it its name. It fails if any file
// failed or is still open; what there is stays partial then, for Abort.
func (f *Folder) Finish() error {
	if err := f.whole(); err != nil {
		return fmt.Errorf("the export to %s is not whole: %w", f.dest, err)
	}
	if err := f.hook.Around("folder: sync", f.sync); err != nil {
		return f.fail(advise("making the export to "+f.dest+" durable", err))
	}
	if err := vacant(f.dest); err != nil {
		return f.fail(err)
	}
	if err := f.release(); err != nil { // Windows renames no open folder
		return f.fail(advise("naming the export "+f.dest, err))
	}
	err := f.hook.Around("folder: rename", func() error { return os.Rename(f.dest+partialSuffix, f.dest) })
	if err == nil {
		err = f.hook.Around("folder: sync name", func() error { return syncFolder(filepath.Dir(f.dest)) })
	}
	return f.fail(advise("naming the export "+f.dest, err))
}

// whole reports why the export cannot be finished, if it cannot.
func (f *Folder) whole() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.failed == nil && f.released:
		f.failed = errors.New("it was finished or removed already")
	case f.failed == nil && f.open > 0:
		f.failed = fmt.Errorf("%d of its files are still open", f.open)
	}
	return f.failed
}

func (f *Folder) sync() error {
	if err := f.flush.files(); err != nil {
		return err
	}
	f.mu.Lock()
	folders := slices.Sorted(maps.Keys(f.folders))
	f.mu.Unlock()
	return f.flush.folders(folders)
}

// release lets go of the partial folder, once.
func (f *Folder) release() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.released {
		return nil
	}
	f.released = true
	return errors.Join(f.flush.close(), f.root.Close())
}

// Abort removes what there is of an export that was not finished. After a
// successful Finish it does nothing, so it can be deferred.
func (f *Folder) Abort() error {
	return errors.Join(f.release(), os.RemoveAll(f.dest+partialSuffix))
}

// folderFile is one file of an export.
type folderFile struct {
	folder *Folder
	file   *os.File
	name   string
	closed bool
}

// Write implements io.Writer.
func (w *folderFile) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if err != nil {
		err = w.folder.fail(advise("writing "+w.name, err))
	}
	return n, err
}

// Close implements io.Closer. Bytes of the file are durable only when the
// export is finished: on most Linux disks one sync then serves all files.
func (w *folderFile) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	var err error
	if w.folder.flush.whole == nil {
		err = w.folder.hook.Around("folder: sync file", w.file.Sync)
	}
	err = errors.Join(err, w.file.Close())
	w.folder.mu.Lock()
	w.folder.open--
	w.folder.mu.Unlock()
	if err != nil {
		return w.folder.fail(advise("closing "+w.name, err))
	}
	return nil
}
