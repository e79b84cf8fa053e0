package paper

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/Vazirmatn-Regular.ttf
var regular []byte

//go:embed fonts/Vazirmatn-Bold.ttf
var bold []byte

// The measures of a page (A4), in points.
const (
	pageW, pageH = 595.28, 841.89
	margin       = 56.0
	footAt       = 34.0
	headAt       = pageH - 34.0
	indentBy     = 18.0
	textWidth    = 483
)

// MaxPages is the most that one document has.
const MaxPages = 3000

// ErrFull says that a document has all pages that it can have.
var ErrFull = errors.New("the print has all pages that it can have")

// Style is how a text is set.
type Style struct {
	Tag    string // H1, H2, H3 or P
	Size   float64
	Bold   bool
	Soft   bool // grey
	Indent int
	Before float64 // room above
	Break  bool    // on a new page
	Left   bool    // from left to right whatever the document's language
}

// The styles that documents are made of.
func Title() Style         { return Style{Tag: "H1", Size: 20, Bold: true, Before: 6} }
func Chapter() Style       { return Style{Tag: "H2", Size: 15, Bold: true, Before: 18, Break: true} }
func Section() Style       { return Style{Tag: "H3", Size: 11.5, Bold: true, Before: 11} }
func Body() Style          { return Style{Tag: "P", Size: 9.5, Before: 3} }
func Small() Style         { return Style{Tag: "P", Size: 8, Before: 1, Soft: true} }
func Within(s Style) Style { s.Indent++; return s }

// Document is a PDF in the making. It is for one goroutine.
type Document struct {
	lang, title string
	rtl         bool
	faces       [2]*face
	pages       []*page
	y           float64
	blocks      []block
	running     string
	shaper      shaping.HarfbuzzShaper
	segmenter   shaping.Segmenter
	wrapper     shaping.LineWrapper
}

// block is a paragraph, with the pieces of pages that it is on.
type block struct {
	tag, text string
	at        []piece
}

type piece struct{ page, id int }

type page struct {
	content bytes.Buffer
	pieces  []int // blocks, by the number of the piece
	running string
}

// New begins a document in a language (BCP 47).
func New(lang, title string, rtl bool) (*Document, error) {
	d := &Document{lang: lang, title: title, rtl: rtl}
	for i, data := range [][]byte{regular, bold} {
		f, err := font.ParseTTF(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("reading the font: %w", err)
		}
		d.faces[i] = &face{Face: f, data: data, name: fmt.Sprintf("F%d", i+1), used: map[font.GID]string{}}
	}
	d.turn()
	return d, nil
}

// Running says what stands at the top of the pages that begin from now on.
func (d *Document) Running(head string) { d.running = head }

// Pages tells how many pages there are.
func (d *Document) Pages() int { return len(d.pages) }

func (d *Document) turn() {
	d.pages = append(d.pages, &page{running: d.running})
	d.y = pageH - margin
}

// ResolveFace implements shaping.Fontmap through one face.
type oneFace struct{ *font.Face }

func (o oneFace) ResolveFace(rune) *font.Face { return o.Face }

// Add sets a text. Each of its lines is a paragraph of its own.
func (d *Document) Add(s Style, text string) error {
	if s.Break && d.y < pageH-margin {
		d.turn()
	}
	if s.Tag == "H2" {
		d.pages[len(d.pages)-1].running = d.running
	}
	d.y -= s.Before
	d.blocks = append(d.blocks, block{tag: s.Tag, text: text})
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", ""), "\n") {
		if err := d.paragraph(s, line); err != nil {
			return err
		}
	}
	return nil
}

func (d *Document) paragraph(s Style, text string) error {
	runes := []rune(strings.Map(visible, text))
	if len(runes) == 0 {
		return nil
	}
	f := d.faces[0]
	if s.Bold {
		f = d.faces[1]
	}
	rtl := d.rtl && !s.Left
	direction := di.DirectionLTR
	if rtl {
		direction = di.DirectionRTL
	}
	width := pageW - 2*margin - float64(s.Indent)*indentBy
	input := shaping.Input{Text: runes, RunEnd: len(runes), Direction: direction, Face: f.Face, Size: fixed.Int26_6(s.Size * 64), Language: language.NewLanguage(d.lang)}
	var shaped []shaping.Output
	for _, run := range d.segmenter.Split(input, oneFace{f.Face}) {
		shaped = append(shaped, d.shaper.Shape(run))
	}
	lines, _ := d.wrapper.WrapParagraph(shaping.WrapConfig{Direction: direction}, int(width), runes, shaping.NewSliceIterator(shaped))
	from := 0
	for i, line := range lines {
		leading := s.Size * 1.55
		if d.y-leading < margin {
			if len(d.pages) == MaxPages {
				return ErrFull
			}
			d.turn()
		}
		d.y -= leading
		to := len(runes)
		if i+1 < len(lines) {
			to = starts(lines[i+1])
		}
		d.line(s, f, line, string(runes[from:to]), rtl)
		from = to
	}
	return nil
}

// starts gives the first rune of a line.
func starts(line shaping.Line) int {
	first := line[0].Runes.Offset
	for _, run := range line {
		first = min(first, run.Runes.Offset)
	}
	return first
}

// visible takes out what has no place on paper.
func visible(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ', r == 0x7f, r >= 0xd800 && r <= 0xdfff:
		return -1
	}
	return r
}

// line draws a line, with its words beside it.
func (d *Document) line(s Style, f *face, line shaping.Line, words string, rtl bool) {
	ordered := make([]*shaping.Output, len(line))
	width := fixed.Int26_6(0)
	for i := range line {
		width += line[i].Advance
		if at := int(line[i].VisualIndex); at >= 0 && at < len(ordered) && ordered[at] == nil {
			ordered[at] = &line[i]
		}
	}
	x := margin + float64(s.Indent)*indentBy
	if rtl {
		x = pageW - margin - float64(s.Indent)*indentBy - float64(width)/64
	}
	p := d.pages[len(d.pages)-1]
	p.begin(len(d.blocks)-1, &d.blocks[len(d.blocks)-1], len(d.pages)-1, words)
	grey := "0 g"
	if s.Soft {
		grey = "0.35 g"
	}
	fmt.Fprintf(&p.content, "BT %s /%s %.2f Tf\n", grey, f.name, s.Size)
	for _, run := range ordered {
		if run != nil {
			x = f.draw(&p.content, run, d.runesOf(words, line), x, d.y)
		}
	}
	p.content.WriteString("ET EMC\n")
}

// runesOf gives the words of a line with the place of its first rune.
func (d *Document) runesOf(words string, line shaping.Line) placed {
	return placed{[]rune(words), starts(line)}
}

type placed struct {
	runes []rune
	from  int
}

// begin opens a piece of a block on the page. The words stand beside the letters
// (ISO 32000-1, 14.9.4), for letters are drawn from left to right whatever they say.
func (p *page) begin(number int, b *block, at int, words string) {
	id := len(p.pieces)
	p.pieces = append(p.pieces, number)
	b.at = append(b.at, piece{at, id})
	fmt.Fprintf(&p.content, "/%s <</MCID %d /ActualText %s>> BDC\n", b.tag, id, utf16Hex(words))
}
