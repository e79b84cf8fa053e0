package sandbox

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

// archAllowed are calls that only this architecture still has.
func archAllowed() []uint32 {
	return []uint32{unix.SYS_ARCH_PRCTL, unix.SYS_EPOLL_WAIT, unix.SYS_POLL, unix.SYS_TIME}
}

// archGuard refuses the x32 calls, which have numbers of their own that the
// list would not meet.
func archGuard() []unix.SockFilter {
	const x32 = 0x40000000
	return []unix.SockFilter{{Code: jumpFrom, K: x32, Jf: 1}, refuse(unix.EPERM)}
}
