package script

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// latinSounds appends the sounds of a folded Latin token.
func latinSounds(dst []byte, token string) []byte {
	for i := 0; i < len(token); {
		if s, size := digraph(token, i); size > 0 {
			dst = append(dst, s)
			i += size
			continue
		}
		dst = appendLatin(dst, token, i)
		i++
	}
	tellTwins(dst)
	return dst
}

// digraph gives the one sound written with several letters at token[i:].
func digraph(token string, i int) (sound byte, size int) {
	rest := token[i:]
	if strings.HasPrefix(rest, "tch") {
		return 'j', 3
	}
	if strings.HasPrefix(rest, "sch") {
		return 'w', 3
	}
	if len(rest) < 2 {
		return 0, 0
	}
	switch rest[:2] {
	case "kh":
		return 'x', 2
	case "ch":
		return 'j', 2
	case "zh":
		return 'j', 2
	case "gh":
		return 'q', 2
	case "ph":
		return 'f', 2
	case "ck":
		return 'k', 2
	case "ee":
		return soundI, 2
	}
	if seam(token, i) {
		return 0, 0
	}
	switch rest[:2] {
	case "sh":
		return 'w', 2
	case "th":
		return 's', 2
	case "dh":
		return 'z', 2
	case "dj":
		return 'j', 2
	}
	return 0, 0
}

// seam tells that the letter at token[i] ends a part of the name, and what
// looks like a digraph is two sounds: mohammad-hossein, abd-jabbar, fat-h, es-haq.
func seam(token string, i int) bool {
	before, after := token[:i], token[i+2:]
	switch token[i] {
	case 'd':
		return before == "ab" || strings.HasSuffix(before, "mma") || strings.HasSuffix(before, "mme") ||
			token[i+1] == 'j' && i > 0 && before != "ha"
	case 't':
		return strings.HasSuffix(before, "fa")
	case 's':
		return (before == "e" || before == "i") &&
			(strings.HasPrefix(after, "aq") || strings.HasPrefix(after, "agh") || strings.HasPrefix(after, "ak"))
	}
	return false
}

// appendLatin appends the sound of the single letter token[i].
func appendLatin(dst []byte, token string, i int) []byte {
	first, last := i == 0, i == len(token)-1
	switch c := token[i]; c {
	case 'a', 'e':
		return append(dst, soundA)
	case 'o', 'u':
		return append(dst, soundU)
	case 'i':
		return append(dst, soundI)
	case 'y':
		if first {
			return append(dst, 'y')
		}
		return append(dst, soundI)
	case 'v', 'w':
		switch {
		case first:
			return append(dst, 'v')
		case last:
			return append(dst, soundU)
		}
		return append(dst, weakV)
	case 'h':
		if last && !first {
			return closeWithH(dst)
		}
		return append(dst, 'h')
	case 'c':
		if !last && strings.IndexByte("eiy", token[i+1]) >= 0 {
			return append(dst, 's')
		}
		return append(dst, 'k')
	case 'x':
		return append(dst, 'k', 's')
	case 'p':
		return append(dst, 'b')
	case 'g':
		return append(dst, 'k')
	default:
		return append(dst, c)
	}
}

// closeWithH appends a last h that may be heard or not (saleh, masih): an i
// before it is not the beginning of -ieh and goes.
func closeWithH(dst []byte) []byte {
	if dst[len(dst)-1] == soundI {
		dst = dst[:len(dst)-1]
	}
	return append(dst, soundA)
}

// tellTwins keeps the vowel that alone tells two of the commonest names from
// their twins: hossein from hasan, mahmoud from mohammad. arabicSounds does the
// same.
func tellTwins(sounds []byte) {
	for i, s := range sounds {
		switch {
		case s == 'h':
			keepVowel(sounds, i, 's', 'n', hosseinVowels, 'y')
		case s == 'm' && i+2 < len(sounds) && sounds[i+1] == soundA && sounds[i+2] == 'h':
			keepVowel(sounds, i+2, 'm', 'd', mahmoudVowels, 'v')
		}
	}
}

// keepVowel looks at sounds[i:] for a consonant, vowels, the consonant middle
// (perhaps doubled), vowels and the consonant after; if fit accepts the vowels
// the first of the second ones becomes kept. The others go with all vowels.
func keepVowel(sounds []byte, i int, middle, after byte, fit func(one, two []byte) bool, kept byte) {
	one := i + 1
	mid := skip(sounds, one, isVowel)
	two := skip(sounds, mid, func(s byte) bool { return s == middle })
	end := skip(sounds, two, isVowel)
	if mid < two && two < end && end < len(sounds) && sounds[end] == after && fit(sounds[one:mid], sounds[two:end]) {
		sounds[two] = kept
	}
}

