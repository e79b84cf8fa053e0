package sandbox

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// secret is in a file that whoever started the parent left open.
const secret = "not for documents"

// systemAttempts go around the standard library.
func systemAttempts() map[string]func(Job) error {
	return map[string]func(Job) error{
		"signal another process": func(j Job) error {
			pid, err := strconv.Atoi(string(j.Options))
			if err != nil {
				return err
			}
			return unix.Kill(pid, unix.SIGCONT)
		},
		"signal the parent":         func(Job) error { return unix.Tgkill(unix.Getppid(), unix.Getppid(), 0) },
		"read a stray descriptor":   readStray,
		"change a file's mode":      func(j Job) error { return unix.Chmod(j.Name, 0o700) },
		"look whether a file is":    func(Job) error { _, err := os.Stat("/etc/passwd"); return err },
		"go to another folder":      func(Job) error { return unix.Chdir("/") },
		"make a socket pair":        func(Job) error { return socketPair() },
		"make a file in memory":     func(Job) error { return closing(unix.MemfdCreate("x", 0)) },
		"watch its own descriptors": func(Job) error { _, err := unix.FcntlInt(2, unix.F_SETOWN, unix.Getppid()); return err },
		"raise a limit":             func(Job) error { return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Max: 1 << 30}) },
		"split off a process":       split,
		"load another filter": func(Job) error {
			return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
		},
	}
}

func closing(fd int, err error) error {
	if err == nil {
		err = unix.Close(fd)
	}
	return err
}

func socketPair() error {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	return closing(fds[0], unix.Close(fds[1]))
}

// split forks without executing; the copy ends at once and is not waited for,
// since waiting may be refused where splitting is not.
func split(Job) error {
	pid, _, errno := unix.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if pid == 0 {
		unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
	return nil
}

func readStray(Job) error {
	got := make([]byte, len(secret))
	for fd := 3; fd < 64; fd++ {
		if n, _ := unix.Pread(fd, got, 0); string(got[:max(n, 0)]) == secret {
			return nil
		}
	}
	return fmt.Errorf("no such descriptor: %w", os.ErrPermission)
}

// leak opens a file so that children inherit it.
func leak(t *testing.T, path string) *os.File {
	if err := os.WriteFile(path, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETFD, 0); err != nil {
		t.Fatal(err)
	}
	return f
}

// beParent has a child go round in a loop, and says which.
func beParent() error {
	p := New(Config{Command: []string{"/proc/self/exe", "confined"}, Workers: 1})
	pid, err := told(context.Background(), p, Job{Reader: "pid"})
	if err != nil {
		return err
	}
	fmt.Printf("%s\n", pid)
	_, err = told(context.Background(), p, Job{Reader: "loop"})
	return err
}

func TestNoChildOutlivesItsParent(t *testing.T) {
	parent := exec.Command("/proc/self/exe", "parent")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	status := "/proc/" + strings.TrimSpace(pid) + "/status"
	for range 1000 {
		text, err := os.ReadFile(status)
		if os.IsNotExist(err) || strings.Contains(string(text), "State:\tZ") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the child runs on without a parent")
}

func TestEveryThreadIsBehindTheWalls(t *testing.T) {
	p := open(t, "confined", Config{Workers: 1})
	if _, err := told(context.Background(), p, Job{Reader: "busy"}); err != nil {
		t.Fatal(err)
	}
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", p.idle[0].cmd.Process.Pid))
	if err != nil || len(threads) < 3 {
		t.Fatalf("%d threads: %v", len(threads), err)
	}
	for _, status := range threads {
		text, err := os.ReadFile(status)
		if err != nil {
			continue // it has ended
		}
		for _, want := range []string{"\nNoNewPrivs:\t1\n", "\nSeccomp:\t2\n"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s does not say %q", status, want)
			}
		}
	}
}

func TestEveryLandlockRightOfAVersionIsHandled(t *testing.T) {
	for version, want := range map[int][3]uint64{
		1: {1<<13 - 1, 0, 0}, 2: {1<<14 - 1, 0, 0}, 3: {1<<15 - 1, 0, 0}, 4: {1<<15 - 1, 3, 0}, 5: {1<<16 - 1, 3, 0},
		8: {1<<16 - 1, 3, 3}, 9: {1<<17 - 1, 3, 3}, 10: {1<<17 - 1, 15, 3}, 11: {1<<17 - 1, 15, 3},
	} {
		attr := everyRight(version)
		attr.Scoped |= want[2] & unix.LANDLOCK_SCOPE_SIGNAL // depends on the kernel
		if got := [3]uint64{attr.Handled_access_fs, attr.Handled_access_net, attr.Scoped}; got != want {
			t.Errorf("version %d handles %x, want %x", version, got, want)
		}
	}
}
