package sticky_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/readtest"
	"sanad/internal/format/sticky"
)

var errEnough = errors.New("enough")

// short takes two things and no more.
type short struct {
	*readtest.Got
	left int
}

func (s *short) take() error {
	if s.left--; s.left < 0 {
		return errEnough
	}
	return nil
}

func (s *short) Page(p content.Page) error { _ = s.Got.Page(p); return s.take() }
func (s *short) Row(r content.Row) error   { _ = s.Got.Row(r); return s.take() }
func (s *short) Member(m content.Member, r io.Reader) error {
	_ = s.Got.Member(m, r)
	return s.take()
}

func TestAfterARefusalNothingMoreIsHandedOver(t *testing.T) {
	got := &short{&readtest.Got{}, 2}
	s := sticky.New(got)
	for range 5 {
		_ = s.Page(content.Page{Number: 1})
		_ = s.Row(content.Row{})
		_ = s.Member(content.Member{}, strings.NewReader(""))
		s.Say("title", "x")
		s.Tell("page 1", errors.New("broken"))
	}
	if s.Err != errEnough || len(got.Pages) != 1 || len(got.Rows) != 1 || len(got.Members) != 1 || len(got.Fields) != 0 || len(got.Problems) != 0 {
		t.Errorf("%v: %+v", s.Err, got.Got)
	}
}

func TestAFailureIsToldWithTheNameOfItsLimit(t *testing.T) {
	got := &readtest.Got{}
	s := sticky.New(got)
	s.Tell("a", nil)
	s.Tell("b", errors.New("broken"))
	s.Tell("c", fmt.Errorf("too deep: %w", &content.Limited{Limit: "depth", Max: 3}))
	s.Say("empty", "")
	want := []content.Problem{{Part: "b", Reason: "broken"}, {Part: "c", Reason: "too deep: over the limit depth of 3", Limit: "depth"}}
	if fmt.Sprint(got.Problems) != fmt.Sprint(want) || len(got.Fields) != 0 || s.Err != nil {
		t.Errorf("%+v, %+v", got.Problems, got.Fields)
	}
}

func TestAFloodOfProblemsEnds(t *testing.T) {
	got := &readtest.Got{}
	s := sticky.New(got)
	for range 5000 {
		s.Tell("a", errors.New("broken"))
	}
	if n := len(got.Problems); n != 1000 || got.Problems[n-1].Part != "and more" || s.Err != nil {
		t.Errorf("%d problems, the last %v", n, got.Problems[n-1])
	}
}
