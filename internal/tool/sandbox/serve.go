package sandbox

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Serve answers jobs from in on out until in ends, in the child; call it with
// os.Stdin and os.Stdout after Confine, and with what Confine returned. It
// takes both away from everyone else: what a Reader prints goes to standard
// error and can't corrupt an answer. It is over when the parent is gone.
func Serve(in, out *os.File, walls Walls, readers map[string]Reader) error {
	in, out, err := claim(in, out)
	if err != nil {
		return fmt.Errorf("taking the pipes to the parent: %w", err)
	}
	s := server{in: bufio.NewReaderSize(in, maxChunk), out: bufio.NewWriterSize(out, maxChunk), readers: readers}
	hello, err := json.Marshal(greeting{Protocol: protocol, Walls: walls})
	if err != nil {
		return fmt.Errorf("greeting the parent: %w", err)
	}
	if err := s.say(frameHello, hello); err != nil {
		return err
	}
	for {
		if err := s.one(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// server is the child's end of the pipes.
type server struct {
	in      *bufio.Reader
	out     *bufio.Writer
	readers map[string]Reader
}

// one serves one job. io.EOF means that the parent wants no more.
func (s *server) one() error {
	raw, err := readFrame(s.in, frameJob, maxHeader)
	if err != nil {
		return err
	}
	var h header
	if err := json.Unmarshal(raw, &h); err != nil {
		return fmt.Errorf("reading a job: %w", err)
	}
	orphan := watchOrphan(time.Duration(h.Wall))
	defer orphan.Stop()
	hoard := watchHoard()
	defer hoard()
	data := &document{in: s.in, alive: func() { orphan.Reset(orphanAfter(time.Duration(h.Wall))) }}
	result, failed := s.read(h, data)
	if err := data.drain(); err != nil {
		return err
	}
	number := binary.BigEndian.AppendUint64(nil, h.Number)
	if failed != nil {
		return s.say(frameFailure, number, []byte(printable(failed.Error(), maxReason)))
	}
	return s.say(frameResult, number, result)
}

func (s *server) read(h header, data io.Reader) ([]byte, error) {
	read, known := s.readers[h.Reader]
	if !known {
		return nil, fmt.Errorf("no reader is called %q", h.Reader)
	}
	return read(Job{Reader: h.Reader, Name: h.Name, Options: h.Options, Data: data})
}

func (s *server) say(kind byte, parts ...[]byte) error {
	if err := writeFrame(s.out, kind, parts...); err != nil {
		return fmt.Errorf("answering the parent: %w", err)
	}
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("answering the parent: %w", err)
	}
	return nil
}

// orphanAfter is when a child that is still at the same job, without having
// been handed another byte, must be without a parent that watches it.
func orphanAfter(wall time.Duration) time.Duration { return 2*wall + time.Second }

// watchOrphan ends a child whose parent died while a document held it in a
// loop. The parent's own limit is shorter, so that no living parent sees it.
func watchOrphan(wall time.Duration) *time.Timer {
	return time.AfterFunc(orphanAfter(wall), func() { os.Exit(1) })
}

// errCut is what a Reader sees where the parent could not read the document
// to its end.
var errCut = errors.New("the document can't be read to its end")

// document is a job's data as it arrives in chunks.
type document struct {
	in    *bufio.Reader
	left  int64 // of the chunk
	err   error // io.EOF or errCut once the last frame has come
	alive func()
}

// Read implements io.Reader.
func (d *document) Read(p []byte) (int, error) {
	for d.left == 0 && d.err == nil && len(p) > 0 {
		d.next()
	}
	if d.left == 0 || len(p) == 0 {
		return 0, d.err
	}
	n, err := d.in.Read(p[:min(int64(len(p)), d.left)])
	d.left -= int64(n)
	if err != nil {
		d.err, d.left = fmt.Errorf("%w: %w", errProtocol, err), 0
	}
	return n, nil
}

// next reads the head of the next chunk.
func (d *document) next() {
	d.alive()
	kind, length, err := readHead(d.in)
	switch {
	case err != nil:
		d.err = fmt.Errorf("%w: %w", errProtocol, err)
	case kind == frameChunk && length <= maxChunk:
		d.left = length
	case kind == frameEnd && length == 0:
		d.err = io.EOF
	case kind == frameCut && length == 0:
		d.err = errCut
	default:
		d.err = fmt.Errorf("%w: frame %q of %d bytes within a document", errProtocol, kind, length)
	}
}

// drain reads what the Reader left, so that the next frame is a job again.
func (d *document) drain() error {
	if _, err := io.Copy(io.Discard, d); err != nil && !errors.Is(err, errCut) {
		return err
	}
	return nil
}
