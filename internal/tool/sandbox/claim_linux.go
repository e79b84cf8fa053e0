package sandbox

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// claim moves the pipes to descriptors that nobody else knows, and leaves in
// their place a pipe that is at its end and standard error.
func claim(in, out *os.File) (*os.File, *os.File, error) {
	nothing, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	defer nothing.Close()
	if err := w.Close(); err != nil {
		return nil, nil, err
	}
	movedIn, err := move(in, nothing)
	if err != nil {
		return nil, nil, err
	}
	movedOut, err := move(out, os.Stderr)
	return movedIn, movedOut, err
}

// move gives file a new descriptor and puts instead in the place of the old.
func move(file, instead *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, fmt.Errorf("moving %s: %w", file.Name(), err)
	}
	if err := unix.Dup3(int(instead.Fd()), int(file.Fd()), 0); err != nil {
		return nil, fmt.Errorf("replacing %s: %w", file.Name(), err)
	}
	return os.NewFile(uintptr(fd), file.Name()), nil
}
