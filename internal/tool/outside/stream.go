package outside

import (
	"context"
	"errors"
	"fmt"
	"io"

	"sanad/internal/format/content"
)

// Stream runs the program and has read read what it writes as it comes, so that
// no answer need fit into memory. An error of read ends the program and is
// given back unchanged; an error of the run goes before one that read makes of
// an answer cut off by it.
func Stream(ctx context.Context, job Job, read func(io.Reader) error) (Outcome, error) {
	answer, out := io.Pipe()
	job.Out = out
	var outcome Outcome
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		outcome, failed = Run(ctx, job)
		_ = out.CloseWithError(failed) // never fails
	}()
	wrong := read(answer)
	if wrong == nil {
		_, wrong = io.Copy(io.Discard, answer)
	}
	_ = answer.CloseWithError(errLeft) // never fails
	<-done
	if failed != nil && !errors.Is(failed, errLeft) {
		return outcome, failed
	}
	return outcome, wrong
}

// errLeft is what a program's output meets once nobody reads it any more.
var errLeft = errors.New("its output is not wanted any more")

// Pages is a Sink for a program's pages that tells its own errors from those of
// the program.
type Pages struct {
	content.Sink
	Given int // pages so far

	failed error
}

// Page implements content.Sink.
func (p *Pages) Page(page content.Page) error {
	if p.failed = p.Sink.Page(page); p.failed == nil {
		p.Given++
	}
	return p.failed
}

// End makes of the error of a run what a reader of a format must return: where
// some pages were given and the rest is the document's fault, a Problem. why
// says in words for people what could not be done.
func (p *Pages) End(why string, err error) error {
	switch {
	case p.failed != nil:
		return p.failed
	case err == nil:
		return nil
	case p.Given > 0 && Hostile(err):
		return p.Problem(content.Problem{Part: fmt.Sprintf("page %d and after", p.Given+1), Reason: fmt.Sprintf("%s: %v", why, err)})
	}
	return fmt.Errorf("%s: %w", why, err)
}

// Hostile reports whether an error is the document's fault, and costs that
// document only, rather than the machine's or of one who gave up.
func Hostile(err error) bool {
	var failure *Failure
	var limited *content.Limited
	for _, kind := range []error{ErrTimeout, ErrMemory, ErrOutput} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return errors.As(err, &failure) || errors.As(err, &limited)
}
