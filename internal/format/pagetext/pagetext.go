// Package pagetext knows how the text of a document that flows (paragraphs,
// tables, notes, boxes) is laid out as pages of plain text. It must never
// change a letter of what it is given, and never gather more than a few
// megabytes before it hands a page over.
//
// A table's cells are parted by a tab and its rows by a line break; inside a
// cell, paragraphs are parted by a space. What stands beside the flow (notes,
// comments, deletions, targets of links) follows the page's text as lines of
// the form "[what it is] text", so that nobody takes it for the flow.
package pagetext

import (
	"bytes"
	"fmt"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/sticky"
)

const (
	// pageMost is where a page without an end is parted: at the end of the
	// next paragraph, or anywhere at hardMost.
	pageMost = 2 << 20
	hardMost = 8 << 20
	// asideMost is what stands beside the flow of one page.
	asideMost = 8 << 20
	// apartMost is what is gathered apart before the paragraph ends.
	apartMost = 32 << 20
)

// Writer lays out pages and hands them to a sink. After an error of the sink,
// or a limit, it does nothing more; see Err.
type Writer struct {
	Out           *sticky.Sink
	Name          string  // of the page being written; cleared with it
	Width, Height float64 // of all pages, in points

	err    error
	number int
	frames []*frame // the page's own first, then texts gathered apart
	asides []string
	beside int // bytes of asides
	apart  int // bytes gathered apart since a paragraph of the flow ended
	told   map[string]bool
	fresh  bool // nothing stands on the page since a page break that was meant
	broken bool // a page ended inside the paragraph whose end is still to come
}

// frame is one flow of text.
type frame struct {
	text  []byte
	table int  // depth of tables
	gap   bool // a space is due before the next text of the cell
	boxes []string
}

// New begins with an empty page 1.
func New(out *sticky.Sink) *Writer {
	return &Writer{Out: out, frames: []*frame{{}}, told: map[string]bool{}}
}

// Err is what stopped the writer.
func (w *Writer) Err() error {
	if w.Out.Err != nil {
		return w.Out.Err
	}
	return w.err
}

func (w *Writer) top() *frame { return w.frames[len(w.frames)-1] }

// Text adds to the line. In a table, line breaks and tabs become a space.
func (w *Writer) Text(s string) {
	f := w.top()
	if s == "" || w.Err() != nil {
		return
	}
	if f.table > 0 && strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
	}
	if f.gap && len(f.text) > 0 && !strings.ContainsRune("\t\n ", rune(f.text[len(f.text)-1])) {
		f.text = append(f.text, ' ')
	}
	f.gap = false
	f.text = append(f.text, s...)
	if len(w.frames) == 1 {
		w.broken = false
		if len(f.text) > hardMost {
			w.flush()
		}
		return
	}
	if w.apart += len(s); w.apart > apartMost {
		w.err = fmt.Errorf("too much text stands beside one paragraph: %w", &content.Limited{Limit: "text_bytes", Max: apartMost})
	}
}

// Line ends a paragraph or a line of one.
func (w *Writer) Line() {
	f := w.top()
	if f.table > 0 {
		f.gap = true
		return
	}
	if len(w.frames) == 1 && w.broken {
		w.broken = false // the line ended with the page
	} else {
		f.text = append(f.text, '\n')
	}
	w.putBoxes(f)
	w.partLong()
}

// putBoxes lets the text of boxes that were anchored in the paragraph follow it.
func (w *Writer) putBoxes(f *frame) {
	if n := len(f.text); len(f.boxes) > 0 && n > 0 && f.text[n-1] != '\n' {
		f.text = append(f.text, '\n')
	}
	for _, box := range f.boxes {
		f.text = append(append(f.text, box...), '\n')
	}
	f.boxes = nil
	if len(w.frames) == 1 {
		w.apart = 0
	}
}

// Fresh ends the line unless it is empty.
func (w *Writer) Fresh() {
	if f := w.top(); f.table > 0 || len(f.text) > 0 && f.text[len(f.text)-1] != '\n' {
		w.Line()
	}
}

func (w *Writer) partLong() {
	if f := w.top(); len(w.frames) == 1 && f.table == 0 && len(f.text)+w.beside > pageMost {
		w.flush()
	}
}

// Table begins a table.
func (w *Writer) Table() {
	if f := w.top(); f.table == 0 {
		w.Fresh()
	}
	w.top().table++
}

