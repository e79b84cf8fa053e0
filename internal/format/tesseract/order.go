package tesseract

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"

	"sanad/internal/format/content"
)

// word is a word and where it stands.
type word struct {
	text       string
	box        content.Box
	confidence int
}

// letters counts the letters of a word that are written to the right, less
// those written to the left.
func letters(text string) int {
	sum := 0
	for _, c := range text {
		switch properties, _ := bidi.LookupRune(c); properties.Class() {
		case bidi.L:
			sum++
		case bidi.R, bidi.AL:
			sum--
		}
	}
	return sum
}

// direction is 1 for letters written to the right, -1 for those written to the
// left, 0 for as many of both or none.
func direction(letters int) int { return cmp.Compare(letters, 0) }

// inOrder sets the words of a line in the order of reading. The program's own
// is wrong where it took the whole paragraph to run the other way: it then puts
// the number at the end of a Persian line first. A line runs as most of its
// letters do, one without letters as the page; words of the other direction
// next to each other, with what stands between them, keep theirs. A line that
// stands upright on the page stays as the program has it.
func inOrder(line []word, page int) []word {
	sum := 0
	around := line[0].box
	for _, w := range line {
		sum += letters(w.text)
		around = content.Box{X0: min(around.X0, w.box.X0), Y0: min(around.Y0, w.box.Y0), X1: max(around.X1, w.box.X1), Y1: max(around.Y1, w.box.Y1)}
	}
	if around.Y1-around.Y0 > around.X1-around.X0 {
		return line
	}
	toRight := cmp.Or(direction(sum), page, 1) > 0
	slices.SortStableFunc(line, func(a, b word) int { return cmp.Compare(a.box.X0, b.box.X0) })
	for from := 0; from < len(line); from++ {
		if other := direction(letters(line[from].text)); other == 0 || other > 0 == toRight {
			continue
		}
		end := endOfRun(line, from, toRight)
		slices.Reverse(line[from:end])
		from = end - 1
	}
	if !toRight {
		slices.Reverse(line)
	}
	return line
}

// endOfRun gives the end of the words from word from on, as they are seen, that
// run against their line. A number after Latin words belongs to them.
func endOfRun(line []word, from int, toRight bool) int {
	end := from + 1
	for i := end; i < len(line); i++ {
		switch d := direction(letters(line[i].text)); {
		case d != 0 && d > 0 == toRight:
			return end
		case d != 0, !toRight && number(line[i].text):
			end = i + 1
		}
	}
	return end
}

// number reports whether a word has digits.
func number(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool {
		properties, _ := bidi.LookupRune(c)
		return properties.Class() == bidi.EN || properties.Class() == bidi.AN
	})
}
