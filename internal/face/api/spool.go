package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"sanad/internal/ground/fail"
)

// maxSpooled is the most bytes that are kept of an answer.
const maxSpooled = 8 << 30

// spool keeps what a command prints until the command has ended: a short answer
// in memory, a long one in the folder. A command that shows reads the archive
// within one transaction, and an asker who reads slowly must not hold that open.
type spool struct {
	folder string
	short  []byte
	long   *os.File
	size   int64
}

func (s *spool) Write(data []byte) (n int, err error) {
	if s.size += int64(len(data)); s.size > maxSpooled {
		return 0, fail.New(fail.Usage, "the answer has more than %d bytes", int64(maxSpooled)).Do("ask for a part of it")
	}
	if s.long == nil && s.size <= keptBack {
		s.short = append(s.short, data...)
		return len(data), nil
	}
	if s.long == nil {
		if s.long, err = os.CreateTemp(s.folder, "answer-"); err != nil {
			return 0, fmt.Errorf("making room for an answer: %w", err)
		}
		if _, err := s.long.Write(s.short); err != nil {
			return 0, fmt.Errorf("keeping an answer: %w", err)
		}
	}
	return s.long.Write(data)
}

// sendTo writes what was kept, and keeps it no longer.
func (s *spool) sendTo(w io.Writer) error {
	if s.long == nil {
		_, err := io.Copy(w, bytes.NewReader(s.short))
		return err
	}
	_, err := s.long.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(w, s.long)
	}
	return errors.Join(err, s.drop())
}

// drop forgets what was kept.
func (s *spool) drop() error {
	if s.long == nil {
		return nil
	}
	return errors.Join(s.long.Close(), os.Remove(s.long.Name()))
}
