package sandbox

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	walls              Walls
	served             int
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

// run has the child read one document.
func (c *child) run(ctx context.Context, cfg Config, number uint64, job Job) ([]byte, error) {
	raw, err := json.Marshal(header{Number: number, Reader: job.Reader, Name: job.Name, Options: job.Options, Wall: int64(cfg.Wall)})
	if err != nil {
		return nil, fmt.Errorf("writing the job: %w", err)
	}
	if len(raw) > maxHeader {
		return nil, fmt.Errorf("writing the job: its name and options take %d bytes, over %d", len(raw), maxHeader)
	}
	c.served++
	c.words.forget()
	turn := newTurn()
	stop := c.watch(ctx, turn, cfg.Wall, cfg.Memory)
	source, err := c.hand(turn, raw, job.Data)
	var result []byte
	if err == nil {
		result, err = c.answer(number, cfg.Result)
	}
	stop()
	var failure *Failure
	if err != nil && !errors.As(err, &failure) {
		return nil, c.autopsy(err)
	}
	if source != nil {
		return nil, fmt.Errorf("fetching the document for the sandbox: %w", source)
	}
	if failure != nil {
		failure.Reader = job.Reader
	}
	return result, err
}

// hand writes a job and its document to the child. source is an error of the
// document's own, which leaves the child fit for use.
func (c *child) hand(turn *turn, raw []byte, data io.Reader) (source, err error) {
	if err := writeFrame(c.in, frameJob, raw); err != nil {
		return nil, err
	}
	last := byte(frameEnd)
	chunk := make([]byte, maxChunk)
	for data != nil && source == nil {
		turn.pause()
		n, failed := data.Read(chunk)
		turn.resume()
		if n > 0 {
			if err := writeFrame(c.in, frameChunk, chunk[:n]); err != nil {
				return source, err
			}
		}
		if errors.Is(failed, io.EOF) {
			break
		}
		if source = failed; source != nil {
			last = frameCut
		}
	}
	if err := writeFrame(c.in, last); err != nil {
		return source, err
	}
	return source, c.in.Flush()
}

// answer reads what the child says of job number: a result, or a *Failure.
func (c *child) answer(number uint64, limit int64) ([]byte, error) {
	kind, length, err := readHead(c.out)
	switch {
	case err != nil:
		return nil, err
	case kind == frameResult && length > limit+numberLen:
		return nil, fmt.Errorf("%w: %d bytes, over %d", ErrResult, length-numberLen, limit)
	case kind == frameResult && length >= numberLen:
	case kind == frameFailure && length >= numberLen && length <= numberLen+maxReason:
	default:
		return nil, fmt.Errorf("%w: frame %q of %d bytes for an answer", errProtocol, kind, length)
	}
	payload, err := readPayload(c.out, length)
	if err != nil {
		return nil, err
	}
	if got := binary.BigEndian.Uint64(payload); got != number {
		return nil, fmt.Errorf("%w: an answer to job %d, want %d", errProtocol, got, number)
	}
	if kind == frameFailure {
		return nil, &Failure{Reason: printable(string(payload[numberLen:]), maxReason)}
	}
	return payload[numberLen:], nil
}

// autopsy ends a child that did not answer, and says why it did not. err is
// what the parent met at the pipes.
func (c *child) autopsy(err error) error {
	switch {
	case errors.Is(err, ErrResult):
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
