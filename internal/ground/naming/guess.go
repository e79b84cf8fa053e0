package naming

import "strings"

// plainSpelled writes a word that is not in the dictionary as English papers
// would.
func plainSpelled(word string, article bool, lang string) spelled {
	if lang == "ku" {
		w := spellKurdish(word)
		return spelled{englished(w.text), englished(w.shown), w.guessed}
	}
	return spellOut(lettersOf(word, article), tableOf(Plain, lang))
}

// spellOut writes letters without knowing the name. Vowels that are not
// written are guessed by what a syllable may be, consonant and vowel and at
// most one consonant more, and put in brackets in shown; و and ی inside a word
// may be vowels or not, and are bracketed too.
func spellOut(x []letter, t table) spelled {
	var text, shown strings.Builder
	guessed := false
	put := func(s string) { text.WriteString(s); shown.WriteString(s) }
	guess := func(s string) {
		text.WriteString(s)
		shown.WriteString("(" + s + ")")
		guessed = true
	}
	open, long := false, false // the sound before was a vowel; the last vowel was written
	for i, l := range x {
		last := i == len(x)-1
		if vowel, sure, ok := t.vowelAt(x, i, open); ok {
			if sure {
				put(vowel)
			} else {
				guess(vowel)
			}
			open, long = true, true
			continue
		}
		sign := t.signOf(l)
		put(sign)
		if l.double {
			put(sign)
		}
		if l.vowel != 0 {
			put(t.short(sound(l.vowel)))
			open, long = true, false
			continue
		}
		if vowel := t.between(x, i, open, long); !last && !l.mute && vowel != "" {
			guess(vowel)
			open, long = true, false
			continue
		}
		open = false
	}
	return spelled{text.String(), shown.String(), guessed}
}

// signOf writes a consonant.
func (t table) signOf(l letter) string {
	switch l.base() {
	case 'ع':
		return t.ayn
	case 'ء':
		return t.hamza
	}
	if l.r == 'ئ' || l.r == 'ؤ' || l.r == 'أ' {
		return t.hamza
	}
	return t.consonants[l.base()]
}

// vowelAt tells that the letter x[i] is a vowel there, and whether that is sure.
func (t table) vowelAt(x []letter, i int, open bool) (vowel string, sure, ok bool) {
	l, first, last := x[i], i == 0, i == len(x)-1
	switch l.base() {
	case 'آ':
		return t.a, true, true
	case 'ا':
		switch {
		case first && !last && (x[1].base() == 'ی' || x[1].base() == 'و'):
			return "", true, true
		case first && l.vowel != 0:
			return t.short(sound(l.vowel)), true, true
		case first:
			return "a", false, true
		}
		return t.a, true, true
	case 'ی', 'و':
		if l.r == 'ئ' || l.r == 'ؤ' {
			return "", false, false
		}
		long := t.u
		if l.base() == 'ی' {
			long = t.i
		}
		before := i > 0 && x[i-1].base() == 'ا'
		after := !last && (x[i+1].base() == 'ا' || x[i+1].base() == 'آ')
		switch {
		case l.r == 'ى':
			return t.maqsura, true, true
		case first, after, l.vowel != 0 && !open, before && i > 1 && !last:
			return "", false, false
		case i == 1 && before:
			return long, true, true
		case last:
			return long, true, !open || l.base() == 'ی'
		}
		return long, false, !open
	case 'ه':
		if last && !first && !open {
			return t.final, l.r == 'ة', true
		}
	}
	return "", false, false
}

// between gives the vowel to guess behind the consonant x[i], "" if none need
// be: one follows that opens a syllable, and one between the last two behind a
// long vowel (Qader, Saleh).
func (t table) between(x []letter, i int, open, long bool) string {
	if i+1 >= len(x) {
		return ""
	}
	if _, _, ok := t.vowelAt(x, i+1, false); ok {
		return ""
	}
	switch {
	case !open:
		return "a"
	case long && i == len(x)-2:
		return t.e
	}
	return ""
}

// spellKurdish writes a word in the letters of Hawar. Kurdish writes all vowels
// but the short i; one is guessed between two consonants at the head.
func spellKurdish(word string) spelled {
	var text, shown strings.Builder
	guessed := false
	runes := []rune(strings.ReplaceAll(strings.ReplaceAll(word, "\u200c", ""), "وو", "ۇ"))
	runes = runes[:min(len(runes), longestHeard)]
	for i, r := range runes {
		s := hawarOf(runes, i)
		text.WriteString(s)
		shown.WriteString(s)
		if i == 0 && len(runes) > 2 && s != "" && !isHawarVowel(hawarOf(runes, 0)) && !isHawarVowel(hawarOf(runes, 1)) && r != 'ئ' {
			text.WriteString("i")
			shown.WriteString("(i)")
			guessed = true
		}
	}
	return spelled{text.String(), shown.String(), guessed}
}

func isHawarVowel(s string) bool { return s != "" && strings.Contains("aeiouêîû", s) }

func hawarOf(x []rune, i int) string {
	switch r := x[i]; r {
	case 'و', 'ی', 'ي':
		near := i == 0 || isKurdishVowel(x[i-1]) || i+1 < len(x) && isKurdishVowel(x[i+1])
		switch {
		case r == 'و' && near:
			return "w"
		case r == 'و':
			return "u"
		case near:
			return "y"
		}
		return "î"
	case 'ه':
		if i > 0 && i == len(x)-1 {
			return "e"
		}
		return "h"
	default:
		return hawarLetters[r]
	}
}

func isKurdishVowel(r rune) bool { return strings.ContainsRune("اەێۆۇآ", r) }

// hawarLetters are those that are one letter everywhere; "" is not heard.
var hawarLetters = map[rune]string{
	'ا': "a", 'آ': "a", 'ب': "b", 'پ': "p", 'ت': "t", 'ج': "c", 'چ': "ç", 'ح': "h", 'خ': "x", 'د': "d", 'ر': "r", 'ڕ': "r",
	'ز': "z", 'ژ': "j", 'س': "s", 'ش': "ş", 'غ': "x", 'ع': "", 'ف': "f", 'ڤ': "v", 'ق': "q", 'ک': "k", 'ك': "k", 'گ': "g",
	'ل': "l", 'ڵ': "l", 'م': "m", 'ن': "n", 'ۆ': "o", 'ۇ': "û", 'ە': "e", 'ھ': "h", 'ێ': "ê", 'ئ': "", 'ص': "s", 'ط': "t",
	'ض': "z", 'ظ': "z", 'ذ': "z", 'ث': "s",
}

// englished writes Hawar as English papers do.
func englished(text string) string {
	return strings.NewReplacer("ş", "sh", "ç", "ch", "j", "zh", "c", "j", "x", "kh", "ê", "e", "î", "i", "û", "ou").Replace(text)
}
