package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sanad/internal/store/fault"
)

// Seen keeps the last signed checkpoint of the ledger that this installation
// saw, in a file apart from the database: a ledger that was put back to an
// earlier day, or replaced, is found out by it. Who can write the file and the
// database can hide such a change from this machine, but not from a witness.
//
// It is safe for several goroutines and several processes.
type Seen struct {
	path string
	hook fault.Hook
}

// NewSeen gives the checkpoint kept in the file path, by custom
// keys/ledger.seen. The folder must exist; the file is made by Store.
func NewSeen(path string, hook fault.Hook) *Seen { return &Seen{path: path, hook: hook} }

// Load gives the text last stored, or nil if none ever was. A folder that is
// not there is an error: an unmounted disk must not look like a first start.
func (s *Seen) Load() ([]byte, error) {
	text, err := s.load()
	return text, advise("reading the last checkpoint seen", err)
}

func (s *Seen) load() ([]byte, error) {
	text, err := os.ReadFile(s.path)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	_, err = os.Stat(filepath.Dir(s.path))
	return nil, err
}

// Store replaces the text kept if newer says so of it; old is nil if none was
// kept. No other process or goroutine can store between newer and the
// replacement, and the new text is durable when Store returns nil. An error of
// newer is returned wrapped, and nothing is changed.
func (s *Seen) Store(newer func(old []byte) (bool, error), text []byte) error {
	lock, err := os.OpenFile(s.path+lockSuffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return advise("locking the last checkpoint seen", err)
	}
	defer lock.Close() // closing unlocks
	if _, err := lockFile(lock, true); err != nil {
		return advise("locking the last checkpoint seen", err)
	}
	old, err := s.Load()
	if err != nil {
		return err
	}
	ok, err := newer(old)
	if err != nil {
		return fmt.Errorf("comparing with the last checkpoint seen: %w", err)
	}
	if !ok {
		return nil
	}
	return advise("keeping the last checkpoint seen", s.replace(text))
}

// replace is called under the lock, so that one temporary name is enough and
// what a crash left there is written over.
func (s *Seen) replace(text []byte) error {
	temp := s.path + ".new"
	err := s.hook.Around("seen: write", func() error { return writeFileSynced(temp, text) })
	if err == nil {
		err = s.hook.Around("seen: rename", func() error { return os.Rename(temp, s.path) })
	}
	if err != nil {
		_ = os.Remove(temp)
		return err
	}
	return s.hook.Around("seen: sync", func() error { return syncFolder(filepath.Dir(s.path)) })
}

func writeFileSynced(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
