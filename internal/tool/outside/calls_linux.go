//go:build linux && (amd64 || arm64)

package outside

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// Offsets in struct seccomp_data (Documentation/userspace-api/
// seccomp_filter.rst).
const (
	offsetNumber = 0
	offsetArch   = 4
	offsetArgs   = 16 // the low half of argument 0 on these little-endian machines
)

const (
	jumpEqual = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	jumpSet   = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
	jumpFrom  = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
)

// refused are the calls that attack a kernel rather than read a document. The
// programs are many and change, so that what they need can't be listed; what
// they don't need can.
func refused() []uint32 {
	return []uint32{
		// other processes, the kernel's keys and its own programs
		unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_KCMP, unix.SYS_PIDFD_GETFD,
		unix.SYS_ADD_KEY, unix.SYS_KEYCTL, unix.SYS_REQUEST_KEY,
		unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD,
		unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
		// mounts and namespaces
		unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_UNSHARE, unix.SYS_SETNS,
		unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_OPEN_TREE, unix.SYS_MOVE_MOUNT, unix.SYS_MOUNT_SETATTR,
		unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT,
		// the machine
		unix.SYS_ACCT, unix.SYS_DELETE_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_INIT_MODULE, unix.SYS_KEXEC_LOAD,
		unix.SYS_QUOTACTL, unix.SYS_REBOOT, unix.SYS_SWAPOFF, unix.SYS_SWAPON, unix.SYS_SYSLOG,
	}
}

// absent are calls that programs do without when they are told that this
// kernel has none: clone3 hides its flags from a filter, and the others take
// memory that no limit counts.
func absent() []uint32 {
	return []uint32{unix.SYS_CLONE3, unix.SYS_MEMFD_CREATE, unix.SYS_MEMFD_SECRET, unix.SYS_SHMGET}
}

// newSpaces are the flags of clone(2) that make namespaces: a second user
// namespace would give back the rights that were dropped.
const newSpaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET |
	unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP

// filterCalls is the filter, in the form that bwrap reads.
func filterCalls() []byte {
	program := append([]unix.SockFilter{load(offsetArch), {Code: jumpEqual, K: auditArch, Jt: 1}, answer(unix.SECCOMP_RET_KILL_PROCESS), load(offsetNumber)}, archGuard()...)
	for _, nr := range refused() {
		program = append(program, unix.SockFilter{Code: jumpEqual, K: nr, Jf: 1}, refuse(unix.EPERM))
	}
	for _, nr := range absent() {
		program = append(program, unix.SockFilter{Code: jumpEqual, K: nr, Jf: 1}, refuse(unix.ENOSYS))
	}
	// Sockets between the processes within only: the namespace of the network
	// does not keep apart every family there is.
	program = append(program, only(unix.SYS_SOCKET, unix.SockFilter{Code: jumpEqual, K: unix.AF_UNIX, Jf: 1})...)
	program = append(program, only(unix.SYS_CLONE, unix.SockFilter{Code: jumpSet, K: newSpaces, Jt: 1})...)
	program = append(program, answer(unix.SECCOMP_RET_ALLOW))
	var out bytes.Buffer
	for _, f := range program {
		// Writing to a bytes.Buffer can't fail.
		_ = binary.Write(&out, binary.NativeEndian, f)
	}
	return out.Bytes()
}

func load(offset uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
}

func answer(action uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action}
}

func refuse(errno unix.Errno) unix.SockFilter {
	return answer(unix.SECCOMP_RET_ERRNO | uint32(errno))
}

// only allows call nr where the test of its first argument does not jump, and
// refuses it where it does.
func only(nr uint32, test unix.SockFilter) []unix.SockFilter {
	return []unix.SockFilter{
		{Code: jumpEqual, K: nr, Jf: 4},
		load(offsetArgs),
		test,
		answer(unix.SECCOMP_RET_ALLOW),
		refuse(unix.EPERM),
	}
}
