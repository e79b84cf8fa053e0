package sandbox

import "syscall"

// attributes makes a child end with the thread that started it, and keeps it
// out of the terminal's group, so that Ctrl-C is the parent's to answer.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
