package pdf

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// typeset sets a line as a simple typesetter would: glyphs of one width from
// left to right as they are seen, spaces as gaps, y downwards.
func typeset(x, y float64, seen string) []Char {
	const size, wide = 10, 6
	var all []Char
	for _, r := range seen {
		to := x + wide
		if r == '\u200c' {
			to = x
		}
		if r != ' ' {
			all = append(all, Char{Text: string(r), X: x, Y: y, Size: size, Word: 1, Box: content.Box{X0: x, X1: to, Y0: y - 8, Y1: y + 2}})
		}
		x = to
	}
	return all
}

// mirrored writes a text from right to left as it is seen from left to right.
func mirrored(s string) string {
	var b strings.Builder
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		b.WriteRune(r)
		s = s[:len(s)-size]
	}
	return b.String()
}

func TestALineIsReadInTheOrderOfItsScript(t *testing.T) {
	for _, c := range []struct{ seen, want string }{
		{"The ledger, p. 12", "The ledger, p. 12"},
		{mirrored("نامه رسید."), "نامه رسید."},
		{"." + "۱۳۶۷ " + mirrored("در سال"), "در سال ۱۳۶۷."},
		{"١٢/٤ " + mirrored("القائمة رقم"), "القائمة رقم ١٢/٤"},
		{"." + "(" + mirrored("مرداد") + ") ۱۳۶۷ " + mirrored("سال"), "سال ۱۳۶۷ (مرداد)."},
		{"«" + mirrored("نمی‌دانم") + "»", "«نمی‌دانم»"},
		{mirrored("آمد") + " Red Cross (1988) " + mirrored("گزارش"), "گزارش Red Cross (1988) آمد"},
		{"The word " + mirrored("خانه ما") + " means our house.", "The word خانه ما means our house."},
		{"Her name, " + mirrored("نرگس پور") + ", is there.", "Her name, نرگس پور, is there."},
		{"۱۵-۱۲ " + mirrored("روزهای"), "روزهای ۱۲-۱۵"},
		{"%25 " + mirrored("تا"), "تا 25%"},
		{"9:30–11:00", "9:30–11:00"},
	} {
		page := Layout(typeset(50, 100, c.seen), 600, 800)
		if page.Text != c.want {
			t.Errorf("%q reads %q, want %q", c.seen, page.Text, c.want)
		}
		checkSpans(t, page)
	}
}

func TestLinesAreReadFromTheTopWhateverTheOrderInTheFile(t *testing.T) {
	chars := append(typeset(50, 130, "second"), typeset(50, 112, "first")...)
	if got := Layout(chars, 600, 800).Text; got != "first\nsecond" {
		t.Errorf("got %q", got)
	}
}

