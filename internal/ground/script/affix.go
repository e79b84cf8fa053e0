package script

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Joins tells that two folded words of a Persian text that stand side by side
// are written as one by others: می رود and میرود, کتاب ها and کتابها. It knows
// the endings and openings that writers part by a space, a zero width
// non-joiner or nothing. Endings that are common words of their own (آن, ای) are
// not among them: parted by a space they nearly always are those words.
func Joins(before, after string) bool {
	switch before {
	case "می", "نمی", "همی":
		return beginsArabic(after)
	}
	switch after {
	case "ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان",
		"تر", "تری", "ترین", "ام", "ات", "اش", "اند", "مان", "تان", "شان":
		return beginsArabic(before)
	}
	return false
}

// Parted takes a known opening or ending off a folded word, as Joins puts it
// on: میرود is می and رود, کتابها is کتاب and ها. It does not know words, and
// parts some that are one (میدان).
func Parted(word string) (before, after string, ok bool) {
	for _, head := range [...]string{"نمی", "می"} {
		if rest, ok := strings.CutPrefix(word, head); ok && utf8.RuneCountInString(rest) >= 2 {
			return head, rest, true
		}
	}
	for _, tail := range [...]string{"هایمان", "هایتان", "هایشان", "هایی", "هایم", "هایت", "هایش", "های", "ها", "ترین", "تری", "تر"} {
		if stem, ok := strings.CutSuffix(word, tail); ok && utf8.RuneCountInString(stem) >= 2 {
			return stem, tail, true
		}
	}
	return "", "", false
}

func beginsArabic(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
}

// Writing is the script a word is written in, as far as sounds go.
type Writing int

// The writings of which skeletons are comparable.
const (
	Other Writing = iota
	Latin
	Arabic // of Persian, Kurdish, Pashto and Urdu too
)

// WritingOf tells the script of a folded word by its first letter.
func WritingOf(word string) Writing {
	switch r, _ := utf8.DecodeRuneInString(word); {
	case 'a' <= r && r <= 'z':
		return Latin
	case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
		return Arabic
	}
	return Other
}

// Skeleton gives the consonants of one folded word in Latin or Arabic script,
// by which its spellings meet across the two (see Name.Key), and how many of
// its letters are consonants: with two or fewer, strangers meet as well. A word
// of another script, or with a digit in it, has none.
func Skeleton(word string) (bones string, consonants int) {
	writing := WritingOf(word)
	if writing == Other {
		return "", 0
	}
	for _, r := range word {
		if unicode.IsNumber(r) || WritingOf(string(r)) != writing && !unicode.IsMark(r) {
			return "", 0
		}
	}
	bare, _ := cutArticle(word)
	bones = skeleton(tighten(bare))
	for _, c := range []byte(bones) {
		if c != 'a' && c != 'y' && c != 'v' {
			consonants++
		}
	}
	return bones, consonants
}
