package charset

import (
	"math"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// candidate is an encoding of one byte a letter that narrow tries.
type candidate struct {
	name  string
	prior float64 // natural logarithm: how much rarer it is met than others
	runes func() table
}

// candidates in the order in which a tie is decided. Windows-1252 stands for
// the ISO-8859-1 it holds, and iso-8859-9 is part of windows-1254.
func candidates() []candidate {
	return []candidate{
		{Windows1256, 0, of(charmap.Windows1256)},
		{Windows1252, 0, of(charmap.Windows1252)},
		{Windows1251, 0, of(charmap.Windows1251)},
		{Windows1254, -2, of(charmap.Windows1254)},
		{KOI8R, -1, of(charmap.KOI8R)},
		{ISO8859_6, -1, of(charmap.ISO8859_6)},
		{CP866, -3, of(charmap.CodePage866)},
		{CP720, -3, func() table { return *dosArabic{}.NewDecoder().Transformer.(*table) }},
		{Macintosh, -4, of(charmap.Macintosh)},
	}
}

func of(e encoding.Encoding) func() table {
	return func() (t table) {
		for i := range t {
			t[i] = e.(*charmap.Charmap).DecodeByte(byte(i))
		}
		return t
	}
}

// A guess is likely where the second best encoding makes the bytes this much
// less probable, in natural logarithms, and where the bytes are about as
// probable as the letters of a language.
const (
	likelyBy  = 12.0
	plausible = -4.6 // a byte
)

// narrow chooses among encodings of one byte a letter: the one under which the
// high bytes are the most probable letters of some language. A text in
// windows-1256 whose letters are French is one in windows-1252 as well, and is
// called that.
func narrow(sample []byte) (string, Certainty) {
	m := newMeasure(sample)
	best, first, second := Windows1252, math.Inf(-1), math.Inf(-1)
	for _, c := range candidates() {
		t := c.runes()
		if c.name != Windows1252 && !m.differs(&t) {
			continue
		}
		score := c.prior + m.together(&t) + m.letters(&t)
		switch {
		case score > first:
			best, first, second = c.name, score, first
		case score > second:
			second = score
		}
	}
	if m.high > 0 && first-second >= likelyBy && first/float64(m.high) >= plausible {
		return best, Likely
	}
	return best, Unsure
}

// measure is a sample as it is measured by one encoding after the other.
type measure struct {
	sample []byte
	counts [256]int
	high   int       // bytes of 0x80 and over
	kinds  [256]kind // of the encoding at hand
	models []map[rune]float64
}

func newMeasure(sample []byte) *measure {
	m := &measure{sample: sample}
	for _, b := range sample {
		m.counts[b]++
		if b >= 0x80 {
			m.high++
		}
	}
	for b := range 0x80 {
		m.kinds[b] = kindOf(rune(b))
	}
	for _, l := range languages() {
		m.models = append(m.models, l.model())
	}
	return m
}

// differs reports whether the high bytes are other characters than in
// windows-1252.
func (m *measure) differs(t *table) bool {
	for b := 0x80; b < 0x100; b++ {
		if m.counts[b] > 0 && t[b] != charmap.Windows1252.DecodeByte(byte(b)) {
			return true
		}
	}
	return false
}

// together gives the logarithm of how much less probable the neighbours of the
// sample are than if its letters had met by chance.
func (m *measure) together(t *table) (score float64) {
	for b := 0x80; b < 0x100; b++ {
		if m.counts[b] > 0 {
			m.kinds[b] = kindOf(t[b])
		}
	}
	last, before := space, space
	for i, b := range m.sample {
		k := m.kinds[b]
		after := i > 0 && m.sample[i-1] >= 0x80
		if b >= 0x80 || after {
			score += together(last, k)
		}
		if b >= 0x80 && after && k.script() == latin && last.script() == latin {
			score -= 2.5 // letters with accents seldom stand side by side
		}
		if k == space && before == space && last == arabicAny && t[m.sample[i-1]] != 'و' {
			score -= 1.5 // a letter alone is no word
		}
		before, last = last, k
	}
	return score
}

// letters gives the logarithm of how probable the high bytes are as letters of
// the language that suits them best. It comes after together.
func (m *measure) letters(t *table) float64 {
	best := math.Inf(-1)
	for _, model := range m.models {
		sum := 0.0
		for b := 0x80; b < 0x100; b++ {
			if m.counts[b] > 0 {
				sum += float64(m.counts[b]) * weight(model, t[b], m.kinds[b])
			}
		}
		best = max(best, sum)
	}
	return best
}

// weight is the logarithm of how often a character stands among those of a
// text that are beyond ASCII.
func weight(model map[rune]float64, r rune, k kind) float64 {
	if w, ok := model[r]; ok {
		return w
	}
	switch {
	case k == latinHigh || k == cyrillicHigh:
		if w, ok := model[unicode.ToLower(r)]; ok {
			return w - 2
		}
		return -8
	case k.script() != none:
		return -8
	case k == mark:
		return -5
	case k == undefined:
		return -14
	}
	return -9
}
