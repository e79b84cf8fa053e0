package calendar

import (
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// token is a run of digits, a run of letters, or another character.
type token struct {
	class    byte // 'n' number, 'w' word, 'm' mark
	text     string
	mark     rune
	spaced   bool
	from, to int
}

// tokensOf divides a text. Letters that belong to no word by themselves, such
// as joiners, part words as spaces do: the vocabulary does without spaces.
func tokensOf(text string) []token {
	var tokens []token
	spaced := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		class := classOf(r)
		if class == ' ' {
			spaced = spaced || unicode.IsSpace(r)
			i += size
			continue
		}
		end := i + size
		for class != 'm' && end < len(text) {
			next, n := utf8.DecodeRuneInString(text[end:])
			if c := classOf(next); c != class && !(class == 'w' && (unicode.Is(unicode.Mn, next) || next == 'ـ')) {
				break
			}
			end += n
		}
		t := token{class: class, text: text[i:end], mark: r, spaced: spaced, from: i, to: end}
		switch class {
		case 'n':
			t.text = script.Digits(t.text)
		case 'w':
			t.text = foldKey(t.text)
		case 'm':
			t.mark = plainMark(r)
		}
		if class != 'w' || t.text != "" {
			tokens = append(tokens, t)
			spaced = false
		}
		i = end
	}
	return tokens
}

func classOf(r rune) byte {
	switch {
	case unicode.Is(unicode.Nd, r):
		return 'n'
	case unicode.IsLetter(r), unicode.Is(unicode.M, r):
		return 'w'
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cc, r):
		return ' '
	}
	return 'm'
}

// plainMark gives one form of the marks that divide dates.
func plainMark(r rune) rune {
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '－':
		return '-'
	case '⁄', '∕', '／', '؍':
		return '/'
	case '٫', '．':
		return '.'
	case '،', '٬', '؛', ';':
		return ','
	case '؟', '？':
		return '?'
	case '’', '‘', 'ʹ', '`', '´':
		return '\''
	}
	return r
}
