package paper

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf16"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

// face is a font with what was drawn of it.
type face struct {
	*font.Face
	data []byte
	name string
	used map[font.GID]string // what each glyph stood for first
}

// draw writes the glyphs of a run, and gives where the next begins.
func (f *face) draw(out *bytes.Buffer, run *shaping.Output, words placed, x, y float64) float64 {
	for _, g := range run.Glyphs {
		f.note(g, words)
		fmt.Fprintf(out, "1 0 0 1 %.2f %.2f Tm <%04X> Tj\n", x+float64(g.XOffset)/64, y+float64(g.YOffset)/64, g.GlyphID)
		x += float64(g.Advance) / 64
	}
	return x
}

// note remembers what a glyph stands for.
func (f *face) note(g shaping.Glyph, words placed) {
	from := g.TextIndex() - words.from
	to := from + g.RunesCount()
	stands := ""
	if g.GlyphsCount() == 1 && from >= 0 && to <= len(words.runes) {
		stands = string(words.runes[from:to])
	}
	if f.used[g.GlyphID] == "" {
		f.used[g.GlyphID] = stands
	}
}

func (f *face) glyphs() []font.GID {
	out := make([]font.GID, 0, len(f.used))
	for g := range f.used {
		out = append(out, g)
	}
	slices.Sort(out)
	return out
}

// widths writes the advances of the glyphs that were drawn, in thousandths.
func (f *face) widths() string {
	var out bytes.Buffer
	for _, g := range f.glyphs() {
		fmt.Fprintf(&out, "%d [%.0f] ", g, f.HorizontalAdvance(g)*1000/float32(f.Upem()))
	}
	return out.String()
}

// toUnicode writes what the glyphs stand for (ISO 32000-1, 9.10.3).
func (f *face) toUnicode() []byte {
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	var known []font.GID
	for _, g := range f.glyphs() {
		if f.used[g] != "" {
			known = append(known, g)
		}
	}
	for some := range slices.Chunk(known, 100) {
		fmt.Fprintf(&out, "%d beginbfchar\n", len(some))
		for _, g := range some {
			fmt.Fprintf(&out, "<%04X> <", g)
			for _, u := range utf16.Encode([]rune(f.used[g])) {
				fmt.Fprintf(&out, "%04X", u)
			}
			out.WriteString(">\n")
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return out.Bytes()
}
