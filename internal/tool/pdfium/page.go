package pdfium

import (
	"math"

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
	chars := make([]pdf.Char, 0, count)
	word := 1
	for i := 0; i < count && p.err == nil; i++ {
		index := uint64(i)
		object := p.call("FPDFText_GetTextObject", text, index)
		r := rune(uint32(p.call("FPDFText_GetUnicode", text, index)))
		if object == 0 || p.call("FPDFText_IsGenerated", text, index) == 1 {
			// What the engine adds by itself. Its spaces are a hint; its ends
			// of lines are not, as it sees them between letters too.
			if r == ' ' {
				word++
			}
			continue
		}
		c := p.char(text, index)
		switch {
		case r == 2: // PDFium's sign for a hyphen at the end of a line
			c.Text = "-"
		case r == 0, p.call("FPDFText_HasUnicodeMapError", text, index) == 1:
			c.Text = "\uFFFD"
		default:
			c.Text = string(r)
		}
		c.Word = word
		if said := told.of(object); said != nil {
			said.add(c)
			continue
		}
		chars = append(chars, c)
	}
	return told.settle(chars)
}

// char reads where a character stands.
func (p *page) char(text, index uint64) pdf.Char {
	s := uint64(p.scratch)
	var c pdf.Char
	c.Size = math.Float64frombits(p.call("FPDFText_GetFontSize", text, index))
	p.call("FPDFText_GetMatrix", text, index, s)
	a, b, mc, md := p.float(0), p.float(1), p.float(2), p.float(3)
	c.Size *= math.Hypot(mc, md)
	dx, dy := p.shown.a*a+p.shown.c*b, p.shown.b*a+p.shown.d*b
	c.Turn = quarter(dx, dy)
	p.call("FPDFText_GetCharOrigin", text, index, s, s+8)
	c.X, c.Y = p.shown.apply(p.double(0), p.double(1))
	if c.Turn == 0 && b == 0 {
		p.call("FPDFText_GetLooseCharBox", text, index, s)
		loose := [4]float64{p.float(0), p.float(3), p.float(2), p.float(1)}
		c.Box = p.shown.box(loose[0], loose[1], loose[2], loose[3])
		p.call("FPDFText_GetCharBox", text, index, s, s+8, s+16, s+24)
		c.Over = p.double(1) >= loose[2]-1e-3
		return c
	}
	p.call("FPDFText_GetCharBox", text, index, s, s+8, s+16, s+24)
	c.Box = p.shown.box(p.double(0), p.double(2), p.double(1), p.double(3))
	return c
}

// quarter gives the direction of writing as quarter turns clockwise as shown.
func quarter(dx, dy float64) int {
	if dx == 0 && dy == 0 {
		return 0
	}
	return (int(math.Round(math.Atan2(dy, dx)/(math.Pi/2))) + 4) % 4
}
