//go:build linux && (amd64 || arm64)

package outside

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// walls gives bwrap's arguments, bwrap(1). tell is the descriptor by which it
// tells that the walls stood and how the program ended.
func (r *running) walls(tell int) ([]string, error) {
	filter, err := inMemory("filter", filterCalls())
	if err != nil {
		return nil, err
	}
	args := []string{
		"--unshare-user", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
		"--uid", strconv.Itoa(nobody), "--gid", strconv.Itoa(nobody), "--hostname", "walls",
		"--json-status-fd", strconv.Itoa(tell), "--seccomp", strconv.Itoa(r.give(filter)),
	}
	args = append(args, system()...)
	for _, path := range append([]string{"/etc/alternatives", "/etc/ld.so.cache"}, r.job.Show...) {
		args = append(args, "--ro-bind-try", path, path)
	}
	args = append(args, "--proc", "/proc", "--dev", "/dev", "--size", strconv.FormatInt(r.job.Limits.Scratch, 10), "--tmpfs", Scratch)
	given, err := r.documents()
	if err != nil {
		return nil, err
	}
	args = append(args, given...)
	// What bwrap itself keeps in memory has no size: nothing may be added.
	args = append(args, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", Scratch)
	return append(args, r.environment()...), nil
}

// system shows the system's programs and their libraries, wherever this
// distribution keeps them.
func system() []string {
	args := []string{"--ro-bind", "/usr", "/usr"}
	for _, dir := range []string{"/bin", "/sbin", "/lib", "/lib32", "/lib64"} {
		if target, err := os.Readlink(dir); err == nil {
			args = append(args, "--symlink", target, dir)
		} else if info, err := os.Stat(dir); err == nil && info.IsDir() {
			args = append(args, "--ro-bind", dir, dir)
		}
	}
	return args
}

func (r *running) environment() []string {
	args := []string{"--clearenv"}
	for name, value := range map[string]string{"PATH": "/usr/local/bin:/usr/bin", "HOME": Scratch, "TMPDIR": Scratch, "LANG": "C.UTF-8"} {
		args = append(args, "--setenv", name, value)
	}
	for name, value := range r.job.Env {
		args = append(args, "--setenv", name, value)
	}
	return args
}

// documents gives the arguments that show the document and the secret.
func (r *running) documents() ([]string, error) {
	var args []string
	if r.job.Secret != "" {
		fd, err := r.pour(strings.NewReader(r.job.Secret))
		if err != nil {
			return nil, err
		}
		args = append(args, "--ro-bind-data", strconv.Itoa(fd), Secret)
	}
	src := r.job.Document
	if src.ReaderAt == nil {
		return args, nil
	}
	if name := r.job.Name; name == "" || name != filepath.Base(name) || Path(name) == Secret {
		return nil, fmt.Errorf("showing the document: %q is no name for it", name)
	}
	if r.job.Ends > 0 && src.Size > 2*r.job.Ends {
		file, err := ends(src, r.job.Ends)
		if err != nil {
			return nil, err
		}
		return append(args, "--symlink", fmt.Sprintf("/proc/self/fd/%d", r.give(file)), Path(r.job.Name)), nil
	}
	fd, err := r.pour(src.Stream())
	if err != nil {
		return nil, err
	}
	return append(args, "--ro-bind-data", strconv.Itoa(fd), Path(r.job.Name)), nil
}

// pour has all of from written into a pipe once bwrap runs, which keeps it in
// memory; an error of from ends the run.
func (r *running) pour(from io.Reader) (int, error) {
	out, in, err := os.Pipe()
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrWalls, err)
	}
	r.feeds = append(r.feeds, func() {
		_, err := io.Copy(in, from)
		// A pipe that bwrap left is its own matter, told by its end.
		if err != nil && !errors.Is(err, unix.EPIPE) {
			r.cancel(fmt.Errorf("fetching the document: %w", err))
		}
		_ = in.Close()
	})
	return r.give(out), nil
}

// limits are the arguments of prlimit(1), which sets them within the walls, so
// that processes are counted there alone.
func (r *running) limits() []string {
	l := r.job.Limits
	seconds := max(int64(l.CPU.Seconds()+0.999), 1)
	args := []string{
		fmt.Sprintf("--data=%d", l.Memory), fmt.Sprintf("--fsize=%d", l.Scratch),
		fmt.Sprintf("--cpu=%d:%d", seconds, seconds+1), "--core=0", "--nofile=256",
	}
	if countsApart() {
		args = append(args, fmt.Sprintf("--nproc=%d", l.Processes+2)) // and bwrap, and prlimit
	}
	return args
}

// countsApart reports whether the kernel counts the processes within walls
// apart from others of the same user, as it does from 5.14. On an older one
// only their memory and time are limited.
func countsApart() bool {
	var name unix.Utsname
	if unix.Uname(&name) != nil {
		return false
	}
	var major, minor int
	if _, err := fmt.Sscanf(unix.ByteSliceToString(name.Release[:]), "%d.%d", &major, &minor); err != nil {
		return false
	}
	return major > 5 || major == 5 && minor >= 14
}

// shutInherited marks every descriptor of this process to be closed in
// programs it starts. Go does so with its own; one that this process was
// started with would be open within the walls.
func shutInherited() {
	dir, err := os.Open("/proc/self/fd")
	if err != nil {
		return
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	for _, name := range names {
		if fd, err := strconv.Atoi(name); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}
