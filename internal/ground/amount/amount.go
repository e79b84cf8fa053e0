package amount

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The comparators: the strings of claim.Comparator, which says what they mean.
const (
	Exactly  = "exactly"
	About    = "about"
	AtLeast  = "at least"
	MoreThan = "more than"
	AtMost   = "at most"
	LessThan = "less than"
	Between  = "between"
	Scale    = "scale"
)

// MaxText is the longest text that is read, in bytes.
const MaxText = 4 << 10

// Amount is how many somebody says there were. Exactly and About have Low equal
// to High, AtLeast and MoreThan have Low alone, AtMost and LessThan High alone,
// Between and Scale both. Neither is ever below zero.
type Amount struct {
	Comparator string
	Low, High  *int64
	Unit       string // a code: persons, families, villages, years ...; empty if none was named
	Rest       string // what is left of the text, without the white space and marks around it
}

// Read finds the one amount in text. It fails, with a sentence that says what to
// do, if there is none or more than one, if the number can be read in two ways,
// is below zero, no whole number or over 2^63-1.
func Read(text string) (Amount, error) {
	if len(text) > MaxText {
		return Amount{}, fmt.Errorf("an amount is read from at most %d bytes, these are %d: give the words that say how many", MaxText, len(text))
	}
	if !utf8.ValidString(text) {
		return Amount{}, errors.New("the text of an amount is not UTF-8")
	}
	text = strings.Map(withoutControls, text)
	tokens, err := lex(text)
	if err != nil {
		return Amount{}, err
	}
	p := phrase{text: text, tokens: classify(tokens)}
	if err := p.find(); err != nil {
		return Amount{}, err
	}
	if err := p.widen(); err != nil {
		return Amount{}, err
	}
	return p.amount()
}

// withoutControls drops marks of direction, which stand anywhere in numbers
// that were copied out of right-to-left text, and the tatweel.
func withoutControls(r rune) rune {
	switch {
	case unicode.Is(unicode.Bidi_Control, r), r == '\ufeff', r == '\u00ad', r == 'ـ', r == '\u2060', r == '\u200d':
		return -1
	}
	return r
}

// phrase is one text on the way to its amount.
type phrase struct {
	text   string
	tokens []token

	low, high   int64
	bounds      bool // low and high were both said
	scale       bool // only an order of magnitude was said
	start, end  int  // the tokens read so far, from start up to before end
	comparators []string
	unit        string
}

// amount puts together what was found.
func (p *phrase) amount() (Amount, error) {
	comparator, err := p.comparator()
	if err != nil {
		return Amount{}, err
	}
	low, high := p.low, p.high
	a := Amount{Comparator: comparator, Unit: p.unit, Rest: p.rest()}
	if comparator != AtMost && comparator != LessThan {
		a.Low = &low
	}
	if comparator != AtLeast && comparator != MoreThan {
		a.High = &high
	}
	return a, nil
}

// comparator settles on one of those that were said. About gives way to any
// other: "at least about 300" bounds from below.
func (p *phrase) comparator() (string, error) {
	said := ""
	for _, c := range p.comparators {
		switch {
		case said == "" || said == About || said == c:
			said = c
		case c != About:
			return "", fmt.Errorf("the amount is said to be both %q and %q: give one", said, c)
		}
	}
	bound := said != "" && said != About && said != Exactly
	switch {
	case p.bounds && bound:
		return "", fmt.Errorf("a range and %q do not go together: give one of them", said)
	case p.bounds:
		return Between, nil
	case p.scale && said == MoreThan:
		return AtLeast, nil // more than hundreds are at least the fewest that hundreds are
	case p.scale && said == LessThan:
		return AtMost, nil
	case p.scale && !bound:
		return Scale, nil
	case said == "":
		return Exactly, nil
	}
	return said, nil
}

// rest gives the text around what was read, nothing if it has neither letters
// nor digits.
func (p *phrase) rest() string {
	before := p.text[:p.tokens[p.start].start]
	after := p.text[p.tokens[p.end-1].end:]
	rest := strings.TrimSpace(trimMarks(before) + " " + trimMarks(after))
	if strings.IndexFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		return ""
	}
	return rest
}

func trimMarks(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200c' || strings.ContainsRune(".,;:،؛-–—", r)
	})
}
