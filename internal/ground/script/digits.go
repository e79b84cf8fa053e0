package script

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Digits gives text with every decimal digit (Unicode Nd) as an ASCII digit
// and all else untouched.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r) {
			return rune(digitOf(r))
		}
		return r
	}, text)
}

// digitOf gives the ASCII digit of a rune of Unicode's Nd, whose digits stand
// in rows of ten from zero to nine (Unicode stability policy).
func digitOf(r rune) byte {
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return '0' + byte((r-rune(row.Lo))%10)
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return '0' + byte((r-rune(row.Lo))%10)
		}
	}
	return '0'
}

// Localise writes n with the digits and the minus sign of lang, a BCP 47 tag of
// which the language alone counts: ۰-۹ for fa, ٠-٩ for ar, ASCII for all others.
// The minus signs are those of CLDR, with the mark that keeps them at the left
// of the number in a line of Persian or Arabic.
func Localise(n int, lang string) string {
	written := strconv.Itoa(n)
	digits, negative := strings.CutPrefix(written, "-")
	if !negative {
		return LocaliseDigits(written, lang)
	}
	switch zeroOf(lang) {
	case '۰':
		return "\u200e\u2212" + LocaliseDigits(digits, lang)
	case '٠':
		return "\u061c-" + LocaliseDigits(digits, lang)
	}
	return written
}

// LocaliseDigits gives text with every decimal digit written as lang writes it
// (see Localise) and all else untouched: dates, page numbers, file sizes.
func LocaliseDigits(text, lang string) string {
	zero := zeroOf(lang)
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Nd, r) {
			return zero + rune(digitOf(r)-'0')
		}
		return r
	}, text)
}

func zeroOf(lang string) rune {
	primary, _, _ := strings.Cut(lang, "-")
	switch strings.ToLower(primary) {
	case "fa":
		return '۰'
	case "ar":
		return '٠'
	}
	return '0'
}
