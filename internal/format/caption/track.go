package caption

import (
	"fmt"
	"strconv"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
)

// The size of a page: so many cues, or so many bytes.
const (
	perPage   = 200
	pageBytes = 1 << 20
)

// cue is what is said in one stretch of time.
type cue struct {
	open     bool
	from, to int64 // milliseconds; to is -1 where only the next cue's time ends it
	lines    []string
	bytes    int
	timed    bool // from a mark of a transcript
}

// track is what is known of the captions while their lines go by.
type track struct {
	out        content.Sink
	cue        *cue
	held       string // a line that is a cue's number if a time follows, else text
	skip       bool   // inside a block of styles or notes
	text       strings.Builder
	spans      []content.Span
	pages      int
	cues, odd  int
	last, most int64 // where the cue before began, and the latest end
	seen       int   // lines
}

// line reads the next line.
func (t *track) line(line string) error {
	t.seen++
	if t.seen == 1 && isVTT(strings.TrimPrefix(line, "\ufeff")) {
		t.skip = true
		return nil
	}
	if strings.TrimSpace(line) == "" {
		t.skip = false
		t.settle()
		return nil
	}
	if from, to, ok := span(line); ok {
		t.held, t.skip = "", false
		return t.begin(&cue{open: true, from: from, to: to})
	}
	if at, words, ok := mark(line); ok && (!t.cue.open || t.cue.timed) {
		if err := t.begin(&cue{open: true, from: at, to: -1, timed: true}); err != nil {
			return err
		}
		t.add(words)
		return nil
	}
	switch first, _, _ := strings.Cut(line, " "); {
	case t.skip:
	case t.held == "" && !t.cue.timed && (first == "STYLE" || first == "NOTE" || first == "REGION") && t.betweenCues():
		t.skip = true
	case isNumber(line) && !t.cue.timed:
		t.settle()
		t.held = line
	default:
		t.settle()
		t.add(line)
	}
	return nil
}

// betweenCues reports whether nothing of a cue was read since a blank line: the
// notes of WebVTT stand there only.
func (t *track) betweenCues() bool {
	return !t.cue.open || len(t.cue.lines) > 0 && t.cue.lines[len(t.cue.lines)-1] == ""
}

// settle makes text of a number that no time followed, and keeps a blank line
// as a mark.
func (t *track) settle() {
	if t.held != "" {
		held := t.held
		t.held = ""
		t.add(held)
	}
	if n := len(t.cue.lines); n > 0 && t.cue.lines[n-1] != "" {
		t.cue.lines = append(t.cue.lines, "")
	}
}

func isNumber(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && len(line) < 10 && strings.Trim(line, "0123456789") == ""
}

// add takes a line of the open cue. Lines above the first cue are no caption.
func (t *track) add(line string) {
	if !t.cue.open || t.cue.bytes > pageBytes {
		return
	}
	t.cue.bytes += len(line) + 1
	t.cue.lines = append(t.cue.lines, line)
}

// begin ends the open cue and begins another. A transcript's cue ends where the
// next begins.
func (t *track) begin(next *cue) error {
	if t.cue.open && t.cue.to < 0 {
		t.cue.to = max(next.from, t.cue.from)
	}
	err := t.end()
	t.cue = next
	return err
}

// end puts the open cue on the page.
func (t *track) end() error {
	c := t.cue
	if !c.open {
		return nil
	}
	t.cues++
	if c.to < c.from {
		t.odd++
		c.to = c.from
	}
	if c.from < t.last {
		t.odd++
	}
	t.last, t.most = c.from, max(t.most, c.to)
	var words []string
	for _, l := range c.lines {
		if l = strip(l); l != "" {
			words = append(words, l)
		}
	}
	if t.text.Len() > 0 {
		t.text.WriteByte('\n')
	}
	from := t.text.Len()
	t.text.WriteString(strings.Join(words, "\n"))
	t.spans = append(t.spans, content.Span{From: from, To: t.text.Len(), Time: &content.Time{From: c.from, To: c.to}})
	if len(t.spans) >= perPage || t.text.Len() >= pageBytes {
		return t.flush()
	}
	return nil
}

// flush hands over a page.
func (t *track) flush() error {
	if len(t.spans) == 0 {
		return nil
	}
	t.pages++
	p := content.Page{Number: t.pages, Text: t.text.String(), Spans: t.spans}
	t.text.Reset()
	t.spans = nil
	return t.out.Page(p)
}

// finish ends the last cue.
func (t *track) finish() error {
	if t.held != "" {
		t.settle()
	}
	if t.cue.to < 0 {
		t.cue.to = t.cue.from
	}
	if err := t.end(); err != nil {
		return err
	}
	return t.flush()
}

// tell describes the captions.
func (t *track) tell(choice encoded.Choice) error {
	for _, f := range append(choice.Fields(), content.Field{Name: "cue_count", Value: strconv.Itoa(t.cues)},
		content.Field{Name: "duration_ms", Value: strconv.FormatInt(t.most, 10)}) {
		if err := t.out.Field(f); err != nil {
			return err
		}
	}
	if t.odd == 0 {
		return nil
	}
	return t.out.Problem(content.Problem{Part: "times", Reason: fmt.Sprintf("%d cues end before they begin or begin before the cue above them; all are read where they stand", t.odd)})
}
