package sandbox

import (
	"bufio"
	"bytes"
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
	job := Job{Reader: h.Reader, Name: h.Name, Options: h.Options, Size: h.Size, Wall: time.Duration(h.Wall)}
	t := &talk{in: s.in, out: s.out, number: binary.BigEndian.AppendUint64(nil, h.Number), orphan: watchOrphan(job.Wall)}
	defer t.orphan.stop()
	hoard := watchHoard()
	defer hoard()
	if job.Data, err = s.document(t, h.Size); err != nil {
		return err
	}
	return t.end(s.read(job, t))
}

// document gives the job's data: a small one has come with the job, another
// is asked for as it is read.
func (s *server) document(t *talk, size int64) (io.ReaderAt, error) {
	if size > maxInline {
		return &document{size: size, ask: t.ask}, nil
	}
	data, err := readFrame(s.in, frameBytes, size)
	if err == nil && int64(len(data)) != size {
		err = fmt.Errorf("%w: %d bytes of %d came with the job", errProtocol, len(data), size)
	}
	return bytes.NewReader(data), err
}

// read has the Reader write its result in chunks of a decent size.
func (s *server) read(job Job, t *talk) error {
	read, known := s.readers[job.Reader]
	if !known {
		return fmt.Errorf("no reader is called %q", job.Reader)
	}
	out := bufio.NewWriterSize(t, maxChunk)
	if err := read(job, out); err != nil {
		return err
	}
	return out.Flush()
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
