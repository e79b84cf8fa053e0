package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What tells running text, which goes on from line to line, from the cells of a
// table, which belong to their row. To take a table for columns parts each name
// from what is said of it, so in doubt a page is read row by row.
const (
	columnChars   = 12   // in a line on average, at least
	columnWords   = 3    // in half of the lines, at least
	alignedWords  = 4    // the same where the lines on both sides stand level
	columnFilled  = 0.75 // of a column's width by half of the lines, at least
	columnFlowing = 0.75 // of the lines that go on, or end a sentence, at least
	columnAlike   = 0.7  // of the lines that begin with one word, at most
	stripFree     = 0.85 // of the lines that leave a strip between two parts free
	stripSides    = 0.25 // of the lines with ink on either side of it, at least
	levelShare    = 0.7  // of the lines on either side that stand level
	levelOff      = 0.25 // how far level lines may differ, of their size
)

// columns reports whether what stands on either side is running text. Each part
// that looks like a column of its own must be.
func (g gutter) columns(part []*line) bool {
	left, right := g.sides(part)
	if min(len(left), len(right)) < columnLines*columnChars {
		return false
	}
	words := columnWords
	if a, b := lines(left), lines(right); min(level(a, b), level(b, a)) >= levelShare {
		words = alignedWords
	}
	for _, side := range [][]*glyph{left, right} {
		for _, strip := range strips(side) {
			if !running(strip, words) {
				return false
			}
		}
	}
	return true
}

// level is the share of the lines of a that stand level with one of b.
func level(a, b []*line) float64 {
	n := 0
	for _, l := range a {
		if slices.ContainsFunc(b, func(o *line) bool { return math.Abs(o.base-l.base) <= levelOff*l.size }) {
			n++
		}
	}
	return float64(n) / float64(max(len(a), 1))
}

// strips parts glyphs at the blanks that run down through most of their lines.
func strips(glyphs []*glyph) [][]*glyph {
	all := lines(glyphs)
	size := 0.0
	for _, l := range all {
		size += l.size / float64(len(all))
	}
	ink := make([][]stretch, len(all))
	for i, l := range all {
		ink[i] = inked(l, gutterWide*size/3)
	}
	x0, x1 := extent(glyphs)
	var cuts []float64
	inside := false // a blank, of which one cut is enough
	const most = 500
	step := max(size/4, (x1-x0)/most)
	for x := x0 + size; x < x1-size; x += step {
		free := isStrip(ink, x, gutterWide*size/2)
		if free && !inside {
			cuts = append(cuts, x)
		}
		inside = free
	}
	parts := make([][]*glyph, len(cuts)+1)
	for _, gl := range glyphs {
		i, _ := slices.BinarySearch(cuts, gl.pen)
		parts[i] = append(parts[i], gl)
	}
	return slices.DeleteFunc(parts, func(p []*glyph) bool { return len(p) == 0 })
}

// isStrip reports whether most lines leave x free and enough stand on either
// side of it.
func isStrip(ink [][]stretch, x, half float64) bool {
	free, before, after := 0, 0, 0
	for _, parts := range ink {
		f, b, a := around(parts, x, half)
		free, before, after = free+one(f), before+one(b), after+one(a)
	}
	n := float64(len(ink))
	return float64(free) >= stripFree*n && float64(min(before, after)) >= stripSides*n
}

// around tells whether a line leaves x free, half a gutter on either side, and
// on which sides of it there is ink.
func around(parts []stretch, x, half float64) (free, before, after bool) {
	free = true
	for _, s := range parts {
		free = free && (s.x1 < x-half || s.x0 > x+half)
		before, after = before || s.x0 < x, after || s.x1 > x
	}
	return free, before, after
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// running: lines enough, long enough, full enough, that go on in the next one.
func running(glyphs []*glyph, least int) bool {
	all := lines(glyphs)
	if len(all) < columnLines || len(glyphs) < columnChars*len(all) {
		return false
	}
	rtl := votes(glyphs).rtl()
	rows := make([]row, 0, len(all))
	for _, l := range all {
		if r, ok := rowOf(l, rtl); ok {
			rows = append(rows, r)
		}
	}
	return len(rows) >= columnLines && half(rows, func(r row) float64 { return float64(r.words) }) >= float64(least) &&
		flowing(rows, rtl) && !alike(rows)
}

// row is a line of what may be a column.
type row struct {
	x0, x1 float64
	words  int
	first  float64 // how wide its first word is, with a space
	begins string  // its first word, digits as 0
	ends   bool    // with the end of a sentence
}

func rowOf(l *line, rtl bool) (row, bool) {
	var words [][]item
	for _, cell := range l.cells() {
		for len(cell) > 0 {
			to := slices.IndexFunc(cell, func(i item) bool { return i.glyph == nil })
			if to < 0 {
				to = len(cell)
			}
			if to > 0 {
				words = append(words, cell[:to])
			}
			cell = cell[min(to+1, len(cell)):]
		}
	}
	if len(words) == 0 {
		return row{}, false
	}
	first, last := words[0], words[len(words)-1]
	if rtl {
		first, last = last, first
	}
	r := row{words: len(words), begins: spelled(first), ends: slices.ContainsFunc(last, func(i item) bool { return isEnd(i.first()) })}
	r.x0, r.x1 = extent(l.glyphs)
	a, b := wordExtent(first)
	r.first = b - a + gapAlone*l.size
	return r, true
}

func wordExtent(word []item) (x0, x1 float64) {
	glyphs := make([]*glyph, len(word))
	for i, it := range word {
		glyphs[i] = it.glyph
	}
	return extent(glyphs)
}

// spelled is a word by its places, with digits as 0: to compare, not to read.
func spelled(word []item) string {
	var b strings.Builder
	for _, i := range word {
		if r := i.first(); unicode.IsDigit(r) {
			b.WriteByte('0')
		} else {
			b.WriteString(i.glyph.text)
		}
	}
	return b.String()
}

func isEnd(r rune) bool {
	return r != utf8.RuneError && strings.ContainsRune(".؟?!۔:؛", r)
}

// half is the value that half of the rows reach.
func half(rows []row, value func(row) float64) float64 {
	all := make([]float64, len(rows))
	for i, r := range rows {
		all[i] = value(r)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// flowing reports whether lines are broken because they are full: the next word
// had no room in them. A line that ends a sentence may be the paragraph's last.
func flowing(rows []row, rtl bool) bool {
	x0, x1 := math.Inf(1), math.Inf(-1)
	for _, r := range rows {
		x0, x1 = min(x0, r.x0), max(x1, r.x1)
	}
	if half(rows, func(r row) float64 { return r.x1 - r.x0 }) < columnFilled*(x1-x0) {
		return false
	}
	n := 0
	for i, r := range rows[:len(rows)-1] {
		room := x1 - r.x1
		if rtl {
			room = r.x0 - x0
		}
		if r.ends || room < rows[i+1].first {
			n++
		}
	}
	return float64(n) >= columnFlowing*float64(len(rows)-1)
}

// alike reports lines that begin with the same word or kind of number, as cells
// do.
func alike(rows []row) bool {
	count := map[string]int{}
	for _, r := range rows {
		count[r.begins]++
		if float64(count[r.begins]) > columnAlike*float64(len(rows)) {
			return true
		}
	}
	return false
}
