package cli

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sanad/internal/ground/fail"
)

// Files is the files of whoever types the command: those of this machine, or
// those that were sent with a request. A command MUST touch no file but through
// it: what a request names are the sender's files and never the server's.
type Files interface {
	// There tells by an error if nothing is at path.
	There(path string) error
	IsFolder(path string) bool
	Open(path string) (io.ReadCloser, error)
	// Write makes a file that is not there yet, whole or not at all.
	Write(path string, data []byte) error
	// Place is how an answer names the place that path means.
	Place(path string) (string, error)
}

// files gives the files of whoever acts.
func (s *session) files() Files {
	if s.Files != nil {
		return s.Files
	}
	return ownFiles{}
}

// ownFiles is the files of this machine.
type ownFiles struct{}

func (ownFiles) There(path string) error {
	_, err := os.Lstat(path)
	return err
}

func (ownFiles) IsFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (ownFiles) Open(path string) (io.ReadCloser, error) { return os.Open(path) }

func (ownFiles) Write(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fail.New(fail.Usage, "%s is there already", path).Do("name a new file")
	}
	if err != nil {
		return fail.New(fail.Failed, "writing %s: %w", path, err)
	}
	_, err = f.ReadFrom(bytes.NewReader(data))
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fail.New(fail.Failed, "writing %s: %w", path, err), os.Remove(path))
	}
	return nil
}

func (ownFiles) Place(path string) (string, error) { return filepath.Abs(path) }
