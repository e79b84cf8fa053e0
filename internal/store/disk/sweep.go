package disk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// abandoned is the age at which a file in tmp that no session owns is removed.
const abandoned = 24 * time.Hour

// Sweep removes from tmp what dead sessions left: their bytes were never
// settled, so no event names them. Files of no session, and all files on a
// file system without locks, are removed when they are older than a day.
func (s *Store) Sweep(ctx context.Context) error {
	owners, err := s.unfinished()
	if err != nil {
		return advise("looking for unfinished files", err)
	}
	for owner, names := range owners {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.sweepOwner(owner, names); err != nil {
			return advise("removing unfinished files", err)
		}
	}
	return nil
}

// unfinished gives the names in tmp by the session that owns them.
func (s *Store) unfinished() (map[string][]string, error) {
	d, err := s.root.Open(tmpDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	owners := map[string][]string{}
	for _, name := range names {
		owner, _, _ := strings.Cut(name, ".")
		owners[owner] = append(owners[owner], name)
	}
	return owners, nil
}

// fate is what is known of a session from its lock.
type fate int

const (
	unknown fate = iota // there is no lock to ask
	living
	dead
)

func (s *Store) sweepOwner(owner string, names []string) error {
	lock, fate, err := s.fateOf(owner)
	if err != nil {
		return err
	}
	defer lock.Close() // nil is fine, and so is closing twice
	if fate == living {
		return nil
	}
	for _, name := range names {
		if err := s.sweepFile(name, fate); err != nil {
			return err
		}
	}
	if fate != dead {
		return nil
	}
	// The lock goes last, so an interrupted sweep is taken up by the next. It
	// is closed first because Windows removes no open file.
	lock.Close()
	return gone(s.root.Remove(path.Join(tmpDir, owner+lockSuffix)))
}

// fateOf tries the session's lock, and holds it if the session is dead.
func (s *Store) fateOf(owner string) (*os.File, fate, error) {
	lock, err := s.root.OpenFile(path.Join(tmpDir, owner+lockSuffix), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown, nil
	}
	if err != nil {
		return nil, unknown, err
	}
	got, err := lockFile(lock, false)
	switch {
	case err != nil:
		return lock, unknown, nil // no locks here: age decides
	case !got:
		return lock, living, nil
	}
	return lock, dead, nil
}

// sweepFile removes one file of a session that does not live, except a lock
// of the dead, which goes last.
func (s *Store) sweepFile(name string, fate fate) error {
	if fate == dead && strings.HasSuffix(name, lockSuffix) {
		return nil
	}
	name = path.Join(tmpDir, name)
	if fate == unknown {
		info, err := s.root.Lstat(name)
		if err != nil || info.IsDir() || time.Since(info.ModTime()) < abandoned {
			return gone(err)
		}
	}
	return gone(s.root.Remove(name))
}

// gone takes a file that another sweep removed first for removed.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
