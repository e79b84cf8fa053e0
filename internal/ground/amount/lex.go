package amount

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

// token is a number in digits, a word or a sign of the text.
type token struct {
	start, end int    // in the text
	word       string // folded; of a sign the sign
	class      class
	value      int64    // of a number word
	lang       language // of a number word
	digits     decimal
	doubt      bool // "1.500": before a scale it may be 1.5 or 1,500
	tanwin     bool // the word is written with the mark that tells ألفًا from ألفا
	hamza      bool // the word is written with the sign that tells ألف from the letter الف
}

// lex cuts the text into tokens. White space and zero width non-joiners part
// words and are kept nowhere.
func lex(text string) ([]token, error) {
	var tokens []token
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.Is(unicode.Nd, r):
			t, err := lexDigits(text, i)
			if err != nil {
				return nil, err
			}
			tokens = append(tokens, t)
			i = t.end
		case unicode.IsLetter(r) || unicode.IsMark(r):
			end := i + wordLength(text[i:])
			tokens = appendWord(tokens, text, i, end)
			i = end
		case unicode.IsNumber(r):
			return nil, fmt.Errorf("the sign %q is not read: write the number in digits or words", r)
		case unicode.IsSpace(r) || r == '\u200c' || unicode.IsControl(r):
			i += size
		default:
			sign, size := signAt(text[i:])
			tokens = append(tokens, token{start: i, end: i + size, word: sign, class: classOfSign(sign)})
			i += size
		}
	}
	return tokens, nil
}

func wordLength(text string) int {
	n := strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
	})
	if n < 0 {
		n = len(text)
	}
	switch text[:n] { // shortened words keep their point to themselves
	case "c", "ca", "approx", "min", "max":
		if strings.HasPrefix(text[n:], ".") {
			n++
		}
	}
	return n
}

// appendWord adds a word, in parts where a number word is joined to another
// word: وخمسون, دوهزار, چندصد.
func appendWord(tokens []token, text string, start, end int) []token {
	raw := text[start:end]
	known := numberWords()
	folded := strings.TrimSuffix(script.Fold(raw), ".")
	if _, ok := wordNumber(known, folded); !ok {
		for _, head := range []string{"و", "چندین", "چند"} {
			tail, cut := strings.CutPrefix(raw, head)
			if _, ok := wordNumber(known, script.Fold(tail)); cut && ok {
				middle := start + len(head)
				return append(tokens, wordToken(text, start, middle), wordToken(text, middle, end))
			}
		}
		for _, tail := range []string{"هزار", "میلیون"} {
			head, cut := strings.CutSuffix(raw, tail)
			if _, ok := wordNumber(known, script.Fold(head)); cut && ok {
				middle := end - len(tail)
				return append(tokens, wordToken(text, start, middle), wordToken(text, middle, end))
			}
		}
	}
	return append(tokens, wordToken(text, start, end))
}

func wordToken(text string, start, end int) token {
	raw := text[start:end]
	t := token{start: start, end: end, word: strings.TrimSuffix(script.Fold(raw), ".")}
	t.tanwin, t.hamza = strings.ContainsRune(raw, '\u064b'), strings.ContainsRune(raw, 'أ')
	if n, ok := wordNumber(numberWords(), t.word); ok {
		t.class, t.value, t.lang = n.class, n.value, n.lang
	}
	return t
}

// signAt gives the sign a text begins with and its length; signs that mean the
// same are one.
func signAt(text string) (sign string, size int) {
	for _, two := range []string{">=", "<=", "=>", "=<", "+-", "+/-"} {
		if strings.HasPrefix(text, two) {
			return map[string]string{">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "+-": "±", "+/-": "±"}[two], len(two)
		}
	}
	r, size := utf8.DecodeRuneInString(text)
	switch r {
	case '≧', '⩾':
		return "≥", size
	case '≦', '⩽':
		return "≤", size
	case '≈', '∼', '≃', '≅', '～':
		return "~", size
	case '−', '‐', '‑', '‒', '–', '—':
		return "-", size
	case '٪', '‰':
		return "%", size
	case '&':
		return "and", size
	}
	return text[:size], size
}

func classOfSign(sign string) class {
	if sign == "-" {
		return dash
	}
	return other
}

// lexDigits reads a number in digits with what groups them.
func lexDigits(text string, start int) (token, error) {
	var groups []string
	var marks []rune
	i := start
	for {
		n := digitsLength(text[i:])
		groups = append(groups, script.Digits(text[i:i+n]))
		i += n
		mark, size := utf8.DecodeRuneInString(text[i:])
		next := digitsLength(text[i+size:])
		if next == 0 || !groupsDigits(mark, groups, marks, text[i+size:], next) {
			break
		}
		marks = append(marks, mark)
		i += size
	}
	t := token{start: start, end: i, class: digits}
	var err error
	t.digits, t.doubt, err = joinGroups(groups, marks)
	if err != nil {
		return t, fmt.Errorf("%q %w", text[start:i], err)
	}
	return t, nil
}

// digitsLength gives the bytes of the digits at the start of text.
func digitsLength(text string) int {
	if n := strings.IndexFunc(text, func(r rune) bool { return !unicode.Is(unicode.Nd, r) }); n >= 0 {
		return n
	}
	return len(text)
}

// groupsDigits tells a mark inside a number. A space is one only before three
// digits and after a number that can go on like that.
func groupsDigits(mark rune, groups []string, marks []rune, after string, next int) bool {
	switch mark {
	case '.', ',', '٬', '٫', '،', '\'', '’', '/', '_':
		return true
	case ' ', '\u00a0', '\u202f', '\u2009':
		last := groups[len(groups)-1]
		first := len(marks) == 0 && len(last) <= 3
		return (first || len(marks) > 0 && marks[len(marks)-1] == mark && len(last) == 3) && utf8.RuneCountInString(after[:next]) == 3
	}
	return false
}

// joinGroups makes a number of its groups, and tells if a scale after it would
// make it doubtful.
func joinGroups(groups []string, marks []rune) (d decimal, doubt bool, err error) {
	if len(marks) == 0 {
		d, err = parseDecimal(groups[0], "")
		return d, false, err
	}
	first, last := marks[0], marks[len(marks)-1]
	for _, mark := range marks {
		if mark == '/' || mark == '_' {
			return d, false, errors.New("may be a date, a fraction or a decimal: write the number without the stroke")
		}
	}
	decimals := last == '٫' || (last == '.' || last == ',') && (len(marks) == 1 && !byThree(groups) || len(marks) > 1 && first != last)
	whole := groups
	if decimals {
		whole = groups[:len(groups)-1]
	}
	if len(whole) > 1 && (!byThree(whole) || !allSame(marks[:len(whole)-1])) {
		return d, false, errors.New("is not grouped by thousands: write it plainly")
	}
	if !decimals {
		d, err = parseDecimal(strings.Join(groups, ""), "")
		return d, last == '.' && len(marks) == 1, err
	}
	if last == '٫' && len(marks) == 1 && byThree(groups) {
		return d, false, errors.New("has a decimal mark where thousands are parted too: write it with ٬ or without a mark")
	}
	d, err = parseDecimal(strings.Join(whole, ""), groups[len(groups)-1])
	return d, false, err
}

// byThree tells groups as thousands are written: 1, 30 or 300, then threes.
func byThree(groups []string) bool {
	if len(groups[0]) > 3 || groups[0][0] == '0' {
		return false
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return false
		}
	}
	return true
}

func allSame(marks []rune) bool {
	for _, m := range marks {
		if m != marks[0] {
			return false
		}
	}
	return true
}
