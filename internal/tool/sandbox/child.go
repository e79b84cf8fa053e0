package sandbox

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"
)

// child is the parent's end of one child process.
type child struct {
	cmd                *exec.Cmd
	toChild, fromChild *os.File
	in                 *bufio.Writer // to toChild
	out                *bufio.Reader // from fromChild
	words              words
	meter              meter
	block              []byte // what is being handed to it
	walls              Walls
	served             int
	busy               bool          // at a job whose end it has not told
	gone               chan struct{} // closed when the process has ended
	exit               error         // how; valid once gone

	mu    sync.Mutex
	cause error // why it was killed by us, nil if it was not
}

// wait sees the process end.
func (c *child) wait() {
	c.exit = c.cmd.Wait()
	close(c.gone)
}

// alive tells a child that may have another job.
func (c *child) alive() bool {
	select {
	case <-c.gone:
		return false
	default:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cause == nil
}

// kill ends the process. The first cause stays.
func (c *child) kill(cause error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cause == nil {
		c.cause = cause
	}
	// The only error is that the process has ended already.
	_ = c.cmd.Process.Kill()
}

// bury ends the process and gives back all that it held.
func (c *child) bury(cause error) {
	c.kill(cause)
	<-c.gone
	c.meter.close()
	_, _ = c.toChild.Close(), c.fromChild.Close()
}

// resident is how many bytes of memory the child holds, 0 where unknown.
func (c *child) resident() int64 { return c.meter.resident() }

// autopsy ends a child that did not answer, and says why it did not. err is
// what the parent met at the pipes.
func (c *child) autopsy(err error) error {
	switch {
	case errors.Is(err, ErrResult), errors.Is(err, ErrTimeout):
		c.kill(err)
	case errors.Is(err, errProtocol):
		c.kill(fmt.Errorf("%w: %w", ErrCrashed, err))
	}
	// A closed pipe comes just before the end: its own end tells more than a
	// kill would. One that closes its pipe and lives on is killed.
	select {
	case <-c.gone:
	case <-time.After(time.Second):
		c.kill(fmt.Errorf("%w: it closed its pipes", ErrCrashed))
		<-c.gone
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	line := c.words.String()
	switch {
	case c.cause != nil:
		return c.cause
	case lackOfMemory(line):
		return fmt.Errorf("%w: %s", ErrMemory, line)
	case line == "":
		line = "it said nothing"
	}
	return fmt.Errorf("%w: %s (%v)", ErrCrashed, line, c.cmd.ProcessState)
}
