package disk

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sync"
	"sync/atomic"

	"sanad/internal/store/fault"
)

const lockSuffix = ".lock"

// session names the unfinished files of one open Store. Its lock, held while
// the Store is open, tells Sweep the living from the dead. A process number
// alone could not: in two containers on one folder both are number 1.
type session struct {
	root *os.Root
	hook fault.Hook
	next atomic.Uint64

	mu   sync.Mutex
	name string   // empty until the first unfinished file
	lock *os.File // open and locked when name is set
}

func newSession(root *os.Root, hook fault.Hook) *session {
	return &session{root: root, hook: hook}
}

// begin takes a name that no other session has. A store only read from never
// gets here, so it can lie on a read-only disk.
func (s *session) begin() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.name != "" {
		return s.name, nil
	}
	if err := s.root.Mkdir(tmpDir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	for s.name == "" {
		random := make([]byte, 8)
		rand.Read(random)
		name := fmt.Sprintf("%d-%s", os.Getpid(), hex.EncodeToString(random))
		lock, err := s.root.OpenFile(path.Join(tmpDir, name+lockSuffix), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return "", err
		}
		if !s.own(lock, name) {
			lock.Close()
			continue
		}
		s.name, s.lock = name, lock
	}
	return s.name, nil
}

// own locks the session's file. It is false when a Sweep took the file for a
// dead one between its making and its locking.
func (s *session) own(lock *os.File, name string) bool {
	got, err := lockFile(lock, false)
	if err != nil {
		// A file system without locks: Sweep gets the same error there and
		// goes by age alone.
		return true
	}
	if !got {
		return false
	}
	here, err := s.root.Lstat(path.Join(tmpDir, name+lockSuffix))
	if err != nil {
		return false
	}
	held, err := lock.Stat()
	return err == nil && os.SameFile(here, held)
}

// create opens a new unfinished file and gives its name below the folder.
func (s *session) create(mode fs.FileMode) (*os.File, string, error) {
	owner, err := s.begin()
	if err != nil {
		return nil, "", err
	}
	name := path.Join(tmpDir, fmt.Sprintf("%s.%d", owner, s.next.Add(1)))
	var f *os.File
	err = s.hook.Around("disk: create", func() (err error) {
		f, err = s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		return err
	})
	if err != nil {
		s.discard(f, name)
		return nil, "", err
	}
	return f, name, nil
}

// discard removes an unfinished file. What cannot be removed is left to Sweep.
func (s *session) discard(f *os.File, name string) {
	if f != nil {
		_ = f.Close()
	}
	_ = s.root.Remove(name)
}

// end lets go of the name; every unfinished file must be gone.
func (s *session) end() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.name == "" {
		return nil
	}
	err := errors.Join(s.lock.Close(), s.root.Remove(path.Join(tmpDir, s.name+lockSuffix)))
	s.name, s.lock = "", nil
	return err
}
