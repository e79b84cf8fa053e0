package pdf

import (
	"math"
	"sort"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// settle orders what stands in a line by place, puts accents on the letters
// they belong to and drops what was painted twice to look bold.
func settle(line []*glyph) []*glyph {
	sort.SliceStable(line, func(i, j int) bool { return line[i].place() < line[j].place() })
	var letters, marks []*glyph
	for _, g := range line {
		g.marks = nil
		switch {
		case isMark(g.text):
			marks = append(marks, g)
		case !repeated(letters, g):
			letters = append(letters, g)
		}
	}
	known := len(letters)
	for _, m := range marks {
		if on := carrier(letters[:known], m); on != nil {
			on.marks = append(on.marks, m)
		} else {
			letters = append(letters, m)
		}
	}
	if len(letters) > known {
		sort.SliceStable(letters, func(i, j int) bool { return letters[i].place() < letters[j].place() })
	}
	return letters
}

// repeated reports a glyph that stands a second time where it already is.
func repeated(letters []*glyph, g *glyph) bool {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.08*g.size }
	for i := len(letters) - 1; i >= max(0, len(letters)-3); i-- {
		o := letters[i]
		if o.text == g.text && g.x1 > g.x0 && near(o.x0, g.x0) && near(o.x1, g.x1) && near(o.base, g.base) {
			return true
		}
	}
	return false
}

// carrier finds the letter under or over which a mark's ink lies, in doubt the
// one that the file gives just before it.
func carrier(letters []*glyph, m *glyph) *glyph {
	at := (m.x0 + m.x1) / 2
	i := sort.Search(len(letters), func(i int) bool { return letters[i].pen > at })
	var best *glyph
	closest := 0.5 * m.size
	for _, l := range letters[max(0, i-3):min(len(letters), i+3)] {
		if r, _ := utf8.DecodeRuneInString(l.text); !unicode.IsLetter(r) {
			continue
		}
		far := max(l.x0-at, at-l.x1, 0)
		if after := m.serial - l.serial; 1 <= after && after <= 3 {
			far -= (0.25 - 0.05*float64(after)) * m.size
		}
		if far < closest {
			best, closest = l, far
		}
	}
	return best
}

// form is a glyph as it recurs on a page: the same letter in the same shape.
type form struct {
	text       string
	wide, size int
	inked      bool
}

func (g *glyph) form() form {
	return form{g.text, int(math.Round(50 * (g.x1 - g.x0) / g.size)), int(math.Round(4 * g.size)), g.inked}
}

// slack is how much an advance may differ from the box, as a part of the size
// of the letters.
const slack = 0.12

// vague: the box does not tell how far the pen moves. A Latin letter that hangs
// over is left to its box: what it would be learnt from is rather kerning.
func (g *glyph) vague() bool {
	return g.inked || g.over && (g.class == bidi.AL || g.class == bidi.R)
}

// advances learns how far the pen moves for each glyph of which the box does
// not tell, its ink hanging over a neighbour or being all that is known. Where
// a glyph is followed by another of its word, the pen has moved just that far;
// so of the moves seen on the page a short one is the advance.
func advances(all []*line) {
	moves := map[form][]float64{}
	for _, l := range all {
		for i, a := range l.glyphs {
			if j := l.next(i); j > 0 && a.vague() {
				f := a.form()
				moves[f] = append(moves[f], l.glyphs[j].pen-a.pen)
			}
		}
	}
	for _, m := range moves {
		sort.Float64s(m)
	}
	for _, l := range all {
		for _, a := range l.glyphs {
			a.advance = a.x1 - a.pen
			if !a.vague() {
				continue
			}
			m := moves[a.form()]
			limit := a.advance
			if a.inked {
				limit += slack * a.size
			}
			if len(m) > 0 && m[len(m)/4] > 0 && m[len(m)/4] <= limit {
				a.advance = m[len(m)/4]
			} else if a.inked {
				a.advance = 0
			}
		}
	}
}

// next is the neighbour of glyph i on its right that takes room, 0 if there is
// none.
func (l *line) next(i int) int {
	for j := i + 1; j < len(l.glyphs); j++ {
		if !l.glyphs[j].thin() {
			return j
		}
	}
	return 0
}