// Cell ends a cell.
func (w *Writer) Cell() {
	f := w.top()
	if f.table > 1 {
		f.gap = true
		return
	}
	f.gap = false
	f.text = append(f.text, '\t')
}

// Row ends a row.
func (w *Writer) Row() {
	f := w.top()
	if f.table != 1 {
		f.gap = f.table > 0
		return
	}
	f.gap = false
	if n := len(f.text); n > 0 && f.text[n-1] == '\t' {
		f.text = f.text[:n-1]
	}
	f.text = append(f.text, '\n')
	f.table = 0
	w.putBoxes(f)
	w.partLong()
	w.top().table = 1
}

// EndTable ends a table.
func (w *Writer) EndTable() {
	if f := w.top(); f.table > 0 {
		f.table--
		f.gap = f.table > 0
	}
}

// Push begins a text apart from the flow: a note, a comment, a box.
func (w *Writer) Push() { w.frames = append(w.frames, &frame{}) }

// Pop ends what Push began and gives its text.
func (w *Writer) Pop() string {
	if len(w.frames) == 1 {
		return ""
	}
	f := w.top()
	w.putBoxes(f)
	w.frames = w.frames[:len(w.frames)-1]
	return strings.TrimRight(string(f.text), "\n")
}

// Box lets text follow the paragraph that is being written.
func (w *Writer) Box(text string) {
	if f := w.top(); strings.TrimSpace(text) != "" {
		f.boxes = append(f.boxes, text)
	}
}

// Aside lets "[what] text" follow the page's text.
func (w *Writer) Aside(what, text string) {
	if text == "" || w.Err() != nil {
		return
	}
	line := "[" + what + "] " + text
	if w.beside += len(line); w.beside > asideMost {
		w.flush() // keeps the order: what stands beside goes with what came before
		w.beside = len(line)
	}
	w.asides = append(w.asides, line)
}

// Once is Aside for what is told but once a page, such as a link's target.
func (w *Writer) Once(what, text string) {
	if line := what + " " + text; !w.told[line] {
		w.told[line] = true
		w.Aside(what, text)
	}
}

// Break ends the page inside a paragraph, because its maker said so.
func (w *Writer) Break() {
	if len(w.frames) > 1 {
		return
	}
	w.flush()
	w.fresh, w.broken = true, true
}

// BreakBefore ends the page between paragraphs, unless it is blank.
func (w *Writer) BreakBefore() {
	if !w.blank() {
		w.Break()
		w.broken = false
	}
}

// SoftBreak ends the page because the program that showed it had come to its
// end; where a break that was meant stands just before, it is the same break.
func (w *Writer) SoftBreak() {
	if len(w.frames) > 1 || (w.fresh || w.number == 0) && w.blank() {
		return
	}
	w.broken = len(w.frames[0].text) > 0 && w.frames[0].text[len(w.frames[0].text)-1] != '\n'
	w.flush()
}

// EndPage ends a page that is one by itself, such as a slide.
func (w *Writer) EndPage() { w.flush() }

func (w *Writer) blank() bool { return len(bytes.Trim(w.frames[0].text, "\n")) == 0 }

// flush hands the page over, whatever it holds.
func (w *Writer) flush() {
	f := w.frames[0]
	if f.table == 0 {
		w.putBoxes(f)
	}
	w.number++
	text := strings.TrimRight(string(f.text), "\n")
	f.text = f.text[:0]
	if len(w.asides) > 0 {
		if text != "" {
			text += "\n"
		}
		text += strings.Join(w.asides, "\n")
	}
	w.asides, w.beside, w.fresh = nil, 0, false
	clear(w.told)
	_ = w.Out.Page(content.Page{
		Number: w.number, Name: w.Name, Text: strings.ToValidUTF8(text, "\uFFFD"), Width: w.Width, Height: w.Height,
	})
	w.Name = ""
}

// Close hands over the last page, if it holds anything or is the only one.
func (w *Writer) Close() error {
	for len(w.frames) > 1 {
		w.Box(w.Pop())
	}
	w.frames[0].table = 0
	if !w.blank() || len(w.asides) > 0 || len(w.frames[0].boxes) > 0 || w.number == 0 && w.Err() == nil {
		w.flush()
	}
	return w.Err()
}

// Number is how many pages were handed over.
func (w *Writer) Number() int { return w.number }

// Empty reports whether nothing was written yet.
func (w *Writer) Empty() bool { return w.number == 0 && w.blank() && len(w.asides) == 0 }
