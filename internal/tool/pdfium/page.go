package pdfium

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/pdf"
)

// page is an open page.
type page struct {
	*document
	handle        uint64
	width, height float64 // in points, as shown
	shown         affine
	pictures      float64 // share of the page that pictures cover, once chars was called
	cut           bool    // chars left some out
}

// affine takes a place in the page's own space to points from the top left
// corner as shown, rotation and crop box applied.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// box is the rectangle that holds a rectangle of the page's own space.
func (m affine) box(left, bottom, right, top float64) content.Box {
	x0, y0 := m.apply(left, bottom)
	x1, y1 := m.apply(right, top)
	return content.Box{X0: min(x0, x1), Y0: min(y0, y1), X1: max(x0, x1), Y1: max(y0, y1)}
}

// openPage opens page i, counted from 0.
func (d *document) openPage(i int) (*page, bool) {
	p := &page{document: d, handle: d.call("FPDF_LoadPage", d.handle, uint64(i))}
	if p.handle == 0 {
		return nil, false
	}
	p.width, p.height = d.single("FPDF_GetPageWidthF", p.handle), d.single("FPDF_GetPageHeightF", p.handle)
	p.shown = p.measure()
	return p, d.err == nil
}

func (p *page) close() { p.call("FPDF_ClosePage", p.handle) }

