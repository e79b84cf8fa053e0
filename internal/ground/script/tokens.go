package script

import (
	"unicode"
	"unicode/utf8"
)

// Token is a word of a text: in the form in which it is compared, and where it
// stands.
type Token struct {
	Word     string // folded, as Words gives it
	From, To int    // bytes of the original, with the vowel signs that belong to it
	// Glued tells that nothing but a zero width non-joiner parts the word from
	// the one before it: both are one word to many writers (می‌رود).
	Glued bool
	// Capital tells that the original begins with a capital letter.
	Capital bool
}

// Tokens gives the words of text in order: the same as Words, with their
// places. It is what an index is made of, and what finds a hit again in the
// original, in one pass and with memory of about three times the text.
// Several words of one character (a ligature) share its place.
func Tokens(text string) []Token {
	t := tokenizer{out: make([]byte, 0, len(text)), found: make([]span, 0, len(text)/8+1)}
	var buf [96]byte // as in folder.fold
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			t.ascii(c, i)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		t.rune(r, appendFolded(buf[:0], r), i, i+size)
		i += size
	}
	t.end()
	return t.tokens()
}

// tokenizer gathers the folded words one behind the other, so that a text
// costs one string and not one a word.
type tokenizer struct {
	out    []byte
	found  []span
	inside bool
	gap    gapKind // since the last word ended
	opened int     // 1 + where dropped letters before a word begin, 0: none
}

type span struct {
	at, end        int // of out
	from, to       int // of the text
	glued, capital bool
}

// gapKind is what stands between two words.
type gapKind int

const (
	gapNone   gapKind = iota
	gapJoiner         // zero width non-joiners only
	gapOther
)

func (t *tokenizer) ascii(c byte, at int) {
	switch b := foldASCII(c); {
	case 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
		t.begin(at, 'A' <= c && c <= 'Z')
		t.out = append(t.out, b)
		t.found[len(t.found)-1].to = at + 1
	case b != 0:
		t.part(gapOther)
	}
}

// rune takes one rune of the text and what it folds to.
func (t *tokenizer) rune(r rune, folded []byte, from, to int) {
	if len(folded) == 0 {
		t.vanished(r, from, to)
		return
	}
	for len(folded) > 0 {
		f, size := utf8.DecodeRune(folded)
		if inWord(f) {
			t.begin(from, unicode.IsUpper(r))
			t.out = append(t.out, folded[:size]...)
			t.found[len(t.found)-1].to = to
		} else if r == '\u200c' {
			t.part(gapJoiner)
		} else {
			t.part(gapOther)
		}
		folded = folded[size:]
	}
}

// vanished takes a rune that folds to nothing: one that belongs to the letter
// before it lengthens the word, a letter before a word opens it.
func (t *tokenizer) vanished(r rune, from, to int) {
	switch {
	case t.inside && unicode.In(r, unicode.L, unicode.M):
		t.found[len(t.found)-1].to = to
	case !t.inside && unicode.Is(unicode.L, r) && t.opened == 0:
		t.opened = from + 1
	case !t.inside && !unicode.Is(unicode.L, r):
		t.opened = 0
	}
}

func (t *tokenizer) begin(from int, capital bool) {
	if t.inside {
		return
	}
	if t.opened > 0 {
		from = t.opened - 1
	}
	t.found = append(t.found, span{at: len(t.out), from: from, glued: t.gap == gapJoiner && len(t.found) > 0, capital: capital})
	t.inside, t.opened, t.gap = true, 0, gapNone
}

// part takes what parts words.
func (t *tokenizer) part(kind gapKind) {
	t.end()
	t.opened = 0
	t.gap = max(t.gap, kind)
}

func (t *tokenizer) end() {
	if t.inside {
		t.found[len(t.found)-1].end = len(t.out)
		t.inside = false
	}
}

func (t *tokenizer) tokens() []Token {
	all := string(t.out)
	tokens := make([]Token, len(t.found))
	for i, s := range t.found {
		tokens[i] = Token{Word: all[s.at:s.end], From: s.from, To: s.to, Glued: s.glued, Capital: s.capital}
	}
	return tokens
}

// inWord tells what Words keeps together.
func inWord(r rune) bool {
	switch {
	case 0x0620 <= r && r <= 0x064a, 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return true
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}
