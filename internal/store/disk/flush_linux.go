package disk

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// reportsWholeSync reports whether syncfs on this folder both writes all and
// tells what it could not write. Linux tells it since 5.8; the file systems
// are named one by one because others (FUSE, network, overlay) may answer
// before the bytes are anywhere safe.
func reportsWholeSync(dir *os.File) bool {
	var name unix.Utsname
	if unix.Uname(&name) != nil || !atLeast(unix.ByteSliceToString(name.Release[:]), 5, 8) {
		return false
	}
	var stat unix.Statfs_t
	if unix.Fstatfs(int(dir.Fd()), &stat) != nil {
		return false
	}
	switch uint32(stat.Type) {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC:
		return true
	}
	return false
}

// atLeast compares the first two numbers of a kernel release such as
// "6.1.0-18-amd64". What cannot be read counts as old.
func atLeast(release string, major, minor int) bool {
	var a, b int
	if n, err := fmt.Sscanf(release, "%d.%d", &a, &b); n != 2 || err != nil {
		return false
	}
	return a > major || a == major && b >= minor
}

func syncWhole(dir *os.File) error {
	for {
		err := unix.Syncfs(int(dir.Fd()))
		if err == nil {
			return nil
		}
		if !errors.Is(err, unix.EINTR) {
			return os.NewSyscallError("syncfs", err)
		}
	}
}

// startWriting asks the kernel to begin writing a part of the file, so that
// the sync at the end of a large file does not wait for all of it. It is a
// hint: an error shows again in that sync.
func startWriting(f *os.File, offset, n int64) {
	_ = unix.SyncFileRange(int(f.Fd()), offset, n, unix.SYNC_FILE_RANGE_WRITE)
}
