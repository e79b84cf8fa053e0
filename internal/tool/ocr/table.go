package ocr

import (
	"strings"
	"unicode"

	"sanad/internal/format/content"
)

// Of a table, as the program sees one when it looks for columns.
const (
	fewRows   = 5
	shortCell = 3.5 // words; a line of a newspaper's column has more
	manyLines = 2000
)

// columnsOf reports whether many lines of a page, read by columns, stand beside
// each other, and whether those are short: then it looks like a table.
func columnsOf(p content.Page) (beside, short bool) {
	lines := linesOf(p)
	if len(lines) > manyLines {
		return false, false
	}
	count, words := 0, 0
	for i, a := range lines {
		for j, b := range lines {
			middle := (a.box.Y0 + a.box.Y1) / 2
			if i != j && b.box.Y0 < middle && middle < b.box.Y1 && (b.box.X0 >= a.box.X1 || b.box.X1 <= a.box.X0) {
				count++
				words += a.words
				break
			}
		}
	}
	beside = count >= 2*fewRows
	return beside, beside && float64(words)/float64(count) <= shortCell
}

// latin reports whether nearly all letters of a text are Latin.
func latin(text string) bool {
	letters, others := 0, 0
	for _, c := range text {
		switch {
		case unicode.Is(unicode.Latin, c):
			letters++
		case unicode.IsLetter(c):
			others++
		}
	}
	return letters > 20*others
}

// line is a line of a page.
type line struct {
	box   content.Box
	words int
}

func linesOf(p content.Page) []line {
	var lines []line
	end := -1 // of the line that is being put together
	for _, s := range p.Spans {
		if s.From > end {
			next := strings.IndexByte(p.Text[s.From:], '\n')
			if end = s.From + next; next < 0 {
				end = len(p.Text)
			}
			lines = append(lines, line{box: *s.Box})
		}
		l := &lines[len(lines)-1]
		l.words++
		l.box = content.Box{X0: min(l.box.X0, s.Box.X0), Y0: min(l.box.Y0, s.Box.Y0), X1: max(l.box.X1, s.Box.X1), Y1: max(l.box.Y1, s.Box.Y1)}
	}
	return lines
}
