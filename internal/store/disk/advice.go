package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// advise says what was being done and, for the failures an operator can end,
// how. The cause stays: errors.Is finds ENOSPC, EROFS, EACCES and the others.
func advise(doing string, err error) error {
	if err == nil {
		return nil
	}
	if help := remedy(err); help != "" {
		return fmt.Errorf("%s: %w (%s)", doing, err, help)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func remedy(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full: free space or move the archive to a larger disk, then repeat the command"
	case errors.Is(err, syscall.EDQUOT):
		return "the quota is used up: raise it or free space, then repeat the command"
	case errors.Is(err, syscall.EROFS):
		return "the file system is mounted read-only: a failing disk often is, so read the system log before mounting it writable"
	case errors.Is(err, syscall.EIO):
		return "the disk failed: stop writing to it, copy what can be read, and check the copy with sanad verify"
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "too many files are open: raise the limit (ulimit -n) or run fewer workers"
	case errors.Is(err, fs.ErrPermission):
		return "the user that runs sanad has no right to this: check owner and mode with ls -l"
	}
	return ""
}
