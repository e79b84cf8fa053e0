package script

import "unicode"

// Dir is the direction in which a text is written.
type Dir uint8

const (
	Neutral Dir = iota // no strong character: take the direction of what is around
	LTR
	RTL
)

// String gives the value of HTML's dir attribute.
func (d Dir) String() string {
	switch d {
	case LTR:
		return "ltr"
	case RTL:
		return "rtl"
	}
	return "auto"
}

// Direction gives the direction of the first strong character of text that
// does not stand in an isolate: rules P2 and P3 of the Unicode bidirectional
// algorithm (UAX #9), with letters and the implicit marks as strong characters.
// Digits and punctuation are not strong.
func Direction(text string) Dir {
	depth := 0
	for _, r := range text {
		switch r {
		case '\u2066', '\u2067', '\u2068':
			depth++
			continue
		case '\u2069':
			depth = max(0, depth-1)
			continue
		}
		if depth > 0 {
			continue
		}
		if d := strong(r); d != Neutral {
			return d
		}
	}
	return Neutral
}

func strong(r rune) Dir {
	switch {
	case r == '\u200e':
		return LTR
	case r == '\u200f', r == '\u061c':
		return RTL
	case !unicode.IsLetter(r):
		return Neutral
	case 0x0590 <= r && r <= 0x08ff, 0xfb1d <= r && r <= 0xfdff, 0xfe70 <= r && r <= 0xfeff,
		0x10800 <= r && r <= 0x10fff, 0x1e800 <= r && r <= 0x1efff:
		return RTL // the blocks that DerivedBidiClass reserves for R and AL
	}
	return LTR
}

// scripts are those a text is likely to meet here, with their ISO 15924 codes.
var scripts = [...]struct {
	code  string
	table *unicode.RangeTable
}{
	{"Latn", unicode.Latin}, {"Arab", unicode.Arabic}, {"Hebr", unicode.Hebrew},
	{"Cyrl", unicode.Cyrillic}, {"Grek", unicode.Greek}, {"Armn", unicode.Armenian},
	{"Geor", unicode.Georgian}, {"Syrc", unicode.Syriac}, {"Deva", unicode.Devanagari},
	{"Beng", unicode.Bengali}, {"Ethi", unicode.Ethiopic}, {"Thai", unicode.Thai},
	{"Hani", unicode.Han}, {"Hang", unicode.Hangul}, {"Hira", unicode.Hiragana}, {"Kana", unicode.Katakana},
}

// Script gives the ISO 15924 code of the script in which most letters of text
// are written, of two equal ones the one that came first; "Zzzz" for a script
// not known here and "Zyyy" for a text without letters.
func Script(text string) string {
	var counts [len(scripts) + 1]int
	best := -1
	first := make([]int, 0, 4)
	for _, r := range text {
		if !unicode.IsLetter(r) || unicode.In(r, unicode.Common, unicode.Inherited) {
			continue
		}
		k := scriptOf(r)
		if counts[k]++; counts[k] == 1 {
			first = append(first, k)
		}
	}
	for _, k := range first {
		if best < 0 || counts[k] > counts[best] {
			best = k
		}
	}
	switch best {
	case -1:
		return "Zyyy"
	case len(scripts):
		return "Zzzz"
	}
	return scripts[best].code
}

// scriptOf gives the index in scripts, or their number if it is none of them.
func scriptOf(r rune) int {
	for k := range scripts {
		if unicode.Is(scripts[k].table, r) {
			return k
		}
	}
	return len(scripts)
}
