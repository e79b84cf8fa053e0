package calendar

import (
	"strings"
	"unicode/utf8"
)

// number is one number of a date, as it is written.
type number struct {
	value, width int  // width: digits, 0 for a number in words
	short        bool // an apostrophe stands before it: '88
}

// isYear reports whether the number can only be a year.
func (n number) isYear() bool { return n.width >= 3 || n.value > 31 || n.short }

// item is a piece of a date that has a meaning.
type item struct {
	meaning
	numbers  []number
	joint    rune // between the numbers
	text     string
	spaced   bool // a space stands before it
	from, to int  // bytes of the text
}

// itemsOf gives the pieces of a date, or the first word that is none.
func itemsOf(text string) ([]item, error) {
	tokens := tokensOf(text)
	markEqual(tokens)
	var items []item
	for i := 0; i < len(tokens); {
		t := tokens[i]
		var it item
		n := 1
		switch t.class {
		case 'n':
			it, n = numbersAt(tokens, i)
		case 'w':
			var ok bool
			if it, n, ok = phraseAt(tokens, i); !ok {
				return nil, unreadable("leave out what does not belong to the date", "%q is no word of a date", text[t.from:t.to])
			}
		case 'm':
			it = markAt(tokens, i)
		}
		it.spaced, it.from, it.to = t.spaced, t.from, tokens[i+n-1].to
		it.text = text[it.from:it.to]
		i += n
		if it.kind != itemFiller {
			items = append(items, it)
		}
	}
	return summed(items), nil
}

// markEqual makes the first slash with spaces around it, and months and years
// before and behind it, an equals sign: ۵ مرداد ۱۳۶۷ / ۲۷ ژوئیه ۱۹۸۸.
func markEqual(tokens []token) {
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i].mark == '/' && tokens[i].spaced && tokens[i+1].spaced {
			if nameYear(tokens[:i]) && nameYear(tokens[i+1:]) && nameMonth(tokens[:i]) && nameMonth(tokens[i+1:]) {
				tokens[i].mark = '='
			}
			return
		}
	}
}

func nameYear(tokens []token) bool {
	for i := range tokens {
		if tokens[i].class == 'n' && numberOf(tokens, i).isYear() {
			return true
		}
	}
	return false
}

func nameMonth(tokens []token) bool {
	for i := range tokens {
		if it, _, ok := phraseAt(tokens, i); ok && it.kind == itemMonth {
			return true
		}
	}
	return false
}

// summed puts Persian numbers in words together: هزار و سیصد و شصت و هفت is
// 1367. Each word must be less than the round number before it.
func summed(items []item) []item {
	var out []item
	for i := 0; i < len(items); i++ {
		it := items[i]
		for it.spelled() && i+2 < len(items) && items[i+1].kind == itemSay && items[i+1].value == sayAnd &&
			items[i+2].spelled() && items[i+2].numbers[0].value < roundness(it.numbers[0].value) {
			sum := it.numbers[0].value + items[i+2].numbers[0].value
			it.numbers, it.to = []number{{value: sum}}, items[i+2].to
			i += 2
		}
		out = append(out, it)
	}
	return out
}

func (it item) spelled() bool {
	return it.kind == itemNumber && it.language == "fa" && len(it.numbers) == 1 && it.numbers[0].width == 0
}

// roundness gives the highest power of ten that divides n.
func roundness(n int) int {
	power := 1
	for n%10 == 0 && n > 0 {
		n, power = n/10, power*10
	}
	return power
}

// numbersAt takes up to three numbers with one and the same mark between them.
// A dash with a space before it divides two dates, and not the parts of one.
func numbersAt(tokens []token, at int) (item, int) {
	if n := clockAt(tokens, at); n > 0 {
		return item{meaning: meaning{kind: itemClock}}, n
	}
	it := item{meaning: meaning{kind: itemNumber}}
	it.numbers = []number{numberOf(tokens, at)}
	n := 1
	for at+n+1 < len(tokens) && len(it.numbers) < 4 {
		mark, next := tokens[at+n], tokens[at+n+1]
		if mark.class != 'm' || next.class != 'n' || !strings.ContainsRune("/-.", mark.mark) ||
			it.joint != 0 && it.joint != mark.mark || mark.mark != '/' && (mark.spaced || next.spaced) {
			break
		}
		it.joint = mark.mark
		it.numbers = append(it.numbers, numberOf(tokens, at+n+1))
		n += 2
	}
	return it, n
}

