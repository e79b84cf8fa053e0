package outside

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

// archGuard refuses the x32 calls, which have numbers of their own that the
// list would not meet.
func archGuard() []unix.SockFilter {
	const x32 = 0x40000000
	return []unix.SockFilter{{Code: jumpFrom, K: x32, Jf: 1}, refuse(unix.EPERM)}
}
