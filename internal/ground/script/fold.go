package script

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form of text in which it is searched and compared, the same
// for an index and for the queries put to it. Two texts that a reader of
// Persian or Arabic would call the same words have one folded form:
//
//   - compatibility forms are resolved as in Unicode's NFKD (UAX #15):
//     presentation forms, ligatures, wide and styled letters;
//   - vowel signs, Quranic marks, accents, tatweel, hamza, bidi controls, the
//     byte order mark, soft hyphens and zero width joiners are dropped;
//   - the letters that keyboards and spelling schools confuse become one:
//     ي ى ې ے ئ to ی, ك to ک, ة ۀ ہ ھ to ه, ؤ to و, أ إ ٱ آ to ا;
//   - decimal digits of every script become ASCII digits, Arabic punctuation
//     its ASCII cousin;
//   - Latin letters are lower case without marks, ʿ ʾ and apostrophes are
//     dropped, dashes become spaces;
//   - white space of every kind, controls and the zero width non-joiner become
//     a space, several spaces one, and none is left at the ends.
//
// Alef with madda loses its madda here, because hasty typing and machine
// reading lose it; names keep it (see ParseName). Each character is folded
// without regard to its neighbours, which is why any part of a text folds to a
// part of the folded text and why folding twice changes nothing. Scripts other
// than these three are decomposed but keep their marks. The result is valid
// UTF-8 whatever the input; it is for comparing and not for showing.
func Fold(text string) string {
	f := folder{out: make([]byte, 0, len(text))}
	f.fold(text)
	return string(f.out)
}

// folder gathers folded bytes and, when mapped, the place each came from.
type folder struct {
	out    []byte
	at     []int // at[i] is the offset in the source of the rune behind out[i]
	mapped bool
	madda  bool // keep آ apart from ا
}

func (f *folder) fold(text string) {
	var buf [96]byte // holds the longest decomposition, U+FDFA (33 bytes), folded
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if b := foldASCII(c); b != 0 {
				f.put(b, i)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if f.madda && r == 'آ' {
			f.putAll(utf8.AppendRune(buf[:0], r), i)
		} else {
			f.putAll(appendFolded(buf[:0], r), i)
		}
		i += size
	}
	f.trim()
}

func (f *folder) putAll(folded []byte, from int) {
	for _, b := range folded {
		f.put(b, from)
	}
}

// put keeps the guard that no text begins with a space or has two in a row.
func (f *folder) put(b byte, from int) {
	if b == ' ' && (len(f.out) == 0 || f.out[len(f.out)-1] == ' ') {
		return
	}
	f.out = append(f.out, b)
	if f.mapped {
		f.at = append(f.at, from)
	}
}

func (f *folder) trim() {
	if n := len(f.out); n > 0 && f.out[n-1] == ' ' {
		f.out = f.out[:n-1]
		if f.mapped {
			f.at = f.at[:n-1]
		}
	}
}

// foldASCII gives 0 for what is dropped.
func foldASCII(c byte) byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	case c <= ' ', c == '-', c == 0x7f:
		return ' '
	case c == '\'', c == '`':
		return 0
	}
	return c
}

// appendFolded appends what one rune above ASCII folds to, which may be nothing.
func appendFolded(dst []byte, r rune) []byte {
	if b := foldArabic(r); b != unchanged {
		return appendKept(dst, b)
	}
	var one [utf8.UTFMax]byte
	whole := norm.NFKD.Properties(utf8.AppendRune(one[:0], r)).Decomposition()
	switch {
	case 0xac00 <= r && r <= 0xd7a3: // Hangul is decomposed by arithmetic, not by table
		whole = norm.NFKD.Bytes(utf8.AppendRune(nil, r))
	case whole == nil:
		return appendBase(dst, unicode.ToLower(r))
	case drawnAlone(whole):
		return dst
	}
	for len(whole) > 0 {
		d, size := utf8.DecodeRune(whole)
		whole = whole[size:]
		dst = appendBase(dst, unicode.ToLower(d))
	}
	return dst
}

// drawnAlone tells a mark that Unicode decomposes as a space carrying it (´ or
// the isolated harakat that PDF texts contain): it belongs to the word around
// it and must not cut that word in two.
func drawnAlone(whole []byte) bool {
	if len(whole) < 2 || whole[0] != ' ' {
		return false
	}
	r, _ := utf8.DecodeRune(whole[1:])
	return unicode.Is(unicode.M, r)
}

