package naming

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// letter is a letter of Arabic script with the vowel sign that it carries.
type letter struct {
	r      rune
	vowel  byte // a i u, 0 where none is written
	mute   bool // with a sukun
	double bool // with a shadda
}

// lettersOf gives the letters of a word as it is written, without joiners, and
// without the article if it has one.
func lettersOf(word string, article bool) []letter {
	word = norm.NFKC.String(word)
	if article {
		word = strings.TrimPrefix(word, "ال")
	}
	var out []letter
	for _, r := range word {
		if last := len(out) - 1; last >= 0 && signed(&out[last], r) {
			continue
		}
		if r = sameLetter(r); r != 0 {
			out = append(out, letter{r: r})
		}
	}
	return out[:min(len(out), longestHeard)]
}

// signed puts a vowel sign on a letter.
func signed(l *letter, r rune) bool {
	switch r {
	case '\u064e':
		l.vowel = 'a'
	case '\u0650':
		l.vowel = 'i'
	case '\u064f':
		l.vowel = 'u'
	case '\u0651':
		l.double = true
	case '\u0652':
		l.mute = true
	default:
		return false
	}
	return true
}

// sameLetter gives the letter that a variant of a keyboard is, 0 for what is
// none. Letters that are told apart in romanisation stay: ة ؤ ئ أ.
func sameLetter(r rune) rune {
	switch r {
	case 'ي', 'ې', 'ے':
		return 'ی'
	case 'ك', 'ڪ':
		return 'ک'
	case 'إ', 'ٱ':
		return 'ا'
	case 'ہ', 'ھ', 'ە':
		return 'ه'
	case 'ۀ':
		return 'ه'
	case 'ۆ', 'ۇ':
		return 'و'
	case 'ڕ':
		return 'ر'
	case 'ڵ':
		return 'ل'
	case 'ێ':
		return 'ی'
	}
	if 0x0620 <= r && r <= 0x064a && r != 'ـ' || strings.ContainsRune("پچژگیکڤ", r) {
		return r
	}
	return 0
}

// base gives the letter by which a letter is heard.
func (l letter) base() rune {
	switch l.r {
	case 'ة':
		return 'ه'
	case 'ى', 'ئ':
		return 'ی'
	case 'ؤ':
		return 'و'
	case 'أ':
		return 'ا'
	}
	return l.r
}

// table is a scheme of romanisation.
type table struct {
	scheme Scheme
	// consonants holds the letters and what they are written as, in turns.
	consonants map[rune]string
	a, i, u    string // long
	e, o       string // the short vowels that are heard i and u, or e and o
	final      string // a silent ه or ة at the end
	maqsura    string // ى and its like at the end
	ayn, hamza string
	glide      string // between a and i
	ai, au     string
}

func consonantsOf(list string) map[rune]string {
	m := map[rune]string{}
	words := strings.Fields(list)
	for i := 0; i+1 < len(words); i += 2 {
		m[[]rune(words[i])[0]] = words[i+1]
	}
	return m
}

const (
	libraryPersian = "ب b پ p ت t ث s̲ ج j چ ch ح ḥ خ kh د d ذ ẕ ر r ز z ژ zh س s ش sh ص ṣ ض z̤ ط ṭ ظ ẓ غ gh ف f ق q ک k گ g ل l م m ن n و v ه h ی y ڤ v"
	libraryArabic  = "ب b پ p ت t ث th ج j چ ch ح ḥ خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص ṣ ض ḍ ط ṭ ظ ẓ غ gh ف f ق q ک k گ g ل l م m ن n و w ه h ی y ڤ v"
	placesPersian  = "ب b پ p ت t ث s̄ ج j چ ch ح ḩ خ kh د d ذ z̄ ر r ز z ژ zh س s ش sh ص ş ض ẕ ط ţ ظ z̧ غ gh ف f ق q ک k گ g ل l م m ن n و v ه h ی y ڤ v"
	placesArabic   = "ب b پ p ت t ث th ج j چ ch ح ḩ خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص ş ض ḑ ط ţ ظ z̧ غ gh ف f ق q ک k گ g ل l م m ن n و w ه h ی y ڤ v"
	orientArabic   = "ب b پ p ت t ث ṯ ج ǧ چ č ح ḥ خ ḫ د d ذ ḏ ر r ز z ژ ž س s ش š ص ṣ ض ḍ ط ṭ ظ ẓ غ ġ ف f ق q ک k گ g ل l م m ن n و w ه h ی y ڤ v"
	plainPersian   = "ب b پ p ت t ث s ج j چ ch ح h خ kh د d ذ z ر r ز z ژ zh س s ش sh ص s ض z ط t ظ z غ gh ف f ق gh ک k گ g ل l م m ن n و v ه h ی y ڤ v"
	plainArabic    = "ب b پ p ت t ث th ج j چ ch ح h خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص s ض d ط t ظ z غ gh ف f ق q ک k گ g ل l م m ن n و w ه h ی y ڤ v"
)

// tableOf gives the table of a scheme for Persian or Arabic.
func tableOf(s Scheme, lang string) table {
	arabic := lang == "ar"
	t := table{scheme: s, a: "ā", i: "ī", u: "ū", e: "i", o: "u", final: "ah", maqsura: "á", ayn: "ʻ", hamza: "ʼ", glide: "ʼ", ai: "ay", au: "aw"}
	switch {
	case s == Library && arabic:
		t.consonants = consonantsOf(libraryArabic)
	case s == Library:
		t.consonants = consonantsOf(libraryPersian)
	case s == Places && arabic:
		t.consonants, t.ayn, t.hamza, t.glide = consonantsOf(placesArabic), "‘", "’", "’"
	case s == Places:
		t.consonants, t.ayn, t.hamza, t.glide = consonantsOf(placesPersian), "‘", "’", "’"
		t.e, t.o, t.final, t.maqsura, t.ai, t.au = "e", "o", "eh", "á", "ey", "ow"
	case s == Orient:
		t.consonants, t.ayn, t.hamza, t.final, t.maqsura = consonantsOf(orientArabic), "ʿ", "ʾ", "a", "ā"
	case arabic:
		t = table{scheme: s, consonants: consonantsOf(plainArabic), a: "a", i: "i", u: "u", e: "i", o: "u", final: "a", maqsura: "a", ai: "ai", au: "aw"}
	default:
		t = table{scheme: s, consonants: consonantsOf(plainPersian), a: "a", i: "i", u: "ou", e: "e", o: "o", final: "eh", maqsura: "a", glide: "'", ai: "ey", au: "ow"}
	}
	return t
}

// short writes a vowel that is not written in Arabic script.
func (t table) short(s sound) string {
	switch short(s) {
	case 'a':
		return "a"
	case 'e', 'i', 'y':
		return t.e
	}
	return t.o
}
