package bboxlayout

import (
	"strings"

	"sanad/internal/format/content"
)

// writer puts a page together.
type writer struct {
	page  content.Page
	words [][]word
	lines [][]glyph // in the order of reading; word is an index of words' line
	text  strings.Builder
}

func newWriter(number int, width, height float64) *writer {
	return &writer{page: content.Page{Number: number, Width: width, Height: height}}
}

// block adds the lines of a block, each in the direction that most of the
// block's letters have: a line of a Persian paragraph may be all English.
func (w *writer) block(lines [][]word) {
	toRight, toLeft := 0, 0
	for _, line := range lines {
		for _, word := range line {
			for _, c := range word.text {
				switch classOf(c) {
				case left:
					toRight++
				case right:
					toLeft++
				}
			}
		}
	}
	for _, line := range lines {
		if len(line) > 0 {
			w.words = append(w.words, line)
			w.lines = append(w.lines, logical(visible(line), toLeft > toRight))
		}
	}
}

func (w *writer) finish() content.Page {
	setBrackets(w.lines)
	for i, line := range w.lines {
		if i > 0 {
			w.text.WriteByte('\n')
		}
		w.line(w.words[i], line)
	}
	w.page.Text = w.text.String()
	return w.page
}

// line writes a line. A run of characters of one word becomes a span.
func (w *writer) line(words []word, line []glyph) {
	last := -1 // the word of the character before
	for _, g := range line {
		from := w.text.Len()
		w.text.WriteRune(g.c)
		to := w.text.Len()
		switch {
		case g.word < 0:
		case g.word == last:
			w.page.Spans[len(w.page.Spans)-1].To = to
		default:
			box := words[g.word].box
			w.page.Spans = append(w.page.Spans, content.Span{From: from, To: to, Box: &box})
		}
		last = g.word
	}
}

// glyph is a character at its place in a line; word is -1 for a space between.
type glyph struct {
	c      rune
	word   int
	turned bool // it is part of what was read from right to left
}

// visible sets the words of a line next to each other as they are seen. Words
// closer than a tenth of the size of their letters are one: the program parts
// them where the font changes.
func visible(words []word) []glyph {
	var seen []glyph
	for i, word := range words {
		if i > 0 && apart(words[i-1].box, word.box) {
			seen = append(seen, glyph{c: ' ', word: -1})
		}
		for _, c := range word.text {
			seen = append(seen, glyph{c: c, word: i})
		}
	}
	return seen
}

// apart measures across the line, whichever way it runs: the words of a line
// that was turned on the page lie above each other.
func apart(a, b content.Box) bool {
	size := min(a.Y1-a.Y0, a.X1-a.X0, b.Y1-b.Y0, b.X1-b.X0)
	size = max(size, min(a.Y1-a.Y0, b.Y1-b.Y0)*0.7)
	gap := max(b.X0-a.X1, a.X0-b.X1, b.Y0-a.Y1, a.Y0-b.Y1)
	return gap > size/10
}
