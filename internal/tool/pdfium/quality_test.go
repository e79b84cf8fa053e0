package pdfium

import (
	"strings"
	"testing"
	"unicode"
)

// zwnj is the zero width non-joiner, which Persian spelling needs within words.
const zwnj = "\u200c"

// words are what stands between spaces; marks of direction, which some tools
// add, are not counted.
func words(s string) []string {
	return strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s))
}

// bigramRecall is the share of the pairs of neighbouring words of want that got
// has: 1 where every word is there and follows the one it should.
func bigramRecall(want, got string) float64 {
	type pair [2]string
	pairs := func(s string) map[pair]int {
		all := map[pair]int{}
		w := words(s)
		for i := 1; i < len(w); i++ {
			all[pair{w[i-1], w[i]}]++
		}
		return all
	}
	have, total, found := pairs(got), 0, 0
	for p, n := range pairs(want) {
		total += n
		found += min(n, have[p])
	}
	return float64(found) / float64(max(total, 1))
}

// errorRate is the share of characters to change, add or take away to turn got
// into want, with one space between words.
func errorRate(want, got string) float64 {
	a, b := []rune(strings.Join(words(want), " ")), []rune(strings.Join(words(got), " "))
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		last := row[0]
		row[0] = i + 1
		for j, s := range b {
			cost := last
			if r != s {
				cost = min(last, row[j], row[j+1]) + 1
			}
			last, row[j+1] = row[j+1], cost
		}
	}
	return float64(row[len(b)]) / float64(max(len(a), 1))
}

func TestTheSampleReadsAsItWasWritten(t *testing.T) {
	var got found
	if err := warm(t).Read(source(read(t, "sample.pdf")), options(""), &got); err != nil {
		t.Fatal(err)
	}
	languages := [4]string{"Persian", "Arabic", "English", "mixed"}
	var want, have [4]string
	for i, p := range got.Pages {
		want[i%4] += strings.Join(sampleParagraphs(i), "\n") + "\n"
		have[i%4] += p.Text + "\n"
	}
	for i, language := range languages {
		recall := bigramRecall(want[i], have[i])
		if recall < 0.99 {
			t.Errorf("%s: %.4f of the pairs of words are in order", language, recall)
		}
		if w, h := strings.Count(want[i], zwnj), strings.Count(have[i], zwnj); w != h {
			t.Errorf("%s: %d of %d zero width non-joiners are left", language, h, w)
		}
		t.Logf("%s: bigram recall %.4f", language, recall)
	}
}

func TestEverySpanOfTheSampleIsAWordInItsPlace(t *testing.T) {
	var got found
	if err := warm(t).Read(source(read(t, "sample.pdf")), options(""), &got); err != nil {
		t.Fatal(err)
	}
	for _, p := range got.Pages {
		at := 0
		var spelled []string
		for _, s := range p.Spans {
			if s.From < at || s.To <= s.From || s.To > len(p.Text) {
				t.Fatalf("page %d: span %d..%d after %d", p.Number, s.From, s.To, at)
			}
			if b := s.Box; b.X0 < -1 || b.Y0 < -1 || b.X1 > p.Width+1 || b.Y1 > p.Height+1 || b.X1 < b.X0 || b.Y1 < b.Y0 {
				t.Fatalf("page %d: %q stands at %v on a page of %v by %v", p.Number, p.Text[s.From:s.To], *b, p.Width, p.Height)
			}
			at = s.To
			spelled = append(spelled, p.Text[s.From:s.To])
		}
		if strings.Join(spelled, " ") != strings.Join(strings.Fields(p.Text), " ") {
			t.Fatalf("page %d: the spans are not the words", p.Number)
		}
	}
}
