package sandbox

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// run has the child read one document, and take its result.
func (c *child) run(ctx context.Context, cfg Config, number uint64, job Job, take func(io.Reader) error) error {
	raw, err := json.Marshal(header{Number: number, Reader: job.Reader, Name: job.Name, Options: job.Options, Size: job.Size, Wall: int64(job.Wall)})
	if err != nil {
		return fmt.Errorf("writing the job: %w", err)
	}
	if len(raw) > maxHeader {
		return fmt.Errorf("writing the job: its name and options take %d bytes, over %d", len(raw), maxHeader)
	}
	if job.Size < 0 || job.Data == nil && job.Size > 0 {
		return fmt.Errorf("writing the job: a document of %d bytes is not there", job.Size)
	}
	x := &exchange{c: c, number: number, job: job, limit: cfg.Result}
	if job.Size <= maxInline {
		if err := x.fetch(0, job.Size); err != nil {
			return err
		}
	}
	c.served++
	c.words.forget()
	c.busy = true
	x.turn = newTurn()
	defer c.watch(ctx, x.turn, job.Wall, cfg.Memory)()
	if err := x.hand(raw); err != nil {
		return c.autopsy(err)
	}
	x.turn.pause()
	return x.finish(take(x))
}

// exchange is the parent's side of one job, and the reader of its result. As
// Read waits for the result it hands over what the child asks for: one
// goroutine does both, so that no two can wait for each other.
type exchange struct {
	c      *child
	turn   *turn
	number uint64
	job    Job
	limit  int64 // bytes of the whole result
	taken  int64 // bytes of it that came
	asks   int64 // so far
	left   int64 // of the chunk
	err    error // io.EOF: the end; else why there is none
}

// hand writes the job, and behind it a document that is small.
func (x *exchange) hand(raw []byte) error {
	if err := writeFrame(x.c.in, frameJob, raw); err != nil {
		return err
	}
	if x.job.Size <= maxInline {
		if err := writeFrame(x.c.in, frameBytes, x.c.block); err != nil {
			return err
		}
	}
	return x.c.in.Flush()
}

// Read implements io.Reader: the result, or the reason why it has no end.
func (x *exchange) Read(p []byte) (int, error) {
	if x.err != nil {
		return 0, x.err
	}
	x.turn.resume()
	defer x.turn.pause()
	n, err := x.read(p)
	var own *Failure
	var source *sourceError
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, errEnd):
		x.err, x.c.busy = io.EOF, false
	case errors.As(err, &own):
		own.Reader = x.job.Reader
		x.err, x.c.busy = err, false
	case errors.As(err, &source):
		x.err = err
	default:
		x.err = x.c.autopsy(err)
	}
	return 0, x.err
}

// errEnd is the child's word that the result is whole.
var errEnd = errors.New("the result is whole")

func (x *exchange) read(p []byte) (int, error) {
	for x.left == 0 {
		if err := x.next(); err != nil {
			return 0, err
		}
	}
	n, err := x.c.out.Read(p[:min(int64(len(p)), x.left)])
	x.left -= int64(n)
	if err != nil {
		return 0, fmt.Errorf("%w (%v)", errCutShort, err)
	}
	return n, nil
}

// next takes the child's next frame. It gives errEnd, a *Failure, a
// *sourceError, or what is wrong with the child.
func (x *exchange) next() error {
	kind, length, err := x.head()
	if err != nil {
		return err
	}
	switch kind {
	case frameAsk:
		return x.serve()
	case frameChunk:
		if x.taken += length; x.taken > x.limit {
			return fmt.Errorf("%w: over %d bytes", ErrResult, x.limit)
		}
		x.left = length
		return nil
	}
	reason, err := readPayload(x.c.out, length)
	if err == nil && x.c.out.Buffered() > 0 {
		err = fmt.Errorf("%w: it went on after the end", errProtocol)
	}
	switch {
	case err != nil:
		return err
	case kind == frameEnd:
		return errEnd
	}
	return &Failure{Reason: printable(string(reason), maxReason)}
}

