package sandbox

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// lockFiles puts the process under a Landlock ruleset (landlock(7)) that
// handles every right this kernel knows and grants none, and gives the version
// of Landlock. 0 and an error: this kernel or this build can't.
//
// The kernel is asked directly: granting nothing needs no library, and the
// library for Go needs another for programs that hold C code, which this
// program does not.
func lockFiles() (version int, err error) {
	v, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0, fmt.Errorf("this kernel has none, or it was not turned on at boot: %w", errno)
	}
	version = int(v)
	attr := everyRight(version)
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if errno != 0 {
		return 0, fmt.Errorf("making a ruleset of version %d: %w", version, errno)
	}
	defer unix.Close(int(fd))
	if version >= 8 {
		return enforced(version, restrictAtOnce(fd))
	}
	return enforced(version, restrictEach(fd))
}

func enforced(version int, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return version, nil
}

// everyRight is the ruleset of a version that leaves nothing unhandled.
func everyRight(version int) unix.LandlockRulesetAttr {
	attr := unix.LandlockRulesetAttr{Handled_access_fs: 1<<13 - 1}
	for _, later := range []struct {
		version         int
		files, net, ipc uint64
	}{
		{2, unix.LANDLOCK_ACCESS_FS_REFER, 0, 0},
		{3, unix.LANDLOCK_ACCESS_FS_TRUNCATE, 0, 0},
		{4, 0, unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP, 0},
		{5, unix.LANDLOCK_ACCESS_FS_IOCTL_DEV, 0, 0},
		{6, 0, 0, unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | signalScope()},
		{9, unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX, 0, 0},
		{10, 0, unix.LANDLOCK_ACCESS_NET_BIND_UDP | unix.LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP, 0},
	} {
		if version >= later.version {
			attr.Handled_access_fs |= later.files
			attr.Handled_access_net |= later.net
			attr.Scoped |= later.ipc
		}
	}
	return attr
}

// signalScope is the right to signal others, where the kernel handles it well:
// before erratum 2 was mended, threads of one process that came under a
// ruleset one by one could not signal each other, which the Go runtime needs.
func signalScope() uint64 {
	errata, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_ERRATA)
	if errno == 0 && errata&(1<<1) != 0 {
		return unix.LANDLOCK_SCOPE_SIGNAL
	}
	return 0
}

// restrictAtOnce has the kernel bring all threads under the ruleset.
func restrictAtOnce(fd uintptr) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up new privileges: %w", err)
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, unix.LANDLOCK_RESTRICT_SELF_TSYNC, 0); errno != 0 {
		return fmt.Errorf("taking the ruleset on: %w", errno)
	}
	return nil
}

// restrictEach has the Go runtime bring every thread under the ruleset, which
// it can only where it has made all threads itself.
func restrictEach(fd uintptr) error {
	_, _, errno := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)
	if errno == syscall.ENOTSUP {
		return errors.New("this program was built with C code and this kernel is older than Landlock 8; build it with CGO_ENABLED=0")
	}
	if errno != 0 {
		return fmt.Errorf("giving up new privileges: %w", errno)
	}
	if _, _, errno := syscall.AllThreadsSyscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errno != 0 {
		return fmt.Errorf("taking the ruleset on: %w", errno)
	}
	return nil
}
