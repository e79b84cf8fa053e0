// Package sticky knows whether the receiver of a reading has had enough, and
// how a failure of one part is told. It must never change what it hands on.
package sticky

import (
	"errors"
	"io"

	"sanad/internal/format/content"
)

// Sink hands on to another sink until that gives an error, and keeps the error
// in Err: a reader can then tell a refusal by its receiver, which ends the
// reading unchanged, from damage in the file, which is told as a Problem.
type Sink struct {
	out      content.Sink
	problems int
	Err      error // what the receiver said; nothing is handed on after it
}

// problemsMost is how many problems are told of one file: beyond them it is
// not damaged but made to flood.
const problemsMost = 1000

// New wraps out.
func New(out content.Sink) *Sink { return &Sink{out: out} }

func (s *Sink) keep(err error) error {
	if s.Err == nil {
		s.Err = err
	}
	return err
}

// Page implements content.Sink.
func (s *Sink) Page(p content.Page) error {
	if s.Err != nil {
		return s.Err
	}
	return s.keep(s.out.Page(p))
}

// Row implements content.Sink.
func (s *Sink) Row(r content.Row) error {
	if s.Err != nil {
		return s.Err
	}
	return s.keep(s.out.Row(r))
}

// Field implements content.Sink. A field without a value is left out.
func (s *Sink) Field(f content.Field) error {
	if s.Err != nil || f.Value == "" {
		return s.Err
	}
	return s.keep(s.out.Field(f))
}

// Member implements content.Sink.
func (s *Sink) Member(m content.Member, r io.Reader) error {
	if s.Err != nil {
		return s.Err
	}
	return s.keep(s.out.Member(m, r))
}

// Problem implements content.Sink.
func (s *Sink) Problem(p content.Problem) error {
	if s.problems++; s.Err != nil || s.problems > problemsMost {
		return s.Err
	}
	if s.problems == problemsMost {
		p = content.Problem{Part: "and more", Reason: "so many problems were found that the rest is not told"}
	}
	return s.keep(s.out.Problem(p))
}

// Say hands on a field by its two parts.
func (s *Sink) Say(name, value string) { _ = s.Field(content.Field{Name: name, Value: value}) }

// Tell hands on err as a problem of part, with the name of the limit if one
// was reached. It does nothing for nil, and nothing for the receiver's own
// refusal.
func (s *Sink) Tell(part string, err error) {
	if err == nil || s.Err != nil {
		return
	}
	p := content.Problem{Part: part, Reason: err.Error()}
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		p.Limit = over.Limit
	}
	_ = s.Problem(p)
}
