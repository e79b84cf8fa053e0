// Package fail knows the kinds of failure that a person can act on. It must
// never know how a kind is shown: faces map each kind once to an HTTP status,
// an exit code and words in three languages.
package fail

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure an error is.
type Kind int

const (
	// Failed is any failure without a more exact kind.
	Failed Kind = iota
	// Usage: the request itself is wrong; nothing was tried.
	Usage
	// Integrity: something kept is not what the ledger says it is.
	Integrity
	// Partial: done in part; every part that failed is named in the result.
	Partial
	// Refused: the actor may not do this, or an approval is missing.
	Refused
	// NotFound: the thing named is not here, or the actor may not know it.
	NotFound
	// Conflict: the thing changed or exists already; look again and retry.
	Conflict
)

// Error is a failure of a kind, with what to do about it.
type Error struct {
	Kind Kind
	Text string // what happened, to what
	Hint string // what to do; may be empty
	Err  error  // the cause, already told in Text; may be nil
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + "; " + e.Hint
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind; format may hold one %w.
func New(kind Kind, format string, args ...any) *Error {
	wrapped := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Text: wrapped.Error(), Err: errors.Unwrap(wrapped)}
}

// Do adds what the reader of the error can do.
func (e *Error) Do(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// Of gives the kind of the outermost Error in err's chain, Failed if none.
func Of(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Failed
}
