package pdf

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// merged joins Chars that come from one glyph, such as the two letters of the
// ligature لا, which share one place: their places can't tell their order.
func merged(chars []Char) []Char {
	all := make([]Char, 0, len(chars))
	for i := 0; i < len(chars); {
		to := i + 1
		for to < len(chars) && oneGlyph(chars[i], chars[to]) {
			to++
		}
		c := chars[i]
		if to-i > 1 {
			c = ligature(chars[i:to])
		}
		all = append(all, c)
		i = to
	}
	return all
}

func oneGlyph(a, b Char) bool {
	return a.X == b.X && a.Y == b.Y && a.Turn == b.Turn && a.Word == b.Word && partOfGlyph(a) && partOfGlyph(b)
}

// partOfGlyph: accents, joiners and spaces are set at the place of a letter
// without being of its glyph.
func partOfGlyph(c Char) bool {
	return !c.Told && c.Text != "" && !isMark(c.Text) && !isSpace(c.Text) && !isThin(c.Text)
}

// ligature reads the letters of one glyph. PDFium turns what it takes for
// writing from right to left around, letter by letter, and so puts letters that
// a font gives for one glyph the wrong way round; letters that it has itself
// taken out of a ligature's code point it leaves in order.
func ligature(parts []Char) Char {
	c := parts[0]
	var forth, back strings.Builder
	arabic := true
	for i, p := range parts {
		forth.WriteString(p.Text)
		back.WriteString(parts[len(parts)-1-i].Text)
		cl := classOf(p.Text)
		arabic = arabic && (cl == bidi.AL || cl == bidi.R)
		c.Box.X0, c.Box.X1 = min(c.Box.X0, p.Box.X0), max(c.Box.X1, p.Box.X1)
		c.Box.Y0, c.Box.Y1 = min(c.Box.Y0, p.Box.Y0), max(c.Box.Y1, p.Box.Y1)
	}
	c.Text = forth.String()
	if arabic && !ligatures()[c.Text] {
		c.Text = back.String()
	}
	return c
}

// ligatures are the readings of the ligatures that have code points of their
// own (Arabic Presentation Forms A and B).
var ligatures = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for r := rune(0xfb50); r <= 0xfefc; r++ {
		if s := norm.NFKC.String(string(r)); unicode.Is(unicode.Arabic, r) && len([]rune(s)) > 1 && !strings.Contains(s, " ") {
			all[s] = true
		}
	}
	return all
})
