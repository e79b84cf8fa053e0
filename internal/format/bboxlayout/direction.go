package bboxlayout

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// class is the part of a character in the direction of writing (UAX 9).
type class int

const (
	neutral class = iota
	left          // written to the right, as Latin
	right         // written to the left, as Arabic and Persian
	digit         // written to the right, within either
	joiner        // parts of a number stand on both sides of it: 1361/7/27
)

func classOf(c rune) class {
	properties, _ := bidi.LookupRune(c)
	switch properties.Class() {
	case bidi.L:
		return left
	case bidi.R, bidi.AL:
		return right
	case bidi.EN, bidi.AN:
		return digit
	case bidi.CS:
		return joiner
	}
	return neutral
}

// logical puts the characters of a line, given as they are seen from left to
// right, into the order in which they are read: UAX 9 backwards. What is seen
// does not tell all, so this is a choice where two texts look alike: a number
// next to Latin words is read with the words on its left.
func logical(seen []glyph, rtl bool) []glyph {
	if !slices.ContainsFunc(seen, func(g glyph) bool { return classOf(g.c) == right }) && !rtl {
		return seen
	}
	classes := make([]class, len(seen))
	for i, g := range seen {
		classes[i] = classOf(g.c)
	}
	out := slices.Clone(seen)
	if rtl {
		turn(out, classes, 0, len(out))
		return out
	}
	for from := 0; from < len(out); from++ {
		if classes[from] != right {
			continue
		}
		to := endOfRun(classes, from, func(c class) bool { return c == right }, func(c class) bool { return c == left })
		turn(out, classes, from, to)
		from = to
	}
	return out
}

// endOfRun gives the end of a run that begins at from, ends after a character
// that is within, and holds none that breaks it.
func endOfRun(classes []class, from int, within, breaks func(class) bool) int {
	end := from + 1
	for i := from + 1; i < len(classes) && !breaks(classes[i]); i++ {
		if within(classes[i]) {
			end = i + 1
		}
	}
	return end
}

// turn reverses out[from:to], a stretch written to the left, but for the runs
// in it that are written to the right.
func turn(out []glyph, classes []class, from, to int) {
	kept := make([]bool, to-from)
	for i := from; i < to; i++ {
		if end := rightward(classes, i, to); end > i {
			for k := i; k < end; k++ {
				kept[k-from] = true
			}
			slices.Reverse(out[i:end])
			i = end
		}
	}
	for i := range kept {
		out[from+i].turned = !kept[i]
	}
	slices.Reverse(out[from:to])
}

// rightward gives the end of the run written to the right that begins at i, or
// i if none does: Latin words with the numbers and marks among and after them,
// or one number.
func rightward(classes []class, i, to int) int {
	switch classes[i] {
	case left:
		return endOfRun(classes[:to], i, func(c class) bool { return c == left || c == digit }, func(c class) bool { return c == right })
	case digit:
		end := i + 1
		for end < to && (classes[end] == digit || classes[end] == joiner && end+1 < to && classes[end+1] == digit) {
			end++
		}
		if end < to && classes[end] == left {
			return rightward(classes, end, to)
		}
		return end
	}
	return i
}

// brackets come in pairs of mirror images, for those in use in running text.
const brackets = "()[]{}<>«»‹›"

// mirror gives the image of a bracket (Bidi_Mirroring_Glyph) and whether c
// opens or closes; c itself and neither for others.
func mirror(c rune) (image rune, opens, closes bool) {
	pairs := []rune(brackets)
	i := slices.Index(pairs, c)
	if i < 0 {
		return c, false, false
	}
	return pairs[i^1], i%2 == 0, i%2 == 1
}

// setBrackets mirrors the brackets that were turned, if most lines of the page
// would otherwise close a bracket before they open one: some programs that
// write PDFs keep the character that was meant, some the shape that is seen.
func setBrackets(lines [][]glyph) {
	vote := 0
	for _, line := range lines {
		vote += firstBracket(line)
	}
	if vote >= 0 {
		return
	}
	for _, line := range lines {
		for i, g := range line {
			if g.turned {
				line[i].c, _, _ = mirror(g.c)
			}
		}
	}
}

// firstBracket is 1 if the first bracket of a line that was turned opens, -1 if
// it closes, 0 if there is none.
func firstBracket(line []glyph) int {
	for _, g := range line {
		_, opens, closes := mirror(g.c)
		switch {
		case g.turned && opens:
			return 1
		case g.turned && closes:
			return -1
		}
	}
	return 0
}
