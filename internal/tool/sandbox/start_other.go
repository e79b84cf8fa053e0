//go:build !linux

package sandbox

import "syscall"

// attributes asks for nothing: a child whose parent died sees its pipe end, or
// its own watch ends it.
func attributes() *syscall.SysProcAttr { return nil }
