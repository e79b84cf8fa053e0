package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"sanad/internal/core/custody"
)

const (
	inMemory  = 8 << 20   // up to here bytes are held in memory
	blockSize = 256 << 10 // is read at a time
)

// spooled is what was read whole and is to be sent under its sum.
type spooled struct {
	sum    custody.Sum
	size   int64
	memory []byte
	file   *os.File // holds all the bytes, when memory could not
}

// spool reads r to its end.
func (s *Store) spool(ctx context.Context, r io.Reader) (*spooled, error) {
	held := &spooled{}
	if err := s.fill(ctx, held, r); err != nil {
		held.drop()
		return nil, err
	}
	return held, nil
}

func (s *Store) fill(ctx context.Context, held *spooled, r io.Reader) error {
	hash, block := sha256.New(), make([]byte, 0, blockSize)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := r.Read(block[:cap(block)])
		hash.Write(block[:n])
		if err := s.hold(held, block[:n]); err != nil {
			return advise("holding bytes until they are sent", err)
		}
		if err == io.EOF { // a wrapped EOF is a failure of the source
			held.sum = custody.Sum(hash.Sum(nil))
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading what is to be kept: %w", err)
		}
	}
}

// hold keeps more bytes, and moves them to a file when they are too many.
func (s *Store) hold(held *spooled, data []byte) error {
	held.size += int64(len(data))
	if held.file == nil && held.size <= inMemory {
		held.memory = append(held.memory, data...)
		return nil
	}
	if held.file == nil {
		err := s.hook.Around("s3: spool", func() (err error) {
			held.file, err = os.CreateTemp(s.spoolDir, "sanad-spool-*")
			if err == nil {
				// Its name goes at once where an open file can do without, so
				// that a killed process leaves no original behind.
				_ = os.Remove(held.file.Name())
			}
			return err
		})
		if err != nil {
			return err
		}
		if _, err := held.file.Write(held.memory); err != nil {
			return err
		}
		held.memory = nil
	}
	_, err := held.file.Write(data)
	return err
}

// reader gives the bytes from the start, as often as it is called.
func (h *spooled) reader() io.Reader {
	if h.file == nil {
		return bytes.NewReader(h.memory)
	}
	return io.NewSectionReader(h.file, 0, h.size)
}

// drop removes the bytes.
func (h *spooled) drop() {
	if h.file != nil {
		_ = errors.Join(h.file.Close(), os.Remove(h.file.Name()))
	}
}
