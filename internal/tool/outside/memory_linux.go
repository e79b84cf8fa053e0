//go:build linux && (amd64 || arm64)

package outside

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"sanad/internal/format/content"
)

// inMemory gives a file that has no place on any disk and that nobody can
// change any more, open at its beginning.
func inMemory(name string, data []byte) (*os.File, error) {
	return sealed(name, int64(len(data)), func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
}

// ends gives a file in memory that has the size of src and keep bytes of each
// of its ends, with nothing between.
func ends(src content.Source, keep int64) (*os.File, error) {
	return sealed("document", src.Size, func(f *os.File) error {
		for _, from := range []int64{0, src.Size - keep} {
			if _, err := io.Copy(io.NewOffsetWriter(f, from), io.NewSectionReader(src, from, keep)); err != nil {
				return fmt.Errorf("fetching the document: %w", err)
			}
		}
		return nil
	})
}

func sealed(name string, size int64, fill func(*os.File) error) (*os.File, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, fmt.Errorf("%w: making a file in memory: %w", ErrWalls, err)
	}
	f := os.NewFile(uintptr(fd), name)
	err = f.Truncate(size)
	if err == nil {
		err = fill(f)
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = unix.FcntlInt(f.Fd(), unix.F_ADD_SEALS, unix.F_SEAL_WRITE|unix.F_SEAL_GROW|unix.F_SEAL_SHRINK|unix.F_SEAL_SEAL)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
