package outside

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// archGuard refuses nothing: there is one set of call numbers.
func archGuard() []unix.SockFilter { return nil }
