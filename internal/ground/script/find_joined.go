package script

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FindJoined is Find for a quote in which joiners and spaces between words were
// left out or put in: neither the quote's nor the text's count. It is for what
// Find does not find, since it also takes "an other" for "another".
func (f Folded) FindJoined(quote string) (start, end int, ok bool) {
	for s, e := range f.FindAllJoined(quote) {
		return s, e, true
	}
	return 0, 0, false
}

// FindAllJoined is FindAll likewise. A place begins where a word of the text
// begins and ends where one ends.
func (f Folded) FindAllJoined(quote string) iter.Seq2[int, int] {
	quote = strings.ReplaceAll(Fold(quote), " ", "")
	return func(yield func(start, end int) bool) {
		if quote == "" {
			return
		}
		tight, at := f.tight()
		for i := 0; ; {
			next := strings.Index(tight[i:], quote)
			if next < 0 {
				return
			}
			first, last := at[i+next], at[i+next+len(quote)-1]
			i += next + 1
			if !f.parts(first, last) {
				continue
			}
			i += len(quote) - 1
			if !yield(f.Origin(first, last+1)) {
				return
			}
		}
	}
}

// tight gives the folded text without spaces, and where each byte of it stands
// in the folded text.
func (f Folded) tight() (string, []int) {
	var b strings.Builder
	at := make([]int, 0, len(f.Text))
	for i := range len(f.Text) {
		if f.Text[i] != ' ' {
			b.WriteByte(f.Text[i])
			at = append(at, i)
		}
	}
	return b.String(), at
}

// parts reports whether the folded bytes first to last begin and end with a
// word.
func (f Folded) parts(first, last int) bool {
	before, _ := utf8.DecodeLastRuneInString(f.Text[:first])
	after, _ := utf8.DecodeRuneInString(f.Text[last+1:])
	return !spelled(before) && !spelled(after)
}

// spelled tells what a word is made of; utf8.RuneError stands for the end of the text.
func spelled(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}
