package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// startLimit is how long a child may take to put its walls up and say hello.
const startLimit = 30 * time.Second

// nursery starts children, all from one thread of the operating system that
// lives as long as the pool: Linux ends a child by its parent's death when the
// thread that started it ends (prctl(2), PR_SET_PDEATHSIG), not the process.
type nursery struct {
	starts chan func()
}

func openNursery() *nursery {
	n := &nursery{starts: make(chan func())}
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		for start := range n.starts {
			start()
		}
	}()
	return n
}

func (n *nursery) close() { close(n.starts) }

// bear starts a child and waits for its hello.
func (n *nursery) bear(ctx context.Context, cfg Config) (*child, error) {
	if len(cfg.Command) == 0 {
		return nil, fmt.Errorf("%w: no command is given", ErrStart)
	}
	c, err := n.start(cfg)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStart, err)
	}
	stop := c.watch(ctx, newTurn(), startLimit, cfg.Memory)
	err = c.greet()
	stop()
	if err == nil {
		return c, nil
	}
	why := c.autopsy(err)
	c.bury(nil)
	if cause := context.Cause(ctx); cause != nil && errors.Is(why, cause) {
		return nil, why
	}
	return nil, fmt.Errorf("%w: %w", ErrStart, why)
}

// start makes the pipes and the process.
func (n *nursery) start(cfg Config) (*child, error) {
	jobs, toChild, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer jobs.Close()
	fromChild, answers, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, toChild.Close())
	}
	defer answers.Close()
	c := &child{toChild: toChild, fromChild: fromChild, gone: make(chan struct{})}
	c.in, c.out = bufio.NewWriterSize(toChild, maxChunk), bufio.NewReaderSize(fromChild, maxChunk)
	c.cmd = exec.Command(cfg.Command[0], cfg.Command[1:]...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = jobs, answers, &c.words
	c.cmd.Env = environment(cfg)
	c.cmd.SysProcAttr = attributes()
	c.cmd.WaitDelay = time.Second
	started := make(chan error)
	n.starts <- func() { started <- c.cmd.Start() }
	if err := <-started; err != nil {
		return nil, errors.Join(err, toChild.Close(), fromChild.Close())
	}
	c.meter = openMeter(c.cmd.Process.Pid)
	go c.wait()
	return c, nil
}

// environment is all that a child learns of the parent's: what its Go runtime
// needs to know before main. Confine takes the memory limit from here.
func environment(cfg Config) []string {
	return []string{
		fmt.Sprintf("GOMEMLIMIT=%d", cfg.Memory-cfg.Memory/8),
		"GOMAXPROCS=2",     // a document is read by one goroutine; the other is for the collector and the watch
		"GOTRACEBACK=none", // the last words shall be the reason, not a stack
	}
}

// greet reads the child's hello.
func (c *child) greet() error {
	raw, err := readFrame(c.out, frameHello, maxHeader)
	if err != nil {
		return err
	}
	var hello greeting
	if err := json.Unmarshal(raw, &hello); err != nil {
		return fmt.Errorf("%w: %w", errProtocol, err)
	}
	if hello.Protocol != protocol {
		return fmt.Errorf("%w: it speaks version %d, not %d", errProtocol, hello.Protocol, protocol)
	}
	c.walls = hello.Walls
	return nil
}
