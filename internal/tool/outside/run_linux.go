//go:build linux && (amd64 || arm64)

package outside

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// running is one program within its walls, seen from outside.
type running struct {
	job    Job
	cmd    *exec.Cmd
	given  []*os.File // the other ends are bwrap's; closed here once it has started
	told   *os.File   // what bwrap tells of the set-up and the end
	feeds  []func()   // write documents into pipes that bwrap reads
	cancel context.CancelCauseFunc
	said   words
	most   usage // seen at one time
}

// run puts up the walls, runs the program and finds out how it ended.
func run(ctx context.Context, job Job) (Outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	ctx, stop := context.WithTimeoutCause(ctx, job.Limits.Wall, fmt.Errorf("%w: over %v", ErrTimeout, job.Limits.Wall))
	defer stop()
	r := &running{job: job, cancel: cancel}
	defer r.close()
	if err := r.prepare(ctx); err != nil {
		return Outcome{}, err
	}
	begun := time.Now()
	err := r.watchToTheEnd(ctx)
	outcome := Outcome{Wall: time.Since(begun), CPU: r.most.cpu, Peak: r.most.memory, Said: r.said.String()}
	return outcome, r.autopsy(ctx, err, outcome)
}

// prepare draws up the command without starting it.
func (r *running) prepare(ctx context.Context) error {
	bwrap, err := Locate("bwrap")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrWalls, err)
	}
	prlimit, err := Locate("prlimit")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrWalls, err)
	}
	told, tell, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrWalls, err)
	}
	r.told = told
	args, err := r.walls(r.give(tell))
	if err != nil {
		return err
	}
	args = append(append(args, "--", prlimit), r.limits()...)
	args = append(append(args, "--", r.job.Program), r.job.Args...)
	r.cmd = exec.CommandContext(ctx, bwrap, args...)
	r.cmd.Env, r.cmd.Dir = []string{}, "/"
	r.cmd.ExtraFiles = r.given
	r.cmd.SysProcAttr = attributes()
	r.cmd.Cancel = r.kill
	r.cmd.Stderr = &r.said
	// A descendant that outlives the kill by a moment holds the pipes.
	r.cmd.WaitDelay = 10 * time.Second
	out := &measured{out: r.job.Out, left: r.job.Limits.Output, fail: r.cancel}
	r.cmd.Stdout = out
	if r.job.all {
		r.cmd.Stderr = io.MultiWriter(&r.said, out)
	}
	return nil
}

// give has the file stand open in bwrap, and tells under which number.
func (r *running) give(f *os.File) int {
	r.given = append(r.given, f)
	return 2 + len(r.given)
}

// close gives back what the parent holds. A second close of a file is
// harmless.
func (r *running) close() {
	for _, f := range append(r.given, r.told) {
		if f != nil {
			_ = f.Close()
		}
	}
}

// watchToTheEnd starts the program and gives how bwrap ended.
func (r *running) watchToTheEnd(ctx context.Context) error {
	// The walls end with the thread that put them up: it must live so long.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	shutInherited()
	if err := r.cmd.Start(); err != nil {
		return fmt.Errorf("%w: starting bwrap: %w", ErrWalls, err)
	}
	for _, f := range r.given {
		_ = f.Close()
	}
	var work sync.WaitGroup
	for _, feed := range r.feeds {
		work.Go(feed)
	}
	done := make(chan struct{})
	work.Go(func() { r.watch(done) })
	err := r.cmd.Wait()
	close(done)
	work.Wait()
	return err
}

// kill ends bwrap and, where it is still putting the walls up, what it has
// started so far; later the kernel ends all within the walls with it.
func (r *running) kill() error {
	if r.cmd.Process.Signal(syscall.Signal(0)) == nil {
		_ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL)
	}
	return r.cmd.Process.Kill()
}

// attributes keeps the walls out of the terminal's group. A program that root
// starts is made nobody first: the kernel counts no processes of root.
func attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		a.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	return a
}

// nobody is the overflow user of Linux, who owns no file.
const nobody = 65534

// measured hands on what a program writes, up to a limit.
type measured struct {
	mu   sync.Mutex
	out  io.Writer
	left int64
	fail context.CancelCauseFunc
}

func (m *measured) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left -= int64(len(p)); m.left < 0 {
		m.fail(ErrOutput)
		return 0, ErrOutput
	}
	if m.out == nil {
		return len(p), nil
	}
	n, err := m.out.Write(p)
	if err != nil {
		m.fail(err)
	}
	return n, err
}

// autopsy finds out why a run failed; nil if it did not. err is what waiting
// for bwrap gave.
func (r *running) autopsy(ctx context.Context, err error, o Outcome) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if errors.Is(err, ErrWalls) {
		return err
	}
	told, _ := io.ReadAll(io.LimitReader(r.told, 64<<10))
	if !bytes.Contains(told, []byte(`"exit-code"`)) {
		return fmt.Errorf("%w: %s", ErrWalls, orSilence(o.Said))
	}
	var exit *exec.ExitError
	if err == nil || !errors.As(err, &exit) {
		return err
	}
	return r.judge(exit.ExitCode(), o)
}

// Exit statuses of what the kernel ended.
const (
	killed    = 128 + int(syscall.SIGKILL)
	overCPU   = 128 + int(syscall.SIGXCPU)
	overFSize = 128 + int(syscall.SIGXFSZ)
)

// judge says what the program's exit status means.
func (r *running) judge(code int, o Outcome) error {
	l := r.job.Limits
	switch {
	case code == overCPU, code == killed && o.CPU > l.CPU/4*3:
		return fmt.Errorf("%w: over %v of the processor's time", ErrTimeout, l.CPU)
	case code == overFSize:
		return fmt.Errorf("%w: a file of over %d bytes", ErrOutput, l.Scratch)
	case lackOfMemory(o.Said):
		return fmt.Errorf("%w: %s", ErrMemory, o.Said)
	case code > 128 && o.Peak > l.Memory/4*3:
		return fmt.Errorf("%w: it ended by signal %d when it held %d of %d bytes", ErrMemory, code-128, o.Peak, l.Memory)
	}
	return &Failure{Program: r.job.Program, Code: code, Line: o.Said}
}

func orSilence(line string) string {
	if line == "" {
		return "bwrap said nothing"
	}
	return line
}
