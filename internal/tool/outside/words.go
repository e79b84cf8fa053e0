package outside

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// maxWords is how much of a line of a program's standard error is kept, bytes.
const maxWords = 512

// zeroWidthNonJoiner is part of Persian spelling.
const zeroWidthNonJoiner = '\u200c'

// words keeps the last line that a program writes to standard error. A program
// can write what it likes, as much as it likes.
type words struct {
	mu   sync.Mutex
	line []byte // being written, cut at maxWords
	last string // the last full line that is not blank
}

// Write implements io.Writer and never fails.
func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for rest := p; len(rest) > 0; {
		part, after, full := bytes.Cut(rest, []byte("\n"))
		w.line = append(w.line, part[:min(len(part), maxWords-len(w.line))]...)
		if full {
			w.endLine()
		}
		rest = after
	}
	return len(p), nil
}

func (w *words) endLine() {
	if line := strings.TrimSpace(printable(string(w.line))); line != "" {
		w.last = line
	}
	w.line = w.line[:0]
}

// String gives the last line, "" if there is none.
func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.endLine()
	return w.last
}

// printable cuts s at maxWords bytes and replaces what is no printable
// character: a hostile document must not steer the terminal or the page its
// error is shown on. Marks that turn the direction of writing are none.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsPrint(r) || r == zeroWidthNonJoiner:
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return utf8.RuneError
	}, s)
	if len(s) <= maxWords {
		return s
	}
	cut := maxWords
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// lackOfMemory tells the words of a program that was refused memory.
func lackOfMemory(line string) bool {
	line = strings.ToLower(line)
	for _, sign := range []string{"out of memory", "cannot allocate memory", "bad_alloc", "failed to allocate", "memory exhausted", "virtual memory exhausted"} {
		if strings.Contains(line, sign) {
			return true
		}
	}
	return false
}
