package sandbox

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// maxWords is how much of a line of a child's standard error is kept, bytes.
const maxWords = 512

// words keeps, of all that a child writes to standard error, the one line that
// tells why it ended: what the Go runtime says when a program can't go on, else
// the last line. A child can write what it likes, as much as it likes.
type words struct {
	mu    sync.Mutex
	line  []byte // being written, cut at maxWords
	last  string // the last full line that is not blank
	fatal string // the first line of the runtime's own
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
	line := strings.TrimSpace(printable(string(w.line), maxWords))
	w.line = w.line[:0]
	if line == "" {
		return
	}
	w.last = line
	if w.fatal != "" {
		return
	}
	for _, start := range []string{"panic: ", "fatal error: ", "runtime: out of memory", "SIG"} {
		if strings.HasPrefix(line, start) {
			w.fatal = line
			return
		}
	}
}

// forget makes room for the words of the next job.
func (w *words) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.line, w.last, w.fatal = w.line[:0], "", ""
}

// String gives the line that tells most, "" if there is none.
func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.endLine()
	if w.fatal != "" {
		return w.fatal
	}
	return w.last
}

// lackOfMemory tells the words of a runtime that was refused memory.
func lackOfMemory(line string) bool {
	for _, sign := range []string{"out of memory", "cannot allocate memory", "failed to allocate"} {
		if strings.Contains(line, sign) {
			return true
		}
	}
	return false
}

// printable cuts s at limit bytes and replaces what is no printable character:
// a hostile document must not steer the terminal or the page its error is
// shown on. Marks that turn the direction of writing are no such character.
func printable(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == zeroWidthNonJoiner {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return utf8.RuneError
	}, s[:min(len(s), limit)])
	if len(s) <= limit {
		return s
	}
	cut := limit
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// zeroWidthNonJoiner is part of Persian spelling.
const zeroWidthNonJoiner = '\u200c'
