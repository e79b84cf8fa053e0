//go:build unix

package app

import (
	"fmt"
	"syscall"
)

// withoutDumps asks the system to write no memory of this process to a disk when
// it dies: at the door it holds what people told a moment ago. One byte is what
// also keeps a program from being called that takes dumps (core(5)).
func withoutDumps() error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &now); err != nil {
		return fmt.Errorf("asking for no dumps of memory: %w", err)
	}
	now.Cur = min(now.Max, 1)
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &now); err != nil {
		return fmt.Errorf("asking for no dumps of memory: %w", err)
	}
	return nil
}
