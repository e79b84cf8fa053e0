package pdf

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// FuzzLayout: whatever stands wherever, no character is lost or made up, the
// text is valid and the spans are its words.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("The ledger"), "سلام world ۱۲/۳ (بخش) «a»")
	f.Add([]byte{0, 9, 0, 9, 255, 3, 1, 1, 200, 0}, "لا\u064e\u200c\ufefb")
	for _, r := range records(f) {
		f.Add([]byte(r.Want), r.Want)
	}
	f.Fuzz(func(t *testing.T, places []byte, text string) {
		chars := scattered(places, text)
		page := Layout(chars, 595, 842)
		if !utf8.ValidString(page.Text) {
			t.Fatalf("%q is not valid", page.Text)
		}
		checkSpans(t, page)
		if got, most := inkedRunes(page.Text), inkedRunes(text); got > most {
			t.Fatalf("%d characters became %d: %q", most, got, page.Text)
		}
		if score, _ := Health(page.Text, 0.5); score < 0 || score > 100 {
			t.Fatalf("health %d", score)
		}
	})
}

// scattered sets the characters of text at places.
func scattered(places []byte, text string) []Char {
	var chars []Char
	x, y := 50.0, 100.0
	for i, r := range text {
		c := Char{Text: string(r), X: x, Y: y, Size: 10, Word: 1 + i/5, Box: content.Box{X0: x, X1: x + 6, Y0: y - 8, Y1: y + 2}}
		if len(places) >= 2 {
			step := binary.LittleEndian.Uint16(places)
			places = places[2:]
			x, y = x+float64(step%97)-20, y+float64(step/97%31)-15
			c.Turn, c.Told, c.Over = int(step>>14), step&4 != 0, step&8 != 0
		} else {
			x += 6
		}
		chars = append(chars, c)
	}
	return chars
}

func inkedRunes(s string) int {
	return len([]rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == 0 {
			return -1
		}
		return r
	}, s)))
}

// BenchmarkLayout lays out a page of some 600 characters.
func BenchmarkLayout(b *testing.B) {
	r := records(b)["columns"]
	chars := r.chars()
	for b.Loop() {
		Layout(chars, r.Width, r.Height)
	}
	b.ReportMetric(float64(len(chars)*b.N)/b.Elapsed().Seconds(), "chars/s")
}
