package script

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Und is the language of a text that shows none (BCP 47, "undetermined").
const Und = "und"

// languageLook is how many bytes of a text Language looks at.
const languageLook = 32 << 10

// Language names the language that most of a text is written in, by BCP 47:
// fa, ar, ckb, ps, ur, he, ru, en, fr, de, es, tr, or Und. It goes by letters
// that one language has and its neighbours lack, and by the small words that no
// text can do without; the script alone decides nothing, so that a name, a
// heading or a text in some other language of the same script is Und. It is a
// help for searching and showing, never evidence of who wrote a text.
func Language(text string) string {
	if len(text) > languageLook {
		text = strings.ToValidUTF8(text[:languageLook], "")
	}
	var l listener
	for word, rest := nextWord(text); word != ""; word, rest = nextWord(rest) {
		l.hear(word)
	}
	return l.verdict()
}

// nextWord gives the next run of letters, and what follows it. A zero width
// non-joiner parts words: what stands before and behind it in Persian are
// often small words.
func nextWord(text string) (word, rest string) {
	begin := strings.IndexFunc(text, unicode.IsLetter)
	if begin < 0 {
		return "", ""
	}
	text = text[begin:]
	for i, r := range text {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != '\u0640' {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// tongue is a language as an index. Those behind the named ones are listened
// for lest their texts be taken for a neighbour's.
type tongue uint8

const (
	persian tongue = iota
	arabic
	sorani
	pashto
	urdu
	hebrew
	russian
	english
	french
	german
	spanish
	turkish
	named // so many have a name; the rest are Und
)

const (
	italian tongue = named + iota
	portuguese
	dutch
	kurmanji
	ukrainian
	bulgarian
	yiddish
	tongues
)

// String gives the tag.
func (t tongue) String() string {
	return [...]string{"fa", "ar", "ckb", "ps", "ur", "he", "ru", "en", "fr", "de", "es", "tr"}[t]
}

// alphabet is a script that several languages share.
type alphabet uint8

const (
	otherScript alphabet = iota
	arabicScript
	hebrewScript
	cyrillicScript
	latinScript
	alphabets
)

func alphabetOf(r rune) alphabet {
	switch {
	case r < utf8.RuneSelf || r < 0x250 || r >= 0x1e00 && r < 0x1f00:
		return latinScript
	case r >= 0x600 && r < 0x780 || r >= 0x8a0 && r < 0x900 || r >= 0xfb50 && r < 0xfe00 || r >= 0xfe70 && r < 0xff00:
		return arabicScript
	case r >= 0x400 && r < 0x530:
		return cyrillicScript
	case r >= 0x590 && r < 0x600 || r >= 0xfb1d && r < 0xfb50:
		return hebrewScript
	}
	return otherScript
}

// speaks gives the alphabet of a language.
func (t tongue) speaks() alphabet {
	switch t {
	case persian, arabic, sorani, pashto, urdu:
		return arabicScript
	case hebrew, yiddish:
		return hebrewScript
	case russian, ukrainian, bulgarian:
		return cyrillicScript
	}
	return latinScript
}

// listener adds up what speaks for each language.
type listener struct {
	letters [alphabets]int
	words   [alphabets]int
	points  [tongues]float64
}

func (l *listener) hear(word string) {
	first, _ := utf8.DecodeRuneInString(word)
	a := alphabetOf(first)
	l.words[a]++
	l.letters[a] += utf8.RuneCountInString(word)
	switch a {
	case arabicScript:
		l.hearArabicScript(word)
	case hebrewScript:
		l.add(0.3, hebrew) // Yiddish tells itself
		l.hearLetters(word)
	case cyrillicScript, latinScript:
		l.hearLetters(word)
		word = strings.ToLower(word)
	}
	if speakers := smallWords()[word]; len(speakers) > 0 {
		weight := 2.0
		if len(speakers) > 1 {
			weight = 0.7
		}
		for _, t := range speakers {
			l.points[t] += weight
		}
	}
}

// A language is named where this much speaks for it, this much more than for
// the next, and this much a word.
const (
	enough   = 3.0
	ahead    = 1.15
	eachWord = 0.22
)

func (l *listener) verdict() string {
	all, most := 0, alphabet(0)
	for a, n := range l.letters {
		all += n
		if n > l.letters[most] {
			most = alphabet(a)
		}
	}
	if l.letters[most]*10 < all*6 {
		return Und
	}
	best, first, second := tongues, 0.0, 0.0
	for t, points := range l.points {
		switch {
		case tongue(t).speaks() != most:
		case points > first:
			best, first, second = tongue(t), points, first
		case points > second:
			second = points
		}
	}
	if best >= named || first < enough || first < ahead*second || first < second+1 || first < eachWord*float64(l.words[most]) {
		return Und
	}
	return best.String()
}
