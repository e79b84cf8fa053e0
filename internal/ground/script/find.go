package script

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Folded is a text in its folded form that knows where in the original each
// part of it stands. Make one for a page and look for many quotes in it. The
// zero value is an empty text.
type Folded struct {
	Text string // what Fold gives
	// at[i] is the byte offset in source of the rune that gave Text[i]. It
	// never falls, and always points at the first byte of a rune.
	at     []int
	source string
}

// FoldMap folds text as Fold does and keeps the way back. It takes about ten
// times the memory of text.
func FoldMap(text string) Folded {
	f := folder{
		out:    make([]byte, 0, len(text)),
		at:     make([]int, 0, len(text)),
		mapped: true,
	}
	f.fold(text)
	return Folded{Text: string(f.out), at: f.at, source: text}
}

// Origin gives the byte span [from, to) in the original of the span
// [start, end) of f.Text. It begins and ends between runes and takes in whole
// every rune that gave a byte of the folded span, with the vowel signs and
// other dropped letters that belong to it. An empty or impossible span gives
// an empty one.
func (f Folded) Origin(start, end int) (from, to int) {
	if start < 0 || end > len(f.at) || start >= end {
		return 0, 0
	}
	return f.widenBack(start), f.widenOn(f.at[end-1])
}

// widenOn gives the end of the rune at offset i, after the marks, hamza and
// tatweel that follow it and fold to nothing.
func (f Folded) widenOn(i int) int {
	_, size := utf8.DecodeRuneInString(f.source[i:])
	end := i + size
	for i = end; i < len(f.source); i += size {
		var r rune
		if r, size = utf8.DecodeRuneInString(f.source[i:]); !vanishes(r) {
			break
		}
		if unicode.In(r, unicode.L, unicode.M) {
			end = i + size
		}
	}
	return end
}

// widenBack takes in the dropped letters that open a word (ʿ in ʿAli): inside
// a word they belong to the letter before them.
func (f Folded) widenBack(start int) int {
	from := f.at[start]
	if start > 0 && f.Text[start-1] != ' ' {
		return from
	}
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(f.source[:from])
		if !unicode.Is(unicode.L, r) || !vanishes(r) {
			break
		}
		from -= size
	}
	return from
}

// vanishes tells a rune of which nothing is left in a folded text.
func vanishes(r rune) bool {
	if r < utf8.RuneSelf {
		return foldASCII(byte(r)) == 0
	}
	var buf [96]byte
	return len(appendFolded(buf[:0], r)) == 0
}

// Find gives the byte span [start, end) in the original of the first place
// where quote stands, both seen folded: other yeh and kaf, digits, vowel signs,
// presentation forms and line breaks between words make no difference, while
// every word must be there. A quote may begin or end inside a word. A quote of
// which folding leaves nothing is nowhere.
func (f Folded) Find(quote string) (start, end int, ok bool) {
	for s, e := range f.FindAll(quote) {
		return s, e, true
	}
	return 0, 0, false
}

// FindAll gives, in order, the spans in the original of all places where quote
// stands, as Find does; no two overlap.
func (f Folded) FindAll(quote string) iter.Seq2[int, int] {
	folded := Fold(quote)
	return func(yield func(start, end int) bool) {
		if folded == "" {
			return
		}
		done := 0 // in the original
		for i := 0; ; {
			next := strings.Index(f.Text[i:], folded)
			if next < 0 {
				return
			}
			start, end := f.Origin(i+next, i+next+len(folded))
			i += next + len(folded)
			if start < done { // inside a ligature already given
				continue
			}
			if done = end; !yield(start, end) {
				return
			}
		}
	}
}

// Find is FoldMap(text).Find(quote), for a single quote.
func Find(text, quote string) (start, end int, ok bool) {
	return FoldMap(text).Find(quote)
}

// FindAll is FoldMap(text).FindAll(quote), for a single quote.
func FindAll(text, quote string) iter.Seq2[int, int] {
	return FoldMap(text).FindAll(quote)
}
