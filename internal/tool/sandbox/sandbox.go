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
)

// The reasons a job can fail for, beside a *Failure, the error of Job.Data and
// that of the context. They arrive wrapped.
var (
	// ErrTimeout: the child took longer than Config.Wall.
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
	// Data is the document, read once from where it stands to its end. In
	// the parent the time its Read takes is not counted, and Run returns
	// only after it; it should heed the context. An error of it fails the
	// job: a document read in part never has a result.
	Data io.Reader
}

// ReadAll gives the whole of Data, or an error where it is over limit bytes.
func (j Job) ReadAll(limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(j.Data, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("the document is over %d bytes, more than %s reads", limit, j.Reader)
	}
	return data, nil
}

// Reader reads one kind of document, in the child. It may leave Data unread,
// and MUST NOT touch it after it returned. A panic ends the child; it is
// reported as ErrCrashed.
type Reader func(Job) ([]byte, error)

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
