package pdf

import (
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// Layout puts the characters of a page into the order of reading. The page it
// gives has Text, Spans (one for a word), Width and Height.
//
// A line of the page is a line of text; the words of a line are parted by a
// space, the cells of a table's row by a tab. Columns of running text are read
// one after another, the right one first where most letters are read from right
// to left; columns that may be a table's are read row by row.
// Turned writing follows the upright. Characters are given as they were found,
// but for brackets in lines from right to left, which are given as typed.
func Layout(chars []Char, width, height float64) content.Page {
	w := &writer{page: content.Page{Width: width, Height: height}}
	chars = merged(chars)
	for turn := range 4 {
		glyphs := upright(chars, turn, width, height)
		if len(glyphs) == 0 {
			continue
		}
		page := votes(glyphs)
		advances(lines(glyphs))
		for _, block := range blocks(glyphs, page, 0) {
			w.block(block, page)
		}
	}
	w.page.Text = w.text.String()
	return w.page
}

// writer builds a page's text and spans.
type writer struct {
	page content.Page
	text strings.Builder
	word *content.Span // that is being written
}

// block writes the lines of a column.
func (w *writer) block(block []*line, page vote) {
	direct(block, page)
	for _, paragraph := range paragraphs(block) {
		var all vote
		for _, l := range paragraph {
			all.add(votes(l.glyphs))
		}
		for _, l := range paragraph {
			w.line(l, l.row(l.rtl(all, page)))
		}
	}
}

func (w *writer) line(l *line, rtl bool) {
	cells := l.cells()
	if len(cells) == 0 {
		return
	}
	if w.text.Len() > 0 {
		w.text.WriteByte('\n')
	}
	for i := range cells {
		cell := cells[i]
		if rtl {
			cell = cells[len(cells)-1-i]
		}
		if i > 0 {
			w.text.WriteByte('\t')
		}
		w.cell(cell, cellDirection(cell, rtl, len(cells) > 1))
	}
}

// cellDirection: a cell with letters of one direction only goes by them.
func cellDirection(cell []item, line, many bool) bool {
	if !many {
		return line
	}
	var v vote
	for _, i := range cell {
		if i.glyph != nil {
			v.add(votes([]*glyph{i.glyph}))
		}
	}
	if v.left == v.right {
		return line
	}
	return v.rtl()
}

func (w *writer) cell(cell []item, rtl bool) {
	logical(cell, rtl)
	for _, i := range cell {
		if i.glyph == nil {
			w.end()
			w.text.WriteByte(' ')
			continue
		}
		w.add(i.read(), i.glyph.box)
		for _, m := range i.glyph.marks {
			w.add(m.text, m.box)
		}
	}
	w.end()
}

// add writes a part of a word.
func (w *writer) add(text string, box content.Box) {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	if w.word == nil {
		w.word = &content.Span{From: w.text.Len(), Box: &content.Box{X0: box.X0, Y0: box.Y0, X1: box.X1, Y1: box.Y1}}
	}
	b := w.word.Box
	b.X0, b.Y0, b.X1, b.Y1 = min(b.X0, box.X0), min(b.Y0, box.Y0), max(b.X1, box.X1), max(b.Y1, box.Y1)
	w.text.WriteString(text)
}

// end closes the word that is being written.
func (w *writer) end() {
	if w.word == nil {
		return
	}
	w.word.To = w.text.Len()
	w.page.Spans = append(w.page.Spans, *w.word)
	w.word = nil
}
