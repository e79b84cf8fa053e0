package bboxlayout

import (
	"slices"
	"strings"
)

// Doubtful reports whether the letters lam and alef seem to have been swapped
// on a page: where a font draws the two as one shape, the program gives the
// pair in the order of writing though it gives all else in the order of sight,
// and "سلام" can't be told from "سالم" any more. The signs are an alef with
// hamza or madda between alef and lam, which no word has, or a page of some
// length with alef and lam within words and not once lam and alef.
func Doubtful(text string) bool {
	for _, never := range []string{"األ", "اإل", "اآل"} {
		if strings.Contains(text, never) {
			return true
		}
	}
	const long = 200 // letters; lam-alef is some six in a thousand
	letters, within := 0, 0
	for word := range strings.FieldsSeq(text) {
		before := ""
		for _, c := range word {
			if classOf(c) != right {
				before = ""
				continue
			}
			letters++
			if c == 'ل' && strings.HasSuffix(before, "ا") && !article(before) {
				within++
			}
			before += string(c)
		}
	}
	return letters >= long && within >= 3 && !strings.Contains(text, "لا")
}

// article reports whether alef, after what stands before it in a word, begins
// the Arabic article.
func article(before string) bool {
	return slices.Contains([]string{"ا", "وا", "فا", "با", "كا", "کا"}, before)
}
