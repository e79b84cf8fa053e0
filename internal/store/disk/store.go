package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"sanad/internal/flow"
	"sanad/internal/store/fault"
)

// Names of the folders below the store's own.
const (
	originalsDir  = "originals"
	renditionsDir = "renditions"
	sealedDir     = "sealed"
	accessionsDir = "accessions"
	tmpDir        = "tmp"
)

// Options says how a Store is opened. The zero value opens an existing one.
type Options struct {
	// Create makes the folders that are missing. Without it a folder that
	// holds no store is an error: an unmounted disk looks like an empty one,
	// and its items must not be reported as never kept.
	Create bool
	// SyncEach syncs every file and folder by itself even where the whole
	// file system could be synced at once. It is for a disk shared with
	// programs that write so much that waiting for them costs more.
	SyncEach bool
	// Hook is asked around each step that changes the disk.
	Hook fault.Hook
}

// Store is one folder of bytes. It is safe for several goroutines, and several
// processes may open the same folder at once.
type Store struct {
	root       *os.Root
	hook       fault.Hook
	flush      *flusher
	session    *session
	buffers    *sync.Pool
	originals  *shelf
	renditions *shelf
	sealed     *shelf
}

var _ flow.Manifests = (*Store)(nil)

// Open opens the store in the folder dir.
func Open(dir string, opt Options) (*Store, error) {
	if opt.Create {
		if err := create(dir); err != nil {
			return nil, advise("making the store in "+dir, err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, advise("opening the store in "+dir, err)
	}
	if err := checkLayout(root); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	flush, err := newFlusher(root, opt.SyncEach)
	if err != nil {
		return nil, errors.Join(advise("opening the store in "+dir, err), root.Close())
	}
	s := &Store{root: root, hook: opt.Hook, flush: flush, session: newSession(root, opt.Hook)}
	if err := s.addSealed(); err != nil {
		return nil, errors.Join(advise("opening the store in "+dir, err), flush.close(), root.Close())
	}
	s.buffers = &sync.Pool{New: func() any { return new(block) }}
	s.originals = newShelf(s, originalsDir, 0o444)
	s.renditions = newShelf(s, renditionsDir, 0o644)
	s.sealed = newShelf(s, sealedDir, 0o444)
	s.sealed.coarse = true
	return s, nil
}

// Originals keeps the items as they were handed in.
func (s *Store) Originals() flow.Blobs { return s.originals }

// Renditions keeps what was derived from items.
func (s *Store) Renditions() flow.Blobs { return s.renditions }

// Sealed keeps what strangers handed in, as it was encrypted.
func (s *Store) Sealed() flow.Sealed { return s.sealed }

// Close settles what was put and lets go of the folder.
func (s *Store) Close() error {
	return errors.Join(s.originals.settle(), s.renditions.settle(), s.sealed.settle(), s.session.end(), s.flush.close(), s.root.Close())
}

// create makes the folder and its parts, durable up to the folder above.
func create(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{
		filepath.Join(originalsDir, algorithm), filepath.Join(renditionsDir, algorithm), filepath.Join(sealedDir, algorithm), accessionsDir, tmpDir,
	} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return err
		}
	}
	for _, name := range []string{originalsDir, renditionsDir, sealedDir, "."} {
		if err := syncFolder(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	// The folder above may belong to someone else and be closed to reading.
	if err := syncFolder(filepath.Join(dir, "..")); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

// addSealed makes the folder of what strangers hand in where a store was made
// before there was one; the others are there, so its disk is mounted. Where
// nothing can be written, nothing will be handed in.
func (s *Store) addSealed() error {
	_, err := s.root.Lstat(sealedDir + "/" + algorithm)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = s.root.MkdirAll(sealedDir+"/"+algorithm, 0o755)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(syncFolder(filepath.Join(s.root.Name(), sealedDir)), syncFolder(s.root.Name()))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(syncDir(d), d.Close())
}

// checkLayout refuses a folder in which no store was ever made.
func checkLayout(root *os.Root) error {
	for _, name := range []string{originalsDir, renditionsDir} {
		info, err := root.Lstat(name + "/" + algorithm)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s holds no %s/%s, so it is not a store of Sanad: is its disk mounted? (sanad init makes a new one): %w",
				root.Name(), name, algorithm, err)
		case err != nil:
			return advise("opening the store in "+root.Name(), err)
		case !info.IsDir():
			return fmt.Errorf("%s/%s/%s is not a folder: put the real folder back", root.Name(), name, algorithm)
		}
	}
	return nil
}
