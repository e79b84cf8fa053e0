package pdfium

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/pdf"
)

// A producer says by ActualText (ISO 32000-1, 14.9.4) what a group of glyphs
// reads as. PDFium heeds it only where the font has one of the characters, and
// so loses the zero width non-joiner, which has no glyph: it is read here from
// the marks of the page's objects.

// saying is one ActualText and what it stands for.
type saying struct {
	text    string
	objects []pdf.Char // the text objects, each as a whole
	glyphs  []pdf.Char // their characters, as PDFium reads them
}

func (s *saying) add(c pdf.Char) { s.glyphs = append(s.glyphs, c) }

// sayings are those of a page.
type sayings struct {
	byObject map[uint64]*saying
	order    []*saying
	pictures float64 // square points that pictures cover
}

func (s *sayings) of(object uint64) *saying {
	if s == nil {
		return nil
	}
	return s.byObject[object]
}

const (
	maxObjects  = 1 << 20 // of a page that are looked at
	maxNested   = 8       // forms within forms
	objectText  = 1       // FPDF_PAGEOBJ_TEXT
	objectImage = 3       // FPDF_PAGEOBJ_IMAGE
	objectForm  = 5       // FPDF_PAGEOBJ_FORM
)

// actualTexts finds what the page's text objects are said to read as, and how
// much of it pictures cover.
func (p *page) actualTexts() *sayings {
	f := &finder{page: p, found: &sayings{byObject: map[uint64]*saying{}}, marks: map[uint64]*saying{}}
	if f.key = p.put("ActualText"); f.key == 0 {
		return nil
	}
	defer p.free(f.key)
	count := p.integer("FPDFPage_CountObjects", p.handle)
	for i := 0; i < count && f.more(); i++ {
		f.object(p.call("FPDFPage_GetObject", p.handle, uint64(i)), p.shown, 0)
	}
	return f.found
}

// finder walks the objects of a page.
type finder struct {
	*page
	found *sayings
	marks map[uint64]*saying // by the mark that says it; nil for marks that say nothing
	key   uint32
	seen  int
}

func (f *finder) more() bool {
	f.seen++
	return f.err == nil && f.seen <= maxObjects
}

