package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// language is the letters of a language beyond ASCII, the most frequent first:
// the logarithm of the frequency falls by slope from each to the next.
type language struct {
	letters      string
	first, slope float64
}

// model gives the logarithms.
func (l language) model() map[rune]float64 {
	model := make(map[rune]float64, len(l.letters)/2)
	for i, r := range []rune(l.letters) {
		model[r] = -l.first - l.slope*float64(i)
	}
	return model
}

func languages() []language {
	return []language{
		{"ايىیردنهموتبسشكکلزفگخقعجحپآطصچغضذثظئژأءؤ\u200c", 2.1, 0.11}, // Persian; ی and ک as old encodings have them too
		{"اليمونترهبةدعسفقكحجأشصىخذطغضثزإظئءآؤ", 2.0, 0.12},           // Arabic
		{"ايیروكکےمہنسلتںبدھپجعگشقٹفحزخچصئڑطآڈءضظغثذژأ", 2.1, 0.11},   // Urdu
		{"оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", 2.2, 0.12},              // Russian
		{"оаиніетврслкдумпязьбгчжхйюїцєщшфґ", 2.3, 0.12},              // Ukrainian
		{"éèàê’çùôâîûœïëæÉÀ", 1.1, 0.35},                              // French
		{"üäößÜÄÖéàáè", 1.1, 0.4},                                     // German
		{"áóíéñúãçêüà¿¡õâôº", 1.5, 0.28},                              // Spanish, Portuguese
		{"åäöøæéÅØÄüáðíþóúý", 1.3, 0.3},                               // of the North
		{"àè’òùéìî°È", 1.3, 0.35},                                     // Italian
		{"ıüşğçöİŞÖÜâ", 1.3, 0.3},                                     // Turkish
	}
}

// kind is what part a character plays in a word.
type kind byte

const (
	space        kind = iota // and other ASCII that is no letter
	digit                    // ASCII digits
	mark                     // punctuation beyond ASCII that texts have
	symbol                   // what no word and few sentences have
	undefined                // not in the encoding, or a control character
	latinLow                 // small
	latinHigh                // capital
	cyrillicLow              // small
	cyrillicHigh             // capital
	arabicAny                // joins what follows, or may
	arabicLast               // only at the end of a word
	vowel                    // an Arabic sign on the letter before
	joiner                   // ZWNJ and ZWJ
)

type script byte

const (
	none script = iota
	latin
	cyrillic
	arabic
)

func (k kind) script() script {
	switch k {
	case latinLow, latinHigh:
		return latin
	case cyrillicLow, cyrillicHigh:
		return cyrillic
	case arabicAny, arabicLast, vowel:
		return arabic
	}
	return none
}

func kindOf(r rune) kind {
	switch {
	case r >= '0' && r <= '9':
		return digit
	case r < utf8.RuneSelf && !unicode.IsLetter(r), r == '\u00a0':
		return space
	case r >= 0x80 && r < 0xa0, r == utf8.RuneError:
		return undefined
	case r == '\u200c', r == '\u200d':
		return joiner
	case r == 'ة', r == 'ے':
		return arabicLast
	case r == 'ـ', unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
		return arabicAny
	case r >= 'ً' && r <= 'ْ':
		return vowel
	case strings.ContainsRune("،؛؟«»–—“”‘’„…•№§°€·\u200e\u200f¿¡", r):
		return mark
	case !unicode.IsLetter(r), r == 'ª', r == 'º', r == 'µ', r == 'ƒ':
		return symbol
	}
	return letterKind(r)
}

func letterKind(r rune) kind {
	upper := unicode.IsUpper(r)
	switch {
	case unicode.Is(unicode.Cyrillic, r) && upper:
		return cyrillicHigh
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillicLow
	case unicode.Is(unicode.Latin, r) && upper:
		return latinHigh
	case unicode.Is(unicode.Latin, r):
		return latinLow
	}
	return symbol
}

// together gives how much less probable two neighbours, of which one is a high
// byte, are than if they had met by chance; 0 for what is common.
func together(a, b kind) float64 {
	sa, sb := a.script(), b.script()
	switch {
	case sa != none && sb != none && sa != sb:
		return -6 // scripts mixed in a word
	case a == latinLow && b == latinHigh, a == cyrillicLow && b == cyrillicHigh:
		return -5
	case a == arabicLast && sb == arabic && b != vowel:
		return -5
	case b == vowel && sa != arabic:
		return -5
	case a == symbol && sb != none, b == symbol && sa != none:
		return -3
	case a == symbol && b == symbol:
		return -1
	case a == digit && sb != none, b == digit && sa != none:
		return -1
	}
	return 0
}
