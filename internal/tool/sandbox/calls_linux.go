//go:build linux && (amd64 || arm64)

package sandbox

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Of seccomp(2), not in x/sys.
const (
	seccompSetModeFilter = 1
	offsetNumber         = 0 // of the system call, in struct seccomp_data
	offsetArch           = 4
	offsetArgs           = 16 // the low half of argument 0 on these little-endian machines
)

// filterCalls has the kernel refuse, in all threads and for good, every system
// call but those that a Go program needs to compute and to use the pipes it
// has. It is the wall against the network and against other processes, which
// Landlock keeps but in part, and a second one around files.
func filterCalls() error {
	prog := program(uint32(os.Getpid()))
	fprog := unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}
	runtime.LockOSThread() // the privileges given up are this thread's
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up new privileges: %w", err)
	}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, seccompSetModeFilter, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&fprog)))
	if errno != 0 {
		return fmt.Errorf("this kernel does not take it: %w", errno)
	}
	if thread != 0 {
		return errors.New("a thread of this process is under another filter")
	}
	return nil
}

// allowed are the calls that act on nothing but the process's own memory,
// threads, clock and open descriptors. archAllowed adds an architecture's.
func allowed() []uint32 {
	return append(archAllowed(),
		// memory
		unix.SYS_BRK, unix.SYS_MADVISE, unix.SYS_MINCORE, unix.SYS_MMAP, unix.SYS_MPROTECT, unix.SYS_MREMAP, unix.SYS_MUNMAP,
		// threads
		unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_FUTEX, unix.SYS_GETTID, unix.SYS_MEMBARRIER, unix.SYS_RSEQ,
		unix.SYS_SCHED_GETAFFINITY, unix.SYS_SCHED_YIELD, unix.SYS_SET_ROBUST_LIST,
		// signals to itself, and what it does on them
		unix.SYS_RESTART_SYSCALL, unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
		// clock and chance
		unix.SYS_CLOCK_GETRES, unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_GETRANDOM, unix.SYS_GETTIMEOFDAY, unix.SYS_NANOSLEEP,
		// descriptors that are open; none can be opened but a pipe to itself
		unix.SYS_CLOSE, unix.SYS_DUP, unix.SYS_DUP3, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT,
		unix.SYS_EVENTFD2, unix.SYS_FSTAT, unix.SYS_LSEEK, unix.SYS_PIPE2, unix.SYS_PPOLL, unix.SYS_PREAD64, unix.SYS_READ,
		unix.SYS_READV, unix.SYS_WRITE, unix.SYS_WRITEV,
		// who it is
		unix.SYS_GETEGID, unix.SYS_GETEUID, unix.SYS_GETGID, unix.SYS_GETPID, unix.SYS_GETPPID, unix.SYS_GETUID, unix.SYS_UNAME,
	)
}

// program is the filter in the language of the kernel (Documentation/
// userspace-api/seccomp_filter.rst). What it does not allow fails with EPERM,
// as a file without permission would, so that a Reader can go on.
func program(pid uint32) []unix.SockFilter {
	const allow, kill = unix.SECCOMP_RET_ALLOW, unix.SECCOMP_RET_KILL_PROCESS
	prog := append([]unix.SockFilter{load(offsetArch), {Code: jumpEqual, K: auditArch, Jt: 1}, answer(kill), load(offsetNumber)}, archGuard()...)
	for _, nr := range allowed() {
		prog = append(prog, unix.SockFilter{Code: jumpEqual, K: nr, Jf: 1}, answer(allow))
	}
	// clone3 hides its flags from a filter; to be told that there is none,
	// the C library falls back to clone.
	prog = append(prog, unix.SockFilter{Code: jumpEqual, K: unix.SYS_CLONE3, Jf: 1}, refuse(unix.ENOSYS))
	prog = append(prog, when(unix.SYS_CLONE, 0, unix.SockFilter{Code: jumpSet, K: unix.CLONE_THREAD})...)
	prog = append(prog, when(unix.SYS_TGKILL, 0, unix.SockFilter{Code: jumpEqual, K: pid})...)
	for _, command := range []uint32{unix.F_DUPFD, unix.F_DUPFD_CLOEXEC, unix.F_GETFD, unix.F_SETFD, unix.F_GETFL, unix.F_SETFL} {
		prog = append(prog, when(unix.SYS_FCNTL, 1, unix.SockFilter{Code: jumpEqual, K: command})...)
	}
	return append(prog, refuse(unix.EPERM))
}

const (
	jumpEqual = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	jumpSet   = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
	jumpFrom  = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
)

func load(offset uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
}

func answer(action uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action}
}

func refuse(errno unix.Errno) unix.SockFilter {
	return answer(unix.SECCOMP_RET_ERRNO | uint32(errno))
}

// when allows call nr if test holds for the low half of its argument, and
// leaves the number loaded for what follows.
func when(nr uint32, argument uint32, test unix.SockFilter) []unix.SockFilter {
	test.Jt, test.Jf = 0, 1
	return []unix.SockFilter{
		{Code: jumpEqual, K: nr, Jf: 4},
		load(offsetArgs + 8*argument),
		test,
		answer(unix.SECCOMP_RET_ALLOW),
		load(offsetNumber),
	}
}