func (f *finder) object(object uint64, space affine, depth int) {
	switch f.integer("FPDFPageObj_GetType", object) {
	case objectText:
		f.text(object, space)
	case objectImage:
		s := uint64(f.scratch)
		f.call("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12)
		b := space.box(f.float(0), f.float(1), f.float(2), f.float(3))
		f.found.pictures += max(min(b.X1, f.width)-max(b.X0, 0), 0) * max(min(b.Y1, f.height)-max(b.Y0, 0), 0)
	case objectForm:
		count := f.integer("FPDFFormObj_CountObjects", object)
		if count <= 0 || depth == maxNested {
			return
		}
		inner := space.after(f.matrix(object))
		for i := 0; i < count && f.more(); i++ {
			f.object(f.call("FPDFFormObj_GetObject", object, uint64(i)), inner, depth+1)
		}
	}
}

// text looks at the marks of a text object, the innermost first.
func (f *finder) text(object uint64, space affine) {
	for i := f.integer("FPDFPageObj_CountMarks", object) - 1; i >= 0; i-- {
		mark := f.call("FPDFPageObj_GetMark", object, uint64(i))
		said, known := f.marks[mark]
		if !known {
			said = f.say(mark)
			f.marks[mark] = said
		}
		if said == nil {
			continue
		}
		if len(said.objects) == 0 {
			f.found.order = append(f.found.order, said)
		}
		said.objects = append(said.objects, f.whole(object, space))
		f.found.byObject[object] = said
		return
	}
}

// whole gives where a text object stands.
func (f *finder) whole(object uint64, space affine) pdf.Char {
	m := space.after(f.matrix(object))
	s := uint64(f.scratch)
	f.call("FPDFTextObj_GetFontSize", object, s)
	size := f.float(0)
	if size < 0 {
		size, m.a, m.b = -size, -m.a, -m.b // the matrix mirrors it back
	}
	c := pdf.Char{X: m.e, Y: m.f, Turn: quarter(m.a, m.b), Size: size * math.Hypot(m.c, m.d)}
	f.call("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12)
	c.Box = space.box(f.float(0), f.float(1), f.float(2), f.float(3))
	return c
}

// say reads a mark's ActualText, nil where it has none. An empty one is one:
// the glyphs then read as nothing.
func (f *finder) say(mark uint64) *saying {
	if f.integer("FPDFPageObjMark_CountParams", mark) <= 0 {
		return nil
	}
	const room, length = scratchSize - 16, scratchSize - 8
	s := uint64(f.scratch)
	if f.call("FPDFPageObjMark_GetParamBlobValue", mark, uint64(f.key), s, room, s+length)&0xff == 0 {
		return nil
	}
	size := int(f.word(length / 4))
	if size > room {
		return nil
	}
	return &saying{text: decodeText(f.at(f.scratch, size))}
}

// matrix reads an object's matrix.
func (f *finder) matrix(object uint64) affine {
	f.call("FPDFPageObj_GetMatrix", object, uint64(f.scratch))
	return affine{f.float(0), f.float(1), f.float(2), f.float(3), f.float(4), f.float(5)}
}

// after is the space in which inner lies within m.
func (m affine) after(inner affine) affine {
	e, f := m.apply(inner.e, inner.f)
	return affine{
		a: m.a*inner.a + m.c*inner.b, b: m.b*inner.a + m.d*inner.b,
		c: m.a*inner.c + m.c*inner.d, d: m.b*inner.c + m.d*inner.d, e: e, f: f,
	}
}

// settle adds what was said in place of the glyphs it was said of.
func (s *sayings) settle(chars []pdf.Char) []pdf.Char {
	if s == nil {
		return chars
	}
	for _, said := range s.order {
		if !said.credible() {
			chars = append(chars, said.glyphs...)
			continue
		}
		if said.text == "" {
			continue
		}
		chars = append(chars, said.char())
	}
	return chars
}

// credible reports that the words fit the glyphs: they are on one line and not
// many more. Some producers state a whole paragraph, whose lines could then not
// be told apart.
func (s *saying) credible() bool {
	for _, o := range s.objects {
		if math.Abs(o.Y-s.objects[0].Y) > 1.5*o.Size || o.Turn != s.objects[0].Turn {
			return false
		}
	}
	return utf8.RuneCountInString(s.text) <= 3*max(len(s.glyphs), len(s.objects))+4
}

// char is the saying as one Char. Of several glyphs the largest is a letter,
// which stands on the line; those over, under or in it are its accents and take
// no room.
func (s *saying) char() pdf.Char {
	letter := s.objects[0]
	area := func(b content.Box) float64 { return (b.X1 - b.X0) * (b.Y1 - b.Y0) }
	for _, o := range s.objects {
		if area(o.Box) > area(letter.Box) {
			letter = o
		}
	}
	c := letter
	for _, o := range s.objects {
		c.Box.Y0, c.Box.Y1 = min(c.Box.Y0, o.Box.Y0), max(c.Box.Y1, o.Box.Y1)
		if at := (o.Box.X0 + o.Box.X1) / 2; letter.Box.X0 <= at && at <= letter.Box.X1 {
			continue
		}
		c.X = min(c.X, o.X)
		c.Box.X0, c.Box.X1 = min(c.Box.X0, o.Box.X0), max(c.Box.X1, o.Box.X1)
	}
	if len(s.glyphs) > 0 && len(s.objects) == 1 {
		c.Word = s.glyphs[0].Word
	}
	c.Text, c.Told = s.text, true
	return c
}

// decodeText reads a text string (ISO 32000-1, 7.9.2.2; UTF-8 by ISO 32000-2).
func decodeText(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		return string(utf16.Decode(units(b[2:], binary.BigEndian)))
	case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
		return string(utf16.Decode(units(b[2:], binary.LittleEndian)))
	case len(b) >= 3 && string(b[:3]) == "\xef\xbb\xbf" && utf8.Valid(b):
		return string(b[3:])
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c) // PDFDocEncoding is Latin-1 but for 0x18 to 0x1f and 0x80 to 0xa0
	}
	return string(runes)
}

func units(b []byte, order binary.ByteOrder) []uint16 {
	all := make([]uint16, len(b)/2)
	for i := range all {
		all[i] = order.Uint16(b[2*i:])
	}
	return all
}
