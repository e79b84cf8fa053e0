package script

import (
	"strings"
	"unicode"
)

// Steers reports whether a character steers a line instead of standing in it:
// controls, breaks of lines and paragraphs, and marks that turn the direction
// of what follows. The joiners of Persian and Arabic, and the two marks that
// only stand beside a word, do not.
func Steers(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Flat gives a text of others as one line: where a word of theirs stands in a
// sentence of ours, it must not begin a sentence that looks like ours.
func Flat(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || Steers(r) }), " ")
}