// wrapped is running text of Greek letters' names, from one of them on, in lines
// of a width.
func wrapped(from, width int) (text []string) {
	words := strings.Fields("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omikron pi rho sigma tau upsilon phi chi psi omega")
	line := ""
	for i := range 60 {
		word := words[(from+i*i+3*i)%len(words)]
		if len(line)+1+len(word) > width {
			text, line = append(text, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return text
}

func TestColumnsAreReadOneAfterAnother(t *testing.T) {
	column := func(x, from float64) (chars []Char, text []string) {
		for i, line := range wrapped(int(from), 34)[:8] {
			chars = append(chars, typeset(x, 150+from+14*float64(i), line)...)
			text = append(text, line)
		}
		return chars, text
	}
	left, leftText := column(50, 0)
	right, rightText := column(290, 5) // its lines stand between those of the left one
	heading := typeset(50, 120, "A heading that stands over both of the two columns of this page")
	want := strings.Join(append(append([]string{"A heading that stands over both of the two columns of this page"}, leftText...), rightText...), "\n")
	if got := Layout(append(append(right, left...), heading...), 600, 800).Text; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestWordsArePartedByGapsAndHints(t *testing.T) {
	at := func(text string, x, to float64, word int) Char {
		return Char{Text: text, X: x, Y: 100, Size: 10, Word: word, Box: content.Box{X0: x, X1: to, Y0: 92, Y1: 102}}
	}
	for _, c := range []struct {
		about string
		chars []Char
		want  string
	}{
		{"a wide gap", []Char{at("a", 0, 5, 1), at("b", 7, 12, 1)}, "a b"},
		{"a narrow gap", []Char{at("a", 0, 5, 1), at("b", 6, 11, 1)}, "ab"},
		{"a narrow gap where the engine parts words", []Char{at("a", 0, 5, 1), at("b", 6, 11, 2)}, "a b"},
		{"no gap where the engine parts words", []Char{at("a", 0, 5, 1), at("b", 5, 10, 2)}, "ab"},
		{"a narrow gap with a space in the file", []Char{at("a", 0, 5, 1), at(" ", 5, 6, 1), at("b", 6, 11, 1)}, "a b"},
		{"the gap between cells", []Char{at("a", 0, 5, 1), at("b", 40, 45, 1)}, "a\tb"},
		{"a joiner parts nothing", []Char{at("ه", 0, 5, 1), at("\u200c", 5, 5, 0), at("م", 5, 10, 1)}, "م\u200cه"},
	} {
		if got := Layout(c.chars, 100, 200).Text; got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}

func TestAccentsFollowTheirLetter(t *testing.T) {
	at := func(text string, x, to, y float64) Char {
		return Char{Text: text, X: x, Y: y, Size: 10, Word: 1, Box: content.Box{X0: x, X1: to, Y0: y - 8, Y1: y + 2}}
	}
	chars := []Char{at("ب", 10, 18, 100), at("\u064e", 12, 15, 96), at("د", 2, 10, 100), at("\u0650", 4, 7, 103)}
	if got, want := Layout(chars, 100, 200).Text, "بَدِ"; got != want {
		t.Errorf("%+q, want %+q", got, want)
	}
}

func TestWhatIsPaintedTwiceIsReadOnce(t *testing.T) {
	chars := append(typeset(50, 100, "bold"), typeset(50.3, 100, "bold")...)
	if got := Layout(chars, 600, 800).Text; got != "bold" {
		t.Errorf("got %q", got)
	}
}

func TestALigatureReadsInTheOrderOfItsLetters(t *testing.T) {
	one := func(text string) Char {
		return Char{Text: text, X: 20, Y: 100, Size: 10, Word: 1, Box: content.Box{X0: 20, X1: 28, Y0: 92, Y1: 102}}
	}
	for _, c := range []struct{ given, want string }{{"لا", "لا"}, {"ال", "لا"}, {"fi", "fi"}, {"هلل", "لله"}} {
		var chars []Char
		for _, r := range c.given {
			chars = append(chars, one(string(r)))
		}
		if got := Layout(chars, 100, 200).Text; got != c.want {
			t.Errorf("the letters %q of one glyph read %q, want %q", c.given, got, c.want)
		}
	}
}

func TestTurnedWritingFollowsTheUpright(t *testing.T) {
	var turned []Char
	for _, c := range typeset(50, 100, "margin note") { // written downwards at the right
		b := c.Box
		turned = append(turned, Char{Text: c.Text, X: 600 - c.Y, Y: c.X, Size: c.Size, Turn: 1, Word: 1, Box: content.Box{X0: 600 - b.Y1, X1: 600 - b.Y0, Y0: b.X0, Y1: b.X1}})
	}
	page := Layout(append(turned, typeset(50, 400, "text")...), 600, 800)
	if page.Text != "text\nmargin note" {
		t.Errorf("got %q", page.Text)
	}
	if b := page.Spans[1].Box; b.X0 != 498 || b.Y1 != 86 {
		t.Errorf("the turned word stands at %v", *b)
	}
}

func TestPlacesThatMakeNoSenseAreLeftOut(t *testing.T) {
	chars := typeset(50, 100, "abcd")
	chars[0].X, chars[1].Box.Y1, chars[2].Size = math.NaN(), math.Inf(1), 1e9
	if got := Layout(chars, 600, 800).Text; got != "d" {
		t.Errorf("got %q", got)
	}
	if page := Layout(nil, 0, 0); page.Text != "" || len(page.Spans) != 0 {
		t.Errorf("nothing reads %q", page.Text)
	}
}
