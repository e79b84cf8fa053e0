package sandbox

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// talk is the child's side of the conversation about one job. The lock is held
// from an ask to the last byte of what was asked for: the child never writes
// while an answer is on its way, so that the two ends can't both be stuck
// writing.
type talk struct {
	in     *bufio.Reader
	out    *bufio.Writer
	number []byte
	orphan orphan

	mu  sync.Mutex
	err error // why nothing more can be said
}

var (
	// errCut is what a Reader sees where the parent could not read the
	// document.
	errCut = errors.New("the document can't be read to its end")
	// errOver meets what a Reader left running behind it.
	errOver = errors.New("the job is over")
)

// ask fills the parts with the bytes of the document from at on; together they
// are at most maxAsk.
func (t *talk) ask(at int64, parts ...[]byte) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return t.err
	}
	defer t.orphan.pause()()
	t.err = t.fill(at, parts)
	return t.err
}

func (t *talk) fill(at int64, parts [][]byte) error {
	want := 0
	for _, part := range parts {
		want += len(part)
	}
	ask := binary.BigEndian.AppendUint64(nil, uint64(at))
	if err := t.say(frameAsk, binary.BigEndian.AppendUint32(ask, uint32(want))); err != nil {
		return err
	}
	kind, length, err := readHead(t.in)
	switch {
	case err != nil:
		return fmt.Errorf("asking the parent for bytes of the document: %w", err)
	case kind == frameCut && length == 0:
		return errCut
	case kind != frameBytes || length != int64(want):
		return fmt.Errorf("%w: frame %q of %d bytes for %d bytes of a document", errProtocol, kind, length, want)
	}
	for _, part := range parts {
		if err := readWhole(t.in, part); err != nil {
			return err
		}
	}
	return nil
}

// Write implements io.Writer: it sends p as the next bytes of the result.
func (t *talk) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return 0, t.err
	}
	defer t.orphan.pause()()
	for n := 0; n < len(p); n += maxChunk {
		if err := writeFrame(t.out, frameChunk, t.number, p[n:min(n+maxChunk, len(p))]); err != nil {
			t.err = fmt.Errorf("answering the parent: %w", err)
			return n, t.err
		}
	}
	return len(p), nil
}

// end tells how the job ended. What it returns is an error of the pipes.
func (t *talk) end(failed error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil && !errors.Is(t.err, errCut) {
		return t.err
	}
	t.err = errOver
	defer t.orphan.pause()()
	if failed == nil {
		return t.say(frameEnd)
	}
	return t.say(frameFailure, []byte(printable(failed.Error(), maxReason)))
}

// say writes a frame and all before it.
func (t *talk) say(kind byte, parts ...[]byte) error {
	err := writeFrame(t.out, kind, append([][]byte{t.number}, parts...)...)
	if err == nil {
		err = t.out.Flush()
	}
	if err != nil {
		return fmt.Errorf("answering the parent: %w", err)
	}
	return nil
}

// orphan ends a child whose parent died while a document held it in a loop.
// The parent's own limit is shorter, so that no living parent sees it. It rests
// while the child waits at a pipe, where it meets the parent's end by itself.
type orphan struct {
	after time.Duration
	timer *time.Timer
}

// watchOrphan gives the child twice the time that the parent's watch does.
func watchOrphan(wall time.Duration) orphan {
	after := 2*wall + time.Second
	return orphan{after, time.AfterFunc(after, func() { os.Exit(1) })}
}

func (o orphan) pause() (resume func()) {
	o.timer.Stop()
	return func() { o.timer.Reset(o.after) }
}

func (o orphan) stop() { o.timer.Stop() }
