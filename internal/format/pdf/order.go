package pdf

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// item is a glyph, or a space between two.
type item struct {
	glyph *glyph // nil for a space
	class bidi.Class
	level int8 // as in Unicode Standard Annex 9: even is read to the right
	shape rune // of a bracket, as it looks; 0 for all else
}

func space() item { return item{class: bidi.WS} }

func (i item) left() bool   { return i.class == bidi.L }
func (i item) right() bool  { return i.class == bidi.R || i.class == bidi.AL }
func (i item) number() bool { return i.class == bidi.EN || i.class == bidi.AN }

// first is the first character of an item, 0 of a space.
func (i item) first() rune {
	if i.glyph == nil {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(i.glyph.text)
	return r
}

// eastern: a digit of Persian, Urdu or Arabic.
func (i item) eastern() bool {
	r := i.first()
	return i.class == bidi.AN || i.class == bidi.EN && r >= 0x06f0 && r <= 0x06f9
}

// logical turns items from the order of their places, left to right, into the
// order in which they are read: the Unicode bidirectional algorithm (Unicode
// Standard Annex 9) run backwards. It rewrites the slice.
//
// What is shown can come from more than one typed order. Then the likelier is
// taken: numbers in Latin digits next to Latin words belong to them, numbers in
// Persian or Arabic digits to the words from right to left.
func logical(items []item, rtl bool) {
	shapes(items)
	if rtl {
		for i := range items {
			items[i].level = 1
		}
		stretches(items, item.left, func(i item) bool { return i.number() && !i.eastern() }, 2)
	} else {
		stretches(items, item.right, item.eastern, 1)
	}
	numbers(items)
	for level := int8(1); level <= 2; level++ {
		for i := 0; i < len(items); {
			to := i
			for to < len(items) && items[to].level >= level {
				to++
			}
			slices.Reverse(items[i:to])
			i = to + 1
		}
	}
}

// stretches raises to level what reads against its surroundings: from one
// letter of that direction, or digit that goes with it, to the last before a
// letter of the other, with the brackets around.
func stretches(items []item, letter, digit func(item) bool, level int8) {
	for i := 0; i < len(items); i++ {
		if !letter(items[i]) && !digit(items[i]) {
			continue
		}
		to, found := i, false
		for j := i; j < len(items); j++ {
			if letter(items[j]) {
				to, found = j, true
			} else if digit(items[j]) {
				to = j
			} else if items[j].left() || items[j].right() {
				break
			}
		}
		if !found {
			i = to
			continue
		}
		from, end := brackets(items, i, to)
		from, end = clinging(items, from, end, level == 2)
		for j := from; j <= end; j++ {
			items[j].level = level
		}
		i = end
	}
}

// brackets widens from..to by a bracket next to it whose other half is inside.
func brackets(items []item, from, to int) (int, int) {
	open := 0 // halves without the other
	missing := 0
	for _, i := range items[from : to+1] {
		switch {
		case isOpening(i.shape):
			open++
		case isClosing(i.shape) && open > 0:
			open--
		case isClosing(i.shape):
			missing++
		}
	}
	for open > 0 && to+1 < len(items) && isClosing(items[to+1].shape) {
		open--
		to++
	}
	for missing > 0 && from > 0 && isOpening(items[from-1].shape) {
		missing--
		from--
	}
	return from, to
}

// clinging widens from..to by a point or hyphen at its end that touches it and
// nothing else: no one begins a word with one.
func clinging(items []item, from, to int, rightEnd bool) (int, int) {
	if rightEnd {
		if to+1 < len(items) && clings(items[to+1]) && (to+2 == len(items) || !items[to+2].solid()) && items[to].solid() {
			return from, to + 1
		}
		return from, to
	}
	if from > 0 && clings(items[from-1]) && (from == 1 || !items[from-2].solid()) && items[from].solid() {
		return from - 1, to
	}
	return from, to
}

func clings(i item) bool { return isStop(i.first()) || i.first() == '-' || i.first() == 0x2010 }

// numbers raises digits, and what stands within a number, inside what is read
// from right to left (rules W2, W4, W5 and I2). An Arabic letter anywhere in the
// line is taken to come before: the line may begin within a paragraph.
func numbers(items []item) {
	arabic := slices.ContainsFunc(items, func(i item) bool { return i.class == bidi.AL })
	for i := range items {
		if items[i].level == 1 && (items[i].number() || within(items, i, arabic)) {
			items[i].level = 2
		}
	}
}

// within: a sign between two digits, or with one, that belongs to the number.
func within(items []item, i int, arabic bool) bool {
	before := i > 0 && items[i-1].number()
	after := i+1 < len(items) && items[i+1].number()
	switch items[i].class {
	case bidi.CS:
		return before && after
	case bidi.ES:
		return before && after && !arabic
	case bidi.ET:
		return (before || after) && !arabic
	}
	return false
}

// shapes finds how each bracket looks. What the file says can't be relied on:
// some producers give the bracket that was typed, some the one that is seen.
// But a bracket touches what it encloses.
func shapes(items []item) {
	mixed := slices.ContainsFunc(items, item.right)
	for i := range items {
		r := items[i].first()
		if !isBracket(r) || items[i].glyph.told {
			continue
		}
		items[i].shape = r
		if mixed && enclosing(items, i) != 0 && (enclosing(items, i) > 0) != isOpening(r) {
			items[i].shape = mirror(r)
		}
	}
}

// enclosing tells on which side of bracket i stands what it encloses: 1 right,
// -1 left, 0 if that can't be told.
func enclosing(items []item, i int) int {
	for _, touches := range []func(item) bool{item.solid, item.body} {
		left, right := i > 0 && touches(items[i-1]), i+1 < len(items) && touches(items[i+1])
		if left != right {
			if right {
				return 1
			}
			return -1
		}
	}
	return 0
}

// body: what is neither a space nor a point or comma, which may follow a
// bracket.
func (i item) body() bool { return i.glyph != nil && !isStop(i.first()) }

// solid: letters and digits, which brackets enclose.
func (i item) solid() bool {
	r := i.first()
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// read is what an item reads as: a bracket read from right to left is the
// mirror image of what is seen (rule L4).
func (i item) read() string {
	if i.glyph == nil {
		return " "
	}
	if i.shape == 0 {
		return i.glyph.text
	}
	if i.level%2 == 1 {
		return string(mirror(i.shape))
	}
	return string(i.shape)
}

// pairs are the brackets and quotation marks that are mirrored.
const pairs = "()[]{}«»‹›﴿﴾"

func isBracket(r rune) bool { return isOpening(r) || isClosing(r) }

func isOpening(r rune) bool { return r != 0 && pairIndex(r)%2 == 0 }

func isClosing(r rune) bool { return r != 0 && pairIndex(r)%2 == 1 }

func mirror(r rune) rune {
	i := pairIndex(r)
	return []rune(pairs)[i^1]
}

// pairIndex is the place of a bracket in pairs, -1 for other characters.
func pairIndex(r rune) int {
	n := 0
	for _, p := range pairs {
		if p == r {
			return n
		}
		n++
	}
	return -1
}
