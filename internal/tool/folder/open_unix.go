//go:build unix

package folder

import (
	"os"

	"golang.org/x/sys/unix"
)

// openPlain opens a file without following a symbolic link put in its place,
// and without waiting for a pipe put in its place to be written to.
func openPlain(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
}
