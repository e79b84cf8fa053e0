package sandbox

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// archAllowed are calls that only this architecture has: none.
func archAllowed() []uint32 { return nil }

// archGuard refuses nothing: there is one set of call numbers.
func archGuard() []unix.SockFilter { return nil }
