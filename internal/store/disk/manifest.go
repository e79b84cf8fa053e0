package disk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"sanad/internal/core/custody"
)

const manifestName = "manifest-sha256.txt"

// manifestDir gives the folder of an accession. Only letters, digits and ._-
// make a name, so that no identifier can lead out of the folder.
func manifestDir(accession string) (string, error) {
	if accession == "" || len(accession) > 128 || accession[0] == '.' || accession[len(accession)-1] == '.' {
		return "", fmt.Errorf("%q cannot name an accession: want 1 to 128 characters, no dot first or last", accession)
	}
	for _, c := range accession {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", c) {
			return "", fmt.Errorf("%q cannot name an accession: %q is no letter, digit, dot, underscore or hyphen", accession, c)
		}
	}
	return path.Join(accessionsDir, accession), nil
}

// WriteManifest implements flow.Manifests. It is durable when it returns.
func (s *Store) WriteManifest(ctx context.Context, accession string, write func(io.Writer) error) error {
	dir, err := manifestDir(accession)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.replaceManifest(dir, write); err != nil {
		return advise("writing the manifest of "+accession, err)
	}
	return nil
}

func (s *Store) replaceManifest(dir string, write func(io.Writer) error) error {
	f, temp, err := s.session.create(0o644)
	if err != nil {
		return err
	}
	err = s.hook.Around("disk: manifest write", func() error { return writeSynced(f, write) })
	if err == nil {
		err = s.makeAccession(dir)
	}
	if err == nil {
		err = s.hook.Around("disk: manifest rename", func() error {
			return s.root.Rename(temp, path.Join(dir, manifestName))
		})
	}
	if err != nil {
		s.session.discard(f, temp)
		return err
	}
	return s.hook.Around("disk: manifest sync", func() error { return s.flush.folder(dir) })
}

// makeAccession makes the folder dir and its name durable. An older folder is
// synced again, because the session that made it may have been cut off.
func (s *Store) makeAccession(dir string) error {
	err := s.hook.Around("disk: mkdir", func() error { return s.root.Mkdir(dir, 0o755) })
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return s.flush.folder(accessionsDir)
}

// writeSynced fills f, syncs and closes it.
func writeSynced(f *os.File, write func(io.Writer) error) error {
	buffered := bufio.NewWriterSize(f, 64<<10)
	err := write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// ReadManifest implements flow.Manifests.
func (s *Store) ReadManifest(ctx context.Context, accession string) (io.ReadCloser, error) {
	dir, err := manifestDir(accession)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := s.root.Open(path.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the accession %s has no manifest: %w", accession, custody.ErrNotKept)
	}
	if err != nil {
		return nil, advise("reading the manifest of "+accession, err)
	}
	return f, nil
}
