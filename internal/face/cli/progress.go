package cli

import (
	"fmt"
	"strings"
	"time"
)

// progressLine shows how far long work is, on one line that overwrites itself.
// It is shown to people only: in a log it would be noise.
type progressLine struct {
	shown time.Time
	width int
}

// every is how often the line is drawn.
const every = 150 * time.Millisecond

// progress gives the function that long work tells its progress to.
func (s *session) progress() func(doing string, done, total int64) {
	if s.Progress != nil {
		return s.Progress
	}
	return func(doing string, done, total int64) {
		now := s.Clock()
		if !s.Terminal || now.Sub(s.line.shown) < every {
			return
		}
		s.line.shown = now
		text := fmt.Sprintf("%s: %d", doing, done)
		if total > 0 {
			text = fmt.Sprintf("%s: %d of %d (%d %%)", doing, done, total, done*100/total)
		}
		pad := max(0, s.line.width-len(text))
		s.line.width = len(text)
		fmt.Fprintf(s.Err, "\r%s%s", text, strings.Repeat(" ", pad))
	}
}

// clear takes the line away before something else is printed.
func (p *progressLine) clear(s *session) {
	if p.width > 0 {
		fmt.Fprintf(s.Err, "\r%s\r", strings.Repeat(" ", p.width))
		p.width = 0
	}
}

// size writes bytes for people.
func size(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	v, u := float64(n), 0
	for v >= 1024 && u < len(units)-1 {
		v, u = v/1024, u+1
	}
	if u == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", v, units[u])
}

// many writes a number with its noun.
func many(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
