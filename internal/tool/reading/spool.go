package reading

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// spoolMemory is how large a document may be to be held in memory while it is
// read; a larger one is held in a file that has no name.
const spoolMemory = 16 << 20

// spool is a document that was read to its end, and so checked against its
// SHA-256, before anything of it is looked at: a store that gives other bytes
// the second time can't mislead a reader.
type spool struct {
	io.ReaderAt
	size int64
	file *os.File
}

// newSpool reads data to its end. dir is where a large document goes, "" for
// the system's own place; the file is removed before it is written, so that no
// crash leaves it.
func newSpool(data io.Reader, dir string) (*spool, error) {
	head, err := io.ReadAll(io.LimitReader(data, spoolMemory+1))
	if err != nil {
		return nil, err
	}
	if len(head) <= spoolMemory {
		return &spool{ReaderAt: bytes.NewReader(head), size: int64(len(head))}, nil
	}
	file, err := os.CreateTemp(dir, "sanad-reading-*")
	if err != nil {
		return nil, fmt.Errorf("making room for a large document: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("making room for a large document: %w", err), file.Close())
	}
	n, err := io.Copy(file, io.MultiReader(bytes.NewReader(head), data))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &spool{ReaderAt: file, size: n, file: file}, nil
}

// close gives the room back.
func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
