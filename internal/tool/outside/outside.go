// Package outside knows how to have a program of this machine, which was not
// written with hostile files in mind, work on one untrusted document behind
// walls: without network, without any file but the system's programs and the
// document, and within limits of time, memory, output and processes. It must
// never run such a program without the walls, and never take what the program
// says for more than a program's word that may have been taken over.
//
// The walls are bubblewrap's (bwrap, Linux only): namespaces of their own for
// users, processes, network and mounts, /usr to read, a folder in memory to
// write, no rights, and a filter of system calls against those that programs
// of this kind have no use for. A tree of processes is ended as a whole. The
// document reaches the walls through memory: nothing of it is written to disk
// by this package (though a machine may swap memory to disk).
//
// Trust: who controls a program through a hostile document can falsify what
// that program says of this document, and of no other: each run has walls of
// its own. They can still attack the kernel through the system calls left.
package outside

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sanad/internal/format/content"
)

// Where things stand within the walls.
const (
	Folder  = "/in"        // holds the document under Job.Name
	Secret  = "/in/secret" // holds Job.Secret
	Scratch = "/tmp"       // in memory, empty, for the program to write to; also its home
)

// The reasons a run can fail for, beside a *Failure, the error of reading the
// document, of Job.Out and of the context. They arrive wrapped, with words for
// people around them.
var (
	// ErrAbsent: the program, or one that the walls need, is not installed.
	ErrAbsent = errors.New("not installed")
	// ErrWalls: the walls can't be put up here, so nothing was run.
	ErrWalls = errors.New("the walls for outside programs can't be put up")
	// ErrTimeout: the program took longer than Limits.Wall or Limits.CPU.
	ErrTimeout = errors.New("the program took too long")
	// ErrMemory: the program needed more than Limits.Memory.
	ErrMemory = errors.New("the program took too much memory")
	// ErrOutput: the program wrote more than Limits.Output, or a file larger
	// than Limits.Scratch.
	ErrOutput = errors.New("the program wrote too much")
)

// Failure is a program's own: it ran within its limits and said no.
type Failure struct {
	Program string // its path
	Code    int    // its exit status, as a shell tells it (128 + n for signal n)
	Line    string // the last line it wrote to standard error: printable, at most 512 bytes, "" for none
}

func (f *Failure) Error() string {
	if f.Line == "" {
		return fmt.Sprintf("%s failed with the status %d and no word", f.Program, f.Code)
	}
	return fmt.Sprintf("%s failed with the status %d: %s", f.Program, f.Code, f.Line)
}

// Limits are what one run may cost. A zero stands for the value of
// DefaultLimits.
type Limits struct {
	Wall      time.Duration // from the start to the end
	CPU       time.Duration // of all processes together; the kernel holds each to it, rounded up to seconds
	Memory    int64         // bytes of all processes together, the document and scratch files not counted
	Output    int64         // bytes written to Job.Out
	Scratch   int64         // bytes of all files it writes
	Processes int           // processes and threads at a time
}

// DefaultLimits fit a page to recognise or a document to convert.
func DefaultLimits() Limits {
	return Limits{Wall: 2 * time.Minute, CPU: 2 * time.Minute, Memory: 1 << 30, Output: 256 << 20, Scratch: 512 << 20, Processes: 64}
}

// orDefaults fills in what is not set.
func (l Limits) orDefaults() Limits {
	d := DefaultLimits()
	for _, one := range []struct{ set, otherwise *time.Duration }{{&l.Wall, &d.Wall}, {&l.CPU, &d.CPU}} {
		if *one.set <= 0 {
			*one.set = *one.otherwise
		}
	}
	for _, one := range []struct{ set, otherwise *int64 }{{&l.Memory, &d.Memory}, {&l.Output, &d.Output}, {&l.Scratch, &d.Scratch}} {
		if *one.set <= 0 {
			*one.set = *one.otherwise
		}
	}
	if l.Processes <= 0 {
		l.Processes = d.Processes
	}
	return l
}

// Job is one program at work on one document.
type Job struct {
	Program string   // its path, as Locate gives it
	Args    []string // without its name; Path gives the document's
	// Document is shown as the file Path(Name), to read only; none where its
	// ReaderAt is nil.
	Document content.Source
	// Name is the document's name within the walls, chosen by the caller for
	// its ending; never that of a stranger.
	Name string
	// Ends, if not 0, shows of a document longer than twice that only so many
	// bytes of its beginning and of its end, with zeros between that take no
	// memory: for programs that look for what stands in a file's head or foot.
	Ends   int64
	Secret string            // shown in the file Secret; "" for none
	Show   []string          // further files and folders of the machine to read, where they exist: only its settings, such as /etc/fonts
	Env    map[string]string // beside PATH, HOME, LANG and TMPDIR
	Limits Limits
	// Out takes what the program writes to standard output as it comes; nil
	// drops it. An error of it ends the program and is given back, wrapped.
	Out io.Writer

	all bool // Out takes standard error as well
}

// Path is where the program finds a document of that name.
func Path(name string) string { return Folder + "/" + name }

// Outcome tells what a run cost. It is told also of one that failed.
type Outcome struct {
	Wall time.Duration
	// CPU is the time of processors and Peak the memory in bytes that all its
	// processes were seen to take together: lower bounds, as they were looked
	// at now and then.
	CPU  time.Duration
	Peak int64
	Said string // the last line of standard error, as in Failure.Line
}

// Run runs the program and waits for its end. When it returns, the program and
// all that it started are ended or about to end, killed beyond escape.
func Run(ctx context.Context, job Job) (Outcome, error) {
	job.Limits = job.Limits.orDefaults()
	outcome, err := run(ctx, job)
	if err != nil {
		return outcome, fmt.Errorf("running %s: %w", job.Program, err)
	}
	return outcome, nil
}

// Try puts up the walls around a program that does nothing, and says why if
// that can't be done on this machine.
func Try(ctx context.Context) error {
	path, err := Locate("true")
	if err != nil {
		return err
	}
	_, err = Run(ctx, Job{Program: path, Limits: Limits{Wall: 20 * time.Second}})
	return err
}
