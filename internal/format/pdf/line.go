package pdf

import (
	"math"
	"slices"
	"sort"
)

// line is what stands at one height, from left to right.
type line struct {
	glyphs []*glyph  // settled
	whole  []*glyph  // and before
	base   float64   // where its letters stand
	size   float64   // of its letters on average
	cuts   []float64 // places between the cells of a table, from left to right
	rows   *vote     // of the table's rows by their direction; nil outside tables
}

// lines parts glyphs by height, from the top down. Accents, which may be set
// higher or lower, go with the nearest line.
func lines(glyphs []*glyph) []*line {
	var letters, marks []*glyph
	for _, g := range glyphs {
		if isMark(g.text) {
			marks = append(marks, g)
		} else {
			letters = append(letters, g)
		}
	}
	sort.SliceStable(letters, func(i, j int) bool { return letters[i].base < letters[j].base })
	var all []*line
	var now *line
	for _, g := range letters {
		if now == nil || g.base-now.base > reach(g.size, now.size) {
			now = &line{base: g.base, size: g.size}
			all = append(all, now)
		}
		n := float64(len(now.glyphs))
		now.base = (now.base*n + g.base) / (n + 1)
		now.size = (now.size*n + g.size) / (n + 1)
		now.glyphs = append(now.glyphs, g)
	}
	if len(all) == 0 && len(marks) > 0 {
		all = []*line{{base: marks[0].base, size: marks[0].size}}
	}
	for _, m := range marks {
		l := nearest(all, m)
		l.glyphs = append(l.glyphs, m)
	}
	for _, l := range all {
		l.whole = l.glyphs
		l.glyphs = settle(slices.Clone(l.whole))
	}
	return all
}

// nearest is the line that an accent belongs to. More accents stand above their
// letters than below, so the line below is taken to be nearer than it is.
func nearest(all []*line, m *glyph) *line {
	i := sort.Search(len(all), func(i int) bool { return all[i].base >= m.base })
	if i == len(all) {
		return all[i-1]
	}
	if i > 0 && m.base-all[i-1].base < 0.6*(all[i].base-m.base) {
		return all[i-1]
	}
	return all[i]
}

// reach is how far apart in height letters of these sizes may stand in one
// line: as raised and lowered ones do.
func reach(a, b float64) float64 { return 0.45 * min(max(a, b), 2*min(a, b)) }

// parted says what is between two neighbours.
type parted int

const (
	together parted = iota
	spaced
	columned // as between the cells of a table
)

// Gaps between words as parts of the size of the letters. Where the engine
// parts two words, a narrow gap is enough to believe it; where it does not, the
// gap must be wide. Where only the ink of a glyph is known, the gap after it
// seems wider than it is.
const (
	gapAgreed     = 0.06
	gapAlone      = 0.15
	gapAgreedInk  = 0.15
	gapAloneInk   = 0.22
	gapAgreedOver = -0.02
	gapGlyph      = 0.04 // where the file has a space as a glyph
	gapCell       = 2.2
)

// gap says what is between a and b, a to the left; blank: the file has a space
// there.
func gap(a, b *glyph, blank bool) parted {
	agreed, alone, from := gapAgreed, gapAlone, a.pen+a.advance
	if a.advance == 0 {
		agreed, alone, from = gapAgreedInk, gapAloneInk, max(a.x1, a.pen)
	}
	if a.over && !a.inked && !b.inked {
		agreed = gapAgreedOver
	}
	wide := (b.pen - from) / max(min(a.size, b.size), minSize)
	switch {
	case wide >= gapCell:
		return columned
	case wide >= alone, a.word != b.word && a.word*b.word != 0 && wide >= agreed, blank && wide >= gapGlyph:
		return spaced
	}
	return together
}

// cells parts a line where its gaps are as wide as between the cells of a
// table, and gives the cells from left to right as glyphs and spaces.
func (l *line) cells() [][]item {
	var all [][]item
	var cell []item
	var last *glyph
	blank := false
	for _, g := range l.glyphs {
		if isSpace(g.text) {
			blank = true
			continue
		}
		if last != nil && !g.thin() {
			parting := gap(last, g, blank)
			if l.cut(last, g) {
				parting = columned
			}
			switch parting {
			case columned:
				all, cell = append(all, cell), nil
			case spaced:
				cell = append(cell, space())
			}
			blank = false
		}
		cell = append(cell, item{glyph: g, class: g.class})
		if !g.thin() {
			last = g
		}
	}
	if cell != nil {
		all = append(all, cell)
	}
	return all
}

// extent is the stretch of the page that a line takes, from left to right.
func extent(glyphs []*glyph) (x0, x1 float64) {
	x0, x1 = math.Inf(1), math.Inf(-1)
	for _, g := range glyphs {
		if isSpace(g.text) {
			continue
		}
		x0, x1 = min(x0, g.x0, g.pen), max(x1, g.x1)
	}
	return x0, x1
}