// head reads a frame up to the job's number and gives how many bytes follow.
func (x *exchange) head() (kind byte, length int64, err error) {
	kind, length, err = readHead(x.c.out)
	if err != nil {
		return 0, 0, err
	}
	var least, most int64 = 0, -1
	switch kind {
	case frameAsk:
		least, most = askLen, askLen
	case frameChunk:
		least, most = numberLen+1, numberLen+maxChunk
	case frameEnd:
		least, most = numberLen, numberLen
	case frameFailure:
		least, most = numberLen, numberLen+maxReason
	}
	if length < least || length > most {
		return 0, 0, fmt.Errorf("%w: frame %q of %d bytes for an answer", errProtocol, kind, length)
	}
	var number [numberLen]byte
	if err := readWhole(x.c.out, number[:]); err != nil {
		return 0, 0, err
	}
	if got := binary.BigEndian.Uint64(number[:]); got != x.number {
		return 0, 0, fmt.Errorf("%w: an answer to job %d, want %d", errProtocol, got, x.number)
	}
	return kind, length - numberLen, nil
}

// askLimit is how often a child may ask for bytes of a document: far more often
// than a reader that jumps to and fro with the child's cache does, and so
// seldom that a slow store is not asked without end.
func askLimit(size int64) int64 { return 1<<12 + 1<<10*(size/blockSize) }

// serve hands over what the child asks for.
func (x *exchange) serve() error {
	var ask [askLen - numberLen]byte
	if err := readWhole(x.c.out, ask[:]); err != nil {
		return err
	}
	at, length := int64(binary.BigEndian.Uint64(ask[:])), int64(binary.BigEndian.Uint32(ask[8:]))
	if length < 1 || length > maxAsk || at < 0 || at > x.job.Size-length {
		return fmt.Errorf("%w: it asked for %d bytes at %d of a document of %d", errProtocol, length, at, x.job.Size)
	}
	if x.asks++; x.asks > askLimit(x.job.Size) {
		return fmt.Errorf("%w: it asked for bytes of the document over %d times", ErrTimeout, x.asks-1)
	}
	x.turn.pause()
	source := x.fetch(at, length)
	x.turn.resume()
	kind := byte(frameBytes)
	if source != nil {
		kind, x.c.block = frameCut, x.c.block[:0]
	}
	if err := writeFrame(x.c.in, kind, x.c.block); err != nil {
		return err
	}
	if err := x.c.in.Flush(); err != nil {
		return err
	}
	return source
}

// sourceError is an error of the document's source in the parent.
type sourceError struct{ err error }

func (s *sourceError) Error() string {
	return "fetching the document for the sandbox: " + s.err.Error()
}

func (s *sourceError) Unwrap() error { return s.err }

// fetch reads length bytes of the source into the child's block.
func (x *exchange) fetch(at, length int64) error {
	if int64(cap(x.c.block)) < length {
		x.c.block = make([]byte, length)
	}
	x.c.block = x.c.block[:length]
	if length == 0 {
		return nil
	}
	n, err := x.job.Data.ReadAt(x.c.block, at)
	switch {
	case int64(n) == length:
		return nil
	case err == nil || errors.Is(err, io.EOF):
		err = fmt.Errorf("it ends at byte %d of %d: %w", at+int64(n), x.job.Size, io.ErrUnexpectedEOF)
	}
	return &sourceError{err}
}

// patience is how long a child may take to end a job that nobody waits for: to
// start another takes about as long.
const patience = 20 * time.Millisecond

// errUnwanted is why a child is killed that was not done by then.
var errUnwanted = errors.New("its result is no longer wanted")

// finish gives the job's error once take has returned took, and sees the child
// through to the end of the job, or kills it.
func (x *exchange) finish(took error) error {
	if took == nil && x.err == nil {
		_, _ = io.Copy(io.Discard, x) // its error is x.err
	}
	if x.err == nil || errors.As(x.err, new(*sourceError)) {
		x.drain()
	}
	if x.err != nil && x.err != io.EOF {
		return x.err
	}
	return took
}

// drain reads on to the end of the job, if it is near.
func (x *exchange) drain() {
	late := time.AfterFunc(patience, func() { x.c.kill(errUnwanted) })
	err := x.forget(x.left)
	for err == nil && x.c.busy {
		var kind byte
		var length int64
		if kind, length, err = x.head(); err == nil {
			err = x.forget(length)
		}
		switch kind {
		case frameAsk:
			err = errUnwanted
		case frameEnd, frameFailure:
			x.c.busy = err != nil || x.c.out.Buffered() > 0
			err = errUnwanted
		}
	}
	if !late.Stop() || x.c.busy {
		x.c.kill(errUnwanted)
	}
}

func (x *exchange) forget(length int64) error {
	_, err := io.CopyN(io.Discard, x.c.out, length)
	return err
}