// clockAt gives how many tokens a time of day has: 10:30 or 10:30:59.
func clockAt(tokens []token, at int) int {
	n := 0
	for at+n+2 < len(tokens) && n < 4 && tokens[at+n+1].mark == ':' && tokens[at+n+1].class == 'm' &&
		tokens[at+n+2].class == 'n' && len(tokens[at+n+2].text) == 2 {
		n += 2
	}
	if n == 0 || len(tokens[at].text) > 2 {
		return 0
	}
	return n + 1
}

func numberOf(tokens []token, at int) number {
	t := tokens[at]
	n := number{width: len(t.text)}
	for i := range len(t.text) {
		n.value = min(n.value*10+int(t.text[i]-'0'), 1_000_000)
	}
	n.short = at > 0 && tokens[at-1].mark == '\'' && tokens[at-1].class == 'm' && !t.spaced
	return n
}

// phraseAt finds the longest phrase of the vocabulary; a point after a word of
// one or two letters, and a dash without spaces, may stand inside of it.
func phraseAt(tokens []token, at int) (item, int, bool) {
	var found item
	length, key := 0, ""
	for n, words := 0, 0; at+n < len(tokens) && words < maxWords; n++ {
		t := tokens[at+n]
		if t.class == 'm' && n > 0 && joinsWords(tokens, at+n) {
			continue
		}
		if t.class != 'w' {
			break
		}
		words++
		key += t.text
		if m, ok := meaningOf(key); ok {
			found, length = item{meaning: m}, n+1
		}
	}
	if length > 0 && found.kind == itemNumber {
		found.numbers = []number{{value: found.value}}
	}
	return found, length, length > 0
}

func joinsWords(tokens []token, at int) bool {
	before := tokens[at-1]
	switch tokens[at].mark {
	case '.':
		return before.class == 'w' && utf8.RuneCountInString(before.text) <= 2
	case '-':
		return before.class == 'w' && !tokens[at].spaced
	case '\'':
		return true
	}
	return false
}

// meaningOf looks a folded word up, if need be without "ماه" (month) at its end.
func meaningOf(key string) (meaning, bool) {
	words := vocabulary()
	if m, ok := words[key]; ok {
		return m, true
	}
	if stem, cut := strings.CutSuffix(key, "ماه"); cut {
		if m, ok := words[stem]; ok && m.kind == itemMonth {
			return m, true
		}
	}
	return meaning{}, false
}

// partsWords reports whether a slash between such tokens parts the pieces of
// one date: ۵/مرداد/۱۳۶۷, تموز/يوليو.
func partsWords(before, after byte) bool {
	return before != 'm' && after != 'm' && (before == 'w' || after == 'w')
}

// markAt tells what a mark of its own means.
func markAt(tokens []token, at int) item {
	it := item{meaning: meaning{kind: itemMark}}
	switch tokens[at].mark {
	case '?':
		it.kind = itemDoubt
	case '~', '≈':
		it.kind = itemAbout
	case '%':
		it.kind = itemMark
	case '-':
		it.kind = itemRange
	case '(', '[':
		it.kind = itemOpen
	case ')', ']':
		it.kind = itemShut
	case '=':
		it.kind = itemEqual
	case ',', '.', '\'', '«', '»', '"', ':':
		it.kind = itemFiller
	case '/': // in ۵/مرداد/۱۳۶۷
		if at > 0 && at+1 < len(tokens) && partsWords(tokens[at-1].class, tokens[at+1].class) {
			it.kind = itemFiller
		}
	}
	return it
}
