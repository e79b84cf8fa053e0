package outside

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
)

// taker takes pages and problems.
type taker struct {
	content.Sink
	problems []content.Problem
	fail     error
}

func (k *taker) Page(content.Page) error { return k.fail }

func (k *taker) Problem(p content.Problem) error {
	k.problems = append(k.problems, p)
	return nil
}

func TestWhatWasReadBeforeAFailureIsKept(t *testing.T) {
	full := errors.New("the disk is full")
	failure := fmt.Errorf("running: %w", &Failure{Program: "x", Code: 1, Line: "damaged"})
	for name, c := range map[string]struct {
		pages    int
		err      error
		sink     error
		want     error
		problems int
	}{
		"all went well":                       {2, nil, nil, nil, 0},
		"the document's fault, too late":      {2, failure, nil, nil, 1},
		"too slow, too late":                  {1, fmt.Errorf("x: %w", ErrTimeout), nil, nil, 1},
		"the document's fault from its start": {0, failure, nil, failure, 0},
		"no walls":                            {0, ErrWalls, nil, ErrWalls, 0},
		"given up":                            {2, context.Canceled, nil, context.Canceled, 0},
		"the receiver's error":                {1, full, full, full, 0},
	} {
		out := &taker{fail: c.sink}
		pages := &Pages{Sink: out}
		for range c.pages {
			_ = pages.Page(content.Page{}) // its error is told by End
		}
		err := pages.End("reading it", c.err)
		if !errors.Is(err, c.want) || c.want == nil && err != nil || len(out.problems) != c.problems {
			t.Errorf("%s: %v, %d problems; want %v, %d", name, err, len(out.problems), c.want, c.problems)
		}
		if c.sink != nil && err != c.sink {
			t.Errorf("%s: the error came back changed: %v", name, err)
		}
	}
}

func TestAdviceNamesWhatToInstall(t *testing.T) {
	packages := Packages{Debian: "a b", Homebrew: "c"}
	for want, missing := range map[string]error{
		"":                                   nil,
		"apt install a b, or brew install c": fmt.Errorf("x is %w", ErrAbsent),
	} {
		if got := (Capability{Missing: missing, Packages: packages}).Advice(); got != want {
			t.Errorf("%v: %q, want %q", missing, got, want)
		}
	}
	if got := (Capability{Missing: ErrWalls, Packages: packages}).Advice(); !strings.Contains(got, "user namespaces") {
		t.Errorf("without walls: %q", got)
	}
	if got := (Capability{Missing: fmt.Errorf("%w: %w", ErrWalls, ErrAbsent), Packages: packages}).Advice(); !strings.Contains(got, "apt install a b") {
		t.Errorf("without bubblewrap: %q", got)
	}
}

func FuzzWords(f *testing.F) {
	f.Add([]byte("a\n\n\x1b[31mb"), 1)
	f.Add([]byte(strings.Repeat("\xff\xfe", 600)), 7)
	f.Fuzz(func(t *testing.T, said []byte, step int) {
		var w words
		for len(said) > 0 {
			n := min(max(step, 1), len(said))
			_, _ = io.MultiWriter(&w).Write(said[:n]) // words never fails
			said = said[n:]
		}
		if line := w.String(); len(line) > maxWords || strings.ContainsAny(line, "\x1b\n\x00\u202e") {
			t.Errorf("%q", line)
		}
	})
}