// measure asks the engine where three points of the page are shown. It answers
// in whole pixels, so the page is made 2^24 pixels wide and high.
func (p *page) measure() affine {
	const pixels = 1 << 24
	at := func(x, y float64) (float64, float64) {
		s := uint64(p.scratch)
		p.call("FPDF_PageToDevice", p.handle, 0, 0, pixels, pixels, 0, math.Float64bits(x), math.Float64bits(y), s, s+4)
		return float64(int32(p.word(0))) / pixels * p.width, float64(int32(p.word(1))) / pixels * p.height
	}
	e, f := at(0, 0)
	ax, bx := at(p.width, 0)
	cx, dx := at(0, p.height)
	return affine{a: ratio(ax-e, p.width), b: ratio(bx-f, p.width), c: ratio(cx-e, p.height), d: ratio(dx-f, p.height), e: e, f: f}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// maxChars is how many characters of one page are taken. A page of a book has
// 3,000; each takes some 300 bytes here.
const maxChars = 200_000

// chars gives the page's characters as shown, in the order in which the engine
// has them. One of which the file does not say what it is is U+FFFD.
func (p *page) chars() []pdf.Char {
	text := p.call("FPDFText_LoadPage", p.handle)
	if text == 0 {
		return nil
	}
	defer p.call("FPDFText_ClosePage", text)
	told := p.actualTexts()
	if told != nil {
		p.pictures = min(ratio(told.pictures, p.width*p.height), 1)
	}
	count := max(p.integer("FPDFText_CountChars", text), 0)
	if p.cut = count > maxChars; p.cut {
		count = maxChars
	}
	l := layer{page: p, text: text, word: 1, told: told, chars: make([]pdf.Char, 0, count)}
	for i := 0; i < count && p.err == nil; i++ {
		l.take(uint64(i))
	}
	l.settleGuesses()
	return told.settle(l.chars)
}

// layer is a page's text as it is taken.
type layer struct {
	*page
	text    uint64
	word    int
	told    *sayings
	chars   []pdf.Char
	high    rune  // the first half of a pair of UTF-16 that waits for the second
	guesses []int // of chars: what the file does not map to Unicode
	object  uint64
	hand    hand // of object
}

// take takes character index.
func (l *layer) take(index uint64) {
	object := l.call("FPDFText_GetTextObject", l.text, index)
	r := rune(uint32(l.call("FPDFText_GetUnicode", l.text, index)))
	if object == 0 || l.call("FPDFText_IsGenerated", l.text, index) == 1 {
		// What the engine adds by itself. Its spaces are a hint; its ends of
		// lines are not, as it sees them between letters too.
		if r == ' ' {
			l.word++
		}
		return
	}
	if utf16.IsSurrogate(r) {
		if l.high == 0 {
			l.high = r
			return
		}
		r, l.high = pair(l.high, r), 0
	}
	c := l.char(index, object)
	c.Word = l.word
	switch {
	case r == 2: // PDFium's sign for a hyphen at the end of a line
		c.Text = "-"
	case r == 0:
		c.Text = "\uFFFD"
	default:
		c.Text = string(r)
	}
	if said := l.told.of(object); said != nil {
		said.add(c)
		return
	}
	if l.call("FPDFText_HasUnicodeMapError", l.text, index) == 1 {
		l.guesses = append(l.guesses, len(l.chars))
	}
	l.chars = append(l.chars, c)
}

// pair joins the halves of a pair of UTF-16, which the engine turns around with
// what it takes for writing from right to left.
func pair(a, b rune) rune {
	if r := utf16.DecodeRune(a, b); r != utf8.RuneError {
		return r
	}
	return utf16.DecodeRune(b, a)
}

// settleGuesses decides on the characters that the file does not map to
// Unicode, for which the engine gives their bare codes: where they all look
// like Latin text, as with fonts that kept the codes of ASCII, they are left;
// else they are not known.
func (l *layer) settleGuesses() {
	var latin, letters, vowels int
	for _, i := range l.guesses {
		r, _ := utf8.DecodeRuneInString(l.chars[i].Text)
		if r >= ' ' && r <= 0xff && !unicode.IsControl(r) {
			latin++
		}
		if r < 0x80 && unicode.IsLetter(r) {
			letters++
			if strings.ContainsRune("aeiouyAEIOUY", r) {
				vowels++
			}
		}
	}
	share := ratio(float64(vowels), float64(letters))
	if letters >= 20 && latin*100 >= len(l.guesses)*97 && 0.25 < share && share < 0.55 {
		return
	}
	for _, i := range l.guesses {
		l.chars[i].Text = "\uFFFD"
	}
}

// char reads where a character stands.
func (l *layer) char(index, object uint64) pdf.Char {
	if object != l.object {
		l.object, l.hand = object, l.handOf(index)
	}
	s := uint64(l.scratch)
	c := pdf.Char{Size: l.hand.size, Turn: l.hand.turn}
	l.call("FPDFText_GetCharOrigin", l.text, index, s, s+8)
	c.X, c.Y = l.shown.apply(l.double(0), l.double(1))
	l.call("FPDFText_GetCharBox", l.text, index, s, s+8, s+16, s+24)
	left, right, bottom, top := l.double(0), l.double(1), l.double(2), l.double(3)
	if c.Inked = !l.hand.level; c.Inked {
		c.Box = l.shown.box(left, bottom, right, top)
		return c
	}
	// As high as the font, and as wide as the pen moves or the ink reaches;
	// PDFium can tell this only of level writing.
	l.call("FPDFText_GetLooseCharBox", l.text, index, s)
	c.Box = l.shown.box(l.float(0), l.float(3), l.float(2), l.float(1))
	c.Over = right >= l.float(2)-1e-3
	return c
}

// hand is how a text object is written.
type hand struct {
	size  float64
	turn  int
	level bool // from left to right in the page's own space
}

func (l *layer) handOf(index uint64) hand {
	size := math.Float64frombits(l.call("FPDFText_GetFontSize", l.text, index))
	l.call("FPDFText_GetMatrix", l.text, index, uint64(l.scratch))
	a, b, c, d := l.float(0), l.float(1), l.float(2), l.float(3)
	if size < 0 {
		size, a, b = -size, -a, -b // the matrix mirrors it back
	}
	return hand{
		size:  size * math.Hypot(c, d),
		turn:  quarter(l.shown.a*a+l.shown.c*b, l.shown.b*a+l.shown.d*b),
		level: b == 0 && a > 0,
	}
}

// quarter gives the direction of writing as quarter turns clockwise as shown.
func quarter(dx, dy float64) int {
	if dx == 0 && dy == 0 {
		return 0
	}
	return (int(math.Round(math.Atan2(dy, dx)/(math.Pi/2))) + 4) % 4
}