func hosseinVowels(one, two []byte) bool {
	return len(one) > 0 && bytes.IndexByte(two, soundI) >= 0 &&
		(bytes.IndexByte(one, soundU) >= 0 || bytes.IndexByte(two, soundA) >= 0)
}

func mahmoudVowels(_, two []byte) bool {
	return bytes.IndexByte(two, soundU) >= 0
}

func skip(sounds []byte, i int, while func(byte) bool) int {
	for i < len(sounds) && while(sounds[i]) {
		i++
	}
	return i
}

// arabicSounds appends the sounds of a folded token in Arabic script.
func arabicSounds(dst []byte, token string) []byte {
	if endsInAlef(token) {
		token = strings.TrimSuffix(token, "ی") + "ا"
	}
	for i, r := range token {
		rest := token[i+utf8.RuneLen(r):]
		if s := consonant(r); s != 0 {
			dst = append(dst, s)
			continue
		}
		dst = appendWeak(dst, r, token[:i], rest)
	}
	return dst
}

// appendWeak appends the sound of a letter that is a vowel in some places.
func appendWeak(dst []byte, r rune, before, rest string) []byte {
	first, last := before == "", rest == ""
	switch r {
	case 'ا', 'آ':
		return append(dst, soundA)
	case 'ع':
		return appendAin(dst, first, last)
	case 'ی':
		return append(dst, soundOfYeh(before, rest))
	case 'و':
		return append(dst, soundOfWaw(before, rest))
	case 'ه':
		if last && !first {
			return append(dst, soundA)
		}
		return append(dst, 'h')
	case 'ح':
		if last && !first {
			return closeWithH(dst)
		}
		return append(dst, 'h')
	}
	return utf8.AppendRune(dst, r)
}

// appendAin hears ain at the head, and at the end after a consonant (jame).
func appendAin(dst []byte, first, last bool) []byte {
	if first || last && !isVowel(dst[len(dst)-1]) {
		return append(dst, soundA)
	}
	return dst
}

func soundOfYeh(before, rest string) byte {
	hossein := strings.HasSuffix(before, "حس") && strings.HasPrefix(rest, "ن") && !strings.HasSuffix(before, "تحس")
	if before == "" || hossein {
		return 'y'
	}
	return soundI
}

func soundOfWaw(before, rest string) byte {
	switch {
	case before == "", strings.HasSuffix(before, "محم") && strings.HasPrefix(rest, "د"):
		return 'v'
	case rest == "ی":
		return weakV
	}
	return soundU
}

// endsInAlef tells the common names whose last letter is written ی and heard
// a. Typing does not keep ى from ی, so they must be known.
func endsInAlef(token string) bool {
	switch token {
	case "مصطفی", "مرتضی", "مجتبی", "موسی", "عیسی", "یحیی", "کسری", "کبری", "صغری",
		"هدی", "سلمی", "بشری", "طوبی", "عظمی", "سلوی", "نجوی":
		return true
	}
	return false
}

// consonant gives the sound of a letter of Arabic script that is always a
// consonant, the letters of Urdu, Pashto and Kurdish among them, else 0.
func consonant(r rune) byte {
	switch r {
	case 'ب', 'پ':
		return 'b'
	case 'ت', 'ط', 'ٹ', 'ټ':
		return 't'
	case 'س', 'ص', 'ث':
		return 's'
	case 'ج', 'ژ', 'ږ', 'چ', 'څ':
		return 'j'
	case 'خ':
		return 'x'
	case 'د', 'ڈ', 'ډ':
		return 'd'
	case 'ر', 'ڑ', 'ړ':
		return 'r'
	case 'ز', 'ذ', 'ض', 'ظ', 'ځ':
		return 'z'
	case 'ش', 'ښ':
		return 'w'
	case 'ق', 'غ':
		return 'q'
	case 'ف', 'ڤ':
		return 'f'
	case 'ک', 'گ':
		return 'k'
	case 'ل':
		return 'l'
	case 'م':
		return 'm'
	case 'ن', 'ں', 'ڼ':
		return 'n'
	}
	return 0
}
