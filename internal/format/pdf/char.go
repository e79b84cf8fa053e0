package pdf

import (
	"math"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"sanad/internal/format/content"
)

// Char is what one glyph, or a group of glyphs that can't be parted, reads as.
type Char struct {
	// Text is one code point, or more; "" for a glyph of which the file does
	// not say what it reads as.
	Text string
	// Box is where it stands, as a reader sees the page, in points from the
	// top left.
	Box content.Box
	// X and Y are where the pen was set down to write it: for most scripts
	// its left end on the line on which the letters stand.
	X, Y float64
	Size float64 // of the font, in points as shown
	// Turn is how far the writing is turned, in quarter turns clockwise as
	// shown.
	Turn int
	// Inked: Box holds the ink alone, and not the width that the font gives.
	Inked bool
	// Over: its ink hangs over what is to its right, and Box with it; else Box
	// ends where the pen went on.
	Over bool
	// Word counts the words as the PDF engine parts them, from 1: two
	// neighbours of different Words are likely, but need not be, in different
	// words. 0: the engine has no word for it.
	Word int
	// Told: Text is what the file says it reads as (ActualText) and not what
	// its glyphs look like; a bracket is then the one that was typed, and not
	// its mirror image.
	Told bool
}

// glyph is a Char in a frame in which its writing is upright.
type glyph struct {
	text           string
	x0, y0, x1, y1 float64
	pen, base      float64
	size           float64
	word, serial   int // serial: its place among the Chars
	told, over     bool
	inked          bool    // only the ink is known; so it is of what is told
	advance        float64 // how far the pen moves for it; 0 if not known
	class          bidi.Class
	box            content.Box // as shown
	marks          []*glyph    // accents that stand on it
}

// place is where the glyph stands among its neighbours. Ink may hang over
// several of them, so the pen counts; of two that begin at one place the
// narrower, which has no width of its own, is the first.
func (g *glyph) place() float64 { return g.pen + 0.02*max(g.x1-g.pen, 0) }

func (g *glyph) thin() bool { return isThin(g.text) }

// isThin: a joiner or mark of direction, which takes no room and parts nothing.
func isThin(text string) bool {
	for _, r := range text {
		if !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// minSize replaces sizes that are zero or broken.
const minSize = 0.5

// upright takes the Chars of one Turn into their frame.
func upright(chars []Char, turn int, width, height float64) []*glyph {
	var all []*glyph
	for i, c := range chars {
		if c.Turn != turn || c.Text == "" || !sound(c) {
			continue
		}
		g := &glyph{text: c.Text, word: c.Word, serial: i, told: c.Told, over: c.Over, inked: c.Inked || c.Told, box: c.Box, class: classOf(c.Text)}
		x0, y0 := turned(c.Box.X0, c.Box.Y0, turn, width, height)
		x1, y1 := turned(c.Box.X1, c.Box.Y1, turn, width, height)
		g.x0, g.x1, g.y0, g.y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
		g.pen, g.base = turned(c.X, c.Y, turn, width, height)
		if g.size = c.Size; g.size < minSize {
			g.size = max(g.y1-g.y0, minSize)
		}
		all = append(all, g)
	}
	return all
}

// turned takes a point of the page into the frame of a Turn.
func turned(x, y float64, turn int, width, height float64) (float64, float64) {
	switch turn {
	case 1:
		return y, width - x
	case 2:
		return width - x, height - y
	case 3:
		return height - y, x
	}
	return x, y
}

// farOut is beyond every page; places there come from broken matrices.
const farOut = 1e6

func sound(c Char) bool {
	for _, v := range []float64{c.Box.X0, c.Box.Y0, c.Box.X1, c.Box.Y1, c.X, c.Y, c.Size} {
		if math.IsNaN(v) || math.Abs(v) > farOut {
			return false
		}
	}
	return true
}

// classOf is the class of the first character that has a direction, or of the
// first (Unicode Standard Annex 9, table 4).
func classOf(text string) bidi.Class {
	first := bidi.ON
	for i, r := range text {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L, bidi.R, bidi.AL:
			return p.Class()
		}
		if i == 0 {
			first = p.Class()
		}
	}
	return first
}

// isMark: an accent or vowel sign that stands on another letter.
func isMark(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size == len(text) && unicode.Is(unicode.Mn, r)
}

// isSpace: a glyph that shows nothing and parts words. The joiners and marks of
// direction part nothing.
func isSpace(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) && r != 0 {
			return false
		}
	}
	return true
}
