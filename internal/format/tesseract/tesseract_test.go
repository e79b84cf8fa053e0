package tesseract

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
)

const head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"

// table writes pages as the program does.
func table(pages ...[][]string) string {
	var b strings.Builder
	b.WriteString(head)
	for p, lines := range pages {
		fmt.Fprintf(&b, "1\t%d\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t\n", p+1)
		for l, words := range lines {
			fmt.Fprintf(&b, "4\t%d\t1\t1\t%d\t0\t100\t%d\t800\t50\t-1\t\n", p+1, l+1, 100*l)
			for w, word := range words {
				fmt.Fprintf(&b, "5\t%d\t1\t1\t%d\t%d\t%d\t%d\t80\t50\t9%d.4\t%s\n", p+1, l+1, w+1, 900-100*w, 100*l, w, word)
			}
		}
	}
	return b.String()
}

func read(text string, dpi float64) ([]content.Page, error) {
	var pages []content.Page
	_, err := Read(strings.NewReader(text), dpi, func(p content.Page) error {
		pages = append(pages, p)
		return nil
	})
	return pages, err
}

func TestWordsStandInLinesAndKeepTheirPlaces(t *testing.T) {
	got, err := read(table([][]string{{"نام", "می\u200cرود"}, {" ", "Evin"}}, nil), 144)
	if err != nil {
		t.Fatal(err)
	}
	box := func(x, y float64) *content.Box { return &content.Box{X0: x, Y0: y, X1: x + 40, Y1: y + 25} }
	want := []content.Page{
		{Number: 1, Text: "نام می\u200cرود\nEvin", Width: 500, Height: 1000, Spans: []content.Span{
			{From: 0, To: 6, Box: box(450, 0), Confidence: 90},
			{From: 7, To: 20, Box: box(400, 0), Confidence: 91},
			{From: 21, To: 25, Box: box(400, 50), Confidence: 91},
		}},
		{Number: 2, Width: 500, Height: 1000},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestALineIsReadInTheDirectionOfMostOfItsLetters(t *testing.T) {
	for name, c := range map[string]struct{ seen, want string }{
		"a number at the end of Arabic": {"۱۹۸۲ سنة الغروب سجن في توفي", "توفي في سجن الغروب سنة ۱۹۸۲"},
		"English":                       {"of the year 1982 or later", "of the year 1982 or later"},
		"English within Persian":        {"بود ممنوع Harbour Courier 12 روزنامه همیشه", "همیشه روزنامه Harbour Courier 12 ممنوع بود"},
		"Persian within English":        {"the paper پگامه روزنامه wrote on Monday", "the paper روزنامه پگامه wrote on Monday"},
		"two numbers in Persian":        {"نفر ۷ - ۳ بند", "بند ۳ - ۷ نفر"},
		"marks of direction":            {"\u200eسنة\u200f توفي", "توفي سنة"},
	} {
		var b strings.Builder
		b.WriteString(head + "1\t1\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t\n")
		for i, w := range strings.Fields(c.seen) {
			fmt.Fprintf(&b, "5\t1\t1\t1\t1\t1\t%d\t10\t80\t20\t90\t%s\n", 100*i, w)
		}
		if pages, err := read(b.String(), 72); err != nil || pages[0].Text != c.want {
			t.Errorf("%s: %+v %v, want %q", name, pages, err, c.want)
		}
	}
}

func TestALineThatStandsUprightIsLeftAsItIs(t *testing.T) {
	text := head + "1\t1\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t\n" +
		"5\t1\t1\t1\t1\t1\t12\t10\t20\t80\t90\tb\n5\t1\t1\t1\t1\t1\t10\t200\t20\t80\t90\ta\n"
	if pages, err := read(text, 72); err != nil || pages[0].Text != "b a" {
		t.Errorf("%+v %v", pages, err)
	}
}

func TestConfidenceIsAPercentage(t *testing.T) {
	for cell, want := range map[string]int{"0": 1, "-1": 1, "96.5": 97, "100": 100, "1e9": 100, "NaN": 1, "x": 1, "": 1, "-Inf": 1} {
		if got := percent(cell); got != want {
			t.Errorf("%q is %d, want %d", cell, got, want)
		}
	}
}

func TestWhatIsNoTableIsAnError(t *testing.T) {
	whole := table([][]string{{"a"}})
	for name, text := range map[string]string{
		"nothing":            "",
		"another program's":  "Empty page!!\n",
		"a row cut":          whole + "5\t1\t1",
		"a place that is no": strings.Replace(whole, "900", "9e9", 1),
		"a place far off":    strings.Replace(whole, "900", "90000000", 1),
		"a word on no page":  head + "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t90\ta\n",
		"a line too long":    whole + strings.Repeat("x", maxLine+1),
		"too many words":     whole + strings.Repeat("5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t90\ta\n", maxWords),
	} {
		if pages, err := read(text, 72); err == nil {
			t.Errorf("%s: %d pages and no error", name, len(pages))
		}
	}
	for _, dpi := range []float64{0, -1} {
		if _, err := read(whole, dpi); err == nil {
			t.Errorf("%v dots to the inch were taken", dpi)
		}
	}
	stop := errors.New("stop")
	if n, err := Read(strings.NewReader(whole), 72, func(content.Page) error { return stop }); err != stop || n != 1 {
		t.Errorf("the receiver's error came back as %v after %d", err, n)
	}
}

func FuzzRead(f *testing.F) {
	whole := table([][]string{{"نام", "b\tc"}, {"\xff\u2028"}}, nil)
	f.Add(whole)
	for i := 0; i < len(whole); i += 41 {
		f.Add(whole[:i])
		flipped := []byte(whole)
		flipped[i] ^= 1 << (i % 8)
		f.Add(string(flipped))
	}
	f.Fuzz(func(t *testing.T, text string) {
		pages, _ := read(text, 200)
		for _, p := range pages {
			if !utf8.ValidString(p.Text) || len(p.Text) > 3*len(text) {
				t.Errorf("text %q of %q", p.Text, text)
			}
			at := 0
			for _, s := range p.Spans {
				if s.From < at || s.To <= s.From || s.To > len(p.Text) || s.Confidence < 1 || s.Confidence > 100 {
					t.Errorf("span %+v after %d of %q", s, at, p.Text)
				}
				at = s.To
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	words := strings.Fields(strings.Repeat("یک دو سه ", 4))
	var lines [][]string
	for range 40 {
		lines = append(lines, words)
	}
	text := table(lines)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := read(text, 200); err != nil {
			b.Fatal(err)
		}
	}
}
