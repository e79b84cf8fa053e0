// Package sandbox knows how to read untrusted bytes in a child process that
// has no files, no network and no other processes within reach, and whose
// time and memory are limited. It must never parse a document itself, and
// never take what a child says for more than that child's word.
//
// The parent starts its own program again (Self), with a command line that
// leads to Confine and then Serve, and hands it jobs over a pipe. A child
// serves many jobs, since a process a document is too slow for an archive; a
// child that exceeds its limits, crashes, or breaks the protocol is killed
// and replaced, and only the job it was at fails.
//
// Trust: who controls a child through a hostile document can falsify what
// that child answers for the documents it serves after, at most Config.Jobs,
// and can read those. They reach no file, no network address, no process and
// no document served by another child, where Walls says so.
package sandbox

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// The reasons a job can fail for, beside a *Failure, the error of Job.Data and
// that of the context. They arrive wrapped.
var (
	// ErrTimeout: the child took longer than it may, or asked for far more
	// bytes than the document has.
	ErrTimeout = errors.New("reading the document took too long")
	// ErrMemory: the child needed more than Config.Memory.
	ErrMemory = errors.New("reading the document took too much memory")
	// ErrCrashed: the child ended or broke the protocol; the error's text
	// ends with its last words.
	ErrCrashed = errors.New("the reader of the document crashed")
	// ErrResult: the result is larger than Config.Result.
	ErrResult = errors.New("the result of reading the document is too large")
	// ErrStart: no child could be started; no document is to blame.
	ErrStart = errors.New("the sandbox could not be started")
	// ErrClosed: the pool was closed.
	ErrClosed = errors.New("the sandbox is closed")
)

// Job is one document to read.
type Job struct {
	Reader  string // the name of the Reader in Serve's map
	Name    string // the document's file name; a weak hint
	Options []byte // for the Reader to understand; at most maxHeader bytes
	// Data is the document, Size bytes of it, read at any place, in any
	// order and more than once; nil where Size is 0.
	//
	// In the parent it MUST give the same bytes each time, checked to be
	// the document's: a child may ask for any of them. The time its ReadAt
	// takes is not counted, and Run returns only after it; it should heed
	// the context. An error of it fails the job. It is not used by two
	// goroutines at once. In the child it may be.
	Data io.ReaderAt
	Size int64
	Wall time.Duration // for this job instead of Config.Wall, where it is over 0
}

// ReadAll gives the whole of Data, or an error where it is over limit bytes.
func (j Job) ReadAll(limit int64) ([]byte, error) {
	if j.Size > limit {
		return nil, fmt.Errorf("the document is over %d bytes, more than %s reads", limit, j.Reader)
	}
	data := make([]byte, j.Size)
	if j.Size == 0 {
		return data, nil
	}
	if n, err := j.Data.ReadAt(data, 0); n < len(data) {
		return nil, err
	}
	return data, nil
}

// Reader reads one kind of document, in the child, and writes its result to
// out as it finds it; out is for one goroutine at a time. It may leave Data
// unread, and finds both Data and out closed after it returned. What it wrote
// before an error has reached the parent. A panic ends the child; it is
// reported as ErrCrashed.
type Reader func(job Job, out io.Writer) error

// Failure is the error that a Reader returned: the document could not be read,
// in the Reader's words.
type Failure struct {
	Reader string
	Reason string // printable, at most maxReason bytes
}

// Error gives the reader's words.
func (f *Failure) Error() string {
	return fmt.Sprintf("reading the document as %s: %s", f.Reader, f.Reason)
}
