package pdf

import "math"

// What makes a gutter between two columns of text, and not a gap in a table or
// a chance of the words.
const (
	gutterWide  = 0.9  // at least, as a part of the size of the letters
	columnLines = 4    // at least, on either side
	columnDepth = 6    // columns within columns
	columnMost  = 2000 // lines of a part that is searched for columns
	glyphMost   = 50_000
)

// blocks parts glyphs into columns and gives each as lines, in the order of
// reading.
func blocks(glyphs []*glyph, page vote, depth int) [][]*line {
	all := lines(glyphs)
	if depth == columnDepth || len(all) < columnLines || len(all) > columnMost || len(glyphs) > glyphMost {
		return [][]*line{rowed(all)}
	}
	g, found := widestGutter(all)
	if !found {
		return [][]*line{rowed(lines(glyphs))} // anew: the search has moved accents
	}
	left, right := g.sides(all[g.from:g.to])
	if votes(append(append([]*glyph(nil), left...), right...)).rtl() {
		left, right = right, left
	}
	var parts [][]*line
	parts = append(parts, above(all[:g.from], page, depth)...)
	parts = append(parts, blocks(left, page, depth+1)...)
	parts = append(parts, blocks(right, page, depth+1)...)
	return append(parts, above(all[g.to:], page, depth)...)
}

// above gives the blocks of the lines before or after a pair of columns.
func above(part []*line, page vote, depth int) [][]*line {
	if len(part) == 0 {
		return nil
	}
	return blocks(unsettled(part), page, depth+1)
}

// unsettled gives the glyphs of lines with the accents apart, to be put into
// lines anew.
func unsettled(part []*line) []*glyph {
	var glyphs []*glyph
	for _, l := range part {
		glyphs = append(glyphs, l.whole...)
	}
	return glyphs
}

// gutter is a blank stretch that runs down between two columns.
type gutter struct {
	x        float64
	from, to int // lines
}

// sides parts the glyphs of lines by the gutter.
func (g gutter) sides(part []*line) (left, right []*glyph) {
	for _, gl := range unsettled(part) {
		if gl.pen < g.x {
			left = append(left, gl)
		} else {
			right = append(right, gl)
		}
	}
	return left, right
}

// widestGutter tries places across the page for the gutter that most lines
// leave free.
func widestGutter(all []*line) (gutter, bool) {
	x0, x1 := math.Inf(1), math.Inf(-1)
	size := 0.0
	for _, l := range all {
		a, b := extent(l.glyphs)
		x0, x1 = min(x0, a), max(x1, b)
		size += l.size / float64(len(all))
	}
	if math.IsInf(x0, 0) || math.IsInf(x1, 0) || x1-x0 < 8*size {
		return gutter{}, false
	}
	ink := make([][]stretch, len(all))
	for i, l := range all {
		ink[i] = inked(l, gutterWide*size/3)
	}
	var best gutter
	var seen [3]int // the run last looked at, and how much stands left of it
	const most = 500
	step := max(size/8, (x1-x0)/most)
	for x := x0 + 0.12*(x1-x0); x < x0+0.88*(x1-x0); x += step {
		g := freeRun(ink, x, gutterWide*size/2)
		if g.to-g.from <= max(best.to-best.from, columnLines-1) {
			continue
		}
		now := [3]int{g.from, g.to, g.before(ink)}
		if now != seen && g.columns(all[g.from:g.to]) {
			best = g
		}
		seen = now
	}
	return best, best.to > best.from
}

// before counts the stretches of ink left of the gutter.
func (g gutter) before(ink [][]stretch) int {
	n := 0
	for _, parts := range ink[g.from:g.to] {
		for _, s := range parts {
			n += one(s.x1 < g.x)
		}
	}
	return n
}

// stretch is a part of a line with ink.
type stretch struct{ x0, x1 float64 }

// inked gives where a line has ink; gaps under join are none.
func inked(l *line, join float64) []stretch {
	var all []stretch
	for _, g := range l.glyphs {
		if isSpace(g.text) {
			continue
		}
		x0, x1 := min(g.x0, g.pen), g.x1
		if n := len(all); n > 0 && x0-all[n-1].x1 < join {
			all[n-1].x1 = max(all[n-1].x1, x1)
			continue
		}
		all = append(all, stretch{x0, x1})
	}
	return all
}

// freeRun is the longest run of lines that leave x free, half a gutter on
// either side.
func freeRun(ink [][]stretch, x, half float64) gutter {
	best, now := gutter{x: x}, gutter{x: x}
	for i, parts := range ink {
		if free, _, _ := around(parts, x, half); !free {
			now.from = i + 1
		}
		if now.to = i + 1; now.to-now.from > best.to-best.from {
			best = now
		}
	}
	return best
}
