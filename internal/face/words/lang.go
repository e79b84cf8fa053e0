package words

import (
	"slices"

	"golang.org/x/text/language"
)

// Lang is a language the faces speak, as BCP 47 writes it.
type Lang string

// The languages.
const (
	English Lang = "en"
	Persian Lang = "fa"
	Arabic  Lang = "ar"
)

// Langs gives every language in the order in which they are offered; the
// first is taken when a reader wants none of them.
func Langs() []Lang { return []Lang{English, Persian, Arabic} }

// Dir gives the direction in which a language is written, as HTML's dir
// attribute names it.
func Dir(l Lang) string {
	if l == Persian || l == Arabic {
		return "rtl"
	}
	return "ltr"
}

// Own gives a language's name in itself.
func (l Lang) Own() string {
	switch l {
	case Persian:
		return "فارسی"
	case Arabic:
		return "العربية"
	}
	return "English"
}

// Known reads a language's tag; ok is false for one the faces do not speak.
func Known(tag string) (l Lang, ok bool) {
	l = Lang(tag)
	return l, slices.Contains(Langs(), l)
}

// Choose gives the language a reader wants: the one chosen before (the value
// of a cookie), else the best of the Accept-Language header (RFC 9110,
// section 12.5.4), else English.
func Choose(chosen, accept string) Lang {
	if l, ok := Known(chosen); ok {
		return l
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return English
	}
	_, at, confidence := language.NewMatcher([]language.Tag{language.English, language.Persian, language.Arabic}).Match(tags...)
	if confidence == language.No {
		return English
	}
	return Langs()[at]
}