// appendBase folds a rune that has no decomposition left.
func appendBase(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return appendKept(dst, rune(foldASCII(byte(r))))
	}
	if b := foldArabic(r); b != unchanged {
		return appendKept(dst, b)
	}
	if s := spelledOut(r); s != "" {
		return append(dst, s...)
	}
	if unicode.Is(unicode.Nd, r) {
		return append(dst, digitOf(r))
	}
	return appendKept(dst, foldSign(r))
}

func appendKept(dst []byte, r rune) []byte {
	if r == dropped {
		return dst
	}
	return utf8.AppendRune(dst, r)
}

// The two answers of a folding step that are not a rune of the folded text.
const (
	dropped   rune = 0
	unchanged rune = -1
)

// foldArabic knows the letters and signs of the Arabic block. Kurdish, Pashto,
// Urdu and Uighur letters go to the Persian letter of the same sound.
func foldArabic(r rune) rune {
	switch r {
	case 'ي', 'ى', 'ې', 'ێ', 'ۍ', 'ے', 'ئ', 'ؠ', 'ۓ':
		return 'ی'
	case 'ك', 'ڪ':
		return 'ک'
	case 'ګ':
		return 'گ'
	case 'أ', 'إ', 'آ', 'ٱ', 'ٲ', 'ٳ':
		return 'ا'
	case 'ؤ', 'ۆ', 'ۇ', 'ۈ', 'ۋ', 'ۏ':
		return 'و'
	case 'ة', 'ۀ', 'ہ', 'ۂ', 'ۃ', 'ھ', 'ە':
		return 'ه'
	case 'ڕ':
		return 'ر'
	case 'ڵ':
		return 'ل'
	case 'ء', 'ٴ', 'ـ':
		return dropped
	case '،', '٬':
		return ','
	case '؛':
		return ';'
	case '؟':
		return '?'
	case '٪':
		return '%'
	case '٫', '۔':
		return '.'
	}
	switch {
	case 0x064b <= r && r <= 0x065f, r == 0x0670:
		return dropped
	case 0x0660 <= r && r <= 0x0669:
		return r - 0x0660 + '0'
	case 0x06f0 <= r && r <= 0x06f9:
		return r - 0x06f0 + '0'
	case 0x0627 <= r && r <= 0x064a, r == 'ی', r == 'ک', r == 'گ', r == 'پ', r == 'چ', r == 'ژ':
		return r // the letters that stay; answered here for speed
	}
	return unchanged
}

// spelledOut gives Latin letters that have no decomposition, as passports and
// card catalogues write them.
func spelledOut(r rune) string {
	switch r {
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'þ':
		return "th"
	case 'ə':
		return "a" // Azerbaijani, heard as the a of "cat"
	}
	return ""
}

// foldSign knows what is neither a letter nor a digit, in any script.
func foldSign(r rune) rune {
	switch r {
	case '\u200c', '\u200b': // zero width non-joiner and space part words
		return ' '
	case 'ʿ', 'ʾ', 'ʼ', 'ʻ', 'ʹ', 'ˈ', '‘', '’', '‛', '′', 'ꞌ':
		return dropped
	case '“', '”', '„', '‟', '«', '»':
		return '"'
	}
	switch {
	case unicode.IsSpace(r), unicode.Is(unicode.Cc, r), unicode.Is(unicode.Pd, r), r == '−':
		return ' '
	case unicode.Is(unicode.Cf, r), pointing(r):
		return dropped
	}
	return r
}

// pointing tells marks that scripts with optional vowels or accents lay over
// their letters. The marks of other scripts (Indic vowels, say) are letters in
// all but name and stay.
func pointing(r rune) bool {
	return unicode.Is(unicode.M, r) && unicode.In(r, unicode.Inherited, unicode.Arabic,
		unicode.Latin, unicode.Hebrew, unicode.Syriac, unicode.Greek, unicode.Cyrillic)
}

// Words gives the folded words of text in order: runs of letters, digits and
// the marks that folding keeps. It is what an index should hold, because
// database tokenizers cut Arabic words at their vowel signs.
func Words(text string) []string {
	return words(Fold(text))
}

func words(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}
