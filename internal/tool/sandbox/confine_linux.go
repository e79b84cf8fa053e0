package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"

	"golang.org/x/sys/unix"
)

// Confine gives up, for good and for the whole process, every right that
// reading a document does not need, and tries whether they are gone. Call it
// first thing in a process that a Pool started: it keeps only what was opened
// by this process itself and standard input, output and error.
//
// A wall that this kernel can't put up is told in Walls and no error; an error
// means that a wall was put up and does not stand.
func Confine() (Walls, error) {
	w := Walls{System: runtime.GOOS + "/" + runtime.GOARCH}
	try := func(what string, err error) bool {
		if err != nil {
			w.Missing = append(w.Missing, fmt.Sprintf("%s: %v", what, err))
		}
		return err == nil
	}
	debug.SetMaxStack(maxStack)
	try("letting this process go first when memory is short", os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0))
	try("closing inherited files", closeInherited())
	limit, err := limitMemory()
	if try("limiting memory", err) {
		w.Memory = limit
	}
	try("limiting files and core dumps", limitRest())
	try("hiding this process's memory from others", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0))
	w.Landlock, err = lockFiles()
	try("Landlock", err)
	w.Calls = try("the system call filter", filterCalls())
	os.Clearenv()
	return tried(w)
}

// maxStack is how much stack a goroutine may take, in bytes: recursion without
// end is then named as such, before it counts as a lack of memory.
const maxStack = 64 << 20

// tried fills in what is really refused.
func tried(w Walls) (Walls, error) {
	_, err := os.Open("/")
	w.Files = errors.Is(err, fs.ErrPermission)
	w.Network = noSocket(unix.AF_INET, unix.SOCK_DGRAM) && noSocket(unix.AF_INET, unix.SOCK_STREAM) &&
		noSocket(unix.AF_INET6, unix.SOCK_STREAM) && noSocket(unix.AF_UNIX, unix.SOCK_STREAM) && noSocket(unix.AF_NETLINK, unix.SOCK_RAW)
	w.Processes = noProcess(w)
	if w.Calls && !w.Whole() || w.Landlock > 0 && !w.Files {
		return w, fmt.Errorf("the sandbox has a hole: files %v, network %v, processes %v", w.Files, w.Network, w.Processes)
	}
	return w, nil
}

// noSocket reports that the process can't make a socket of this kind at all.
// Landlock alone lets it make one and refuses some uses.
func noSocket(family, kind int) bool {
	fd, err := unix.Socket(family, kind, 0)
	if err == nil {
		_ = unix.Close(fd)
	}
	return errors.Is(err, unix.EPERM)
}

// noProcess reports that the process can neither signal its parent nor execute
// a program. Executing is tried with an address that holds no name, lest a
// missing wall start something; Landlock looks at the file and can't be tried
// so, but it has refused to open files by the same rule.
func noProcess(w Walls) bool {
	if !errors.Is(unix.Kill(unix.Getppid(), 0), unix.EPERM) {
		return false
	}
	_, _, errno := unix.RawSyscall(unix.SYS_EXECVE, 0, 0, 0)
	return errno == unix.EPERM || w.Landlock > 0 && w.Files
}

// limitMemory has the kernel refuse more private memory than the limit of the
// Go runtime (GOMEMLIMIT) and a third on top of what the program has mapped
// already: the collector gets its chance first, then the parent's watch, and a
// bomb that outruns both meets this. RLIMIT_AS would not do, since the runtime
// reserves far more addresses than it uses.
func limitMemory() (int64, error) {
	soft := debug.SetMemoryLimit(-1)
	if soft == math.MaxInt64 {
		return 0, errors.New("the parent has set none")
	}
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	more := soft + soft/3
	return more, lower(unix.RLIMIT_DATA, uint64(statmField(statm, 5)+more))
}

// limitRest: no core (it would hold the document), no byte into any file, few
// descriptors. RLIMIT_NPROC would count threads, which the runtime needs, over
// all processes of the user: the system call filter refuses processes instead.
func limitRest() error {
	return errors.Join(lower(unix.RLIMIT_CORE, 0), lower(unix.RLIMIT_FSIZE, 0), lower(unix.RLIMIT_NOFILE, 64))
}

// lower sets both limits of a resource; the hard one can't be raised again.
func lower(resource int, to uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(resource, &now); err != nil {
		return err
	}
	to = min(to, now.Max)
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: to, Max: to})
}

// closeInherited closes what whoever started the parent left open: the parent
// marks its own files to be closed at exec, and so does the runtime here, so
// that an unmarked one beyond standard error is a stranger's.
func closeInherited() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		fd, err := strconv.Atoi(entry.Name())
		if err != nil || fd <= 2 {
			continue
		}
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		if err == nil && flags&unix.FD_CLOEXEC == 0 {
			_ = unix.Close(fd)
		}
	}
	return nil
}
