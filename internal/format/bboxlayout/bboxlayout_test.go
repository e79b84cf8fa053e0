package bboxlayout

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// xhtml writes pages as the program does: blocks of lines of words from left to
// right, each character ten points wide and twenty high.
func xhtml(pages ...[][]string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html>\n<head>\n<title>&lt;page&gt; <word>no</word></title>\n</head>\n<body>\n<doc>\n")
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	for _, page := range pages {
		b.WriteString("  <page width=\"595.000000\" height=\"842.000000\">\n    <flow>\n")
		y := 0
		for _, block := range page {
			b.WriteString("      <block>\n")
			for _, line := range block {
				x := 0
				b.WriteString("        <line>\n")
				for word := range strings.FieldsSeq(line) {
					end := x + 10*utf8.RuneCountInString(word)
					fmt.Fprintf(&b, "          <word xMin=\"%d.0\" yMin=\"%d.0\" xMax=\"%d.0\" yMax=\"%d.0\">%s</word>\n", x, y, end, y+20, escape.Replace(word))
					x = end + 5
				}
				b.WriteString("        </line>\n")
				y += 20
			}
			b.WriteString("      </block>\n")
		}
		b.WriteString("    </flow>\n  </page>\n")
	}
	return b.String() + "</doc>\n</body>\n</html>\n"
}

func read(t *testing.T, text string) []content.Page {
	t.Helper()
	var pages []content.Page
	n, err := Read(strings.NewReader(text), func(p content.Page) error {
		pages = append(pages, p)
		return nil
	})
	if err != nil || n != len(pages) {
		t.Fatalf("%d pages told, %d given: %v", n, len(pages), err)
	}
	return pages
}

func TestWhatIsSeenIsReadInItsOrder(t *testing.T) {
	for name, c := range map[string]struct{ seen, want string }{
		"English":                   {"The doors, of 6 prisons (closed).", "The doors, of 6 prisons (closed)."},
		"Persian":                   {".دندش هتسب اهرد", "درها بسته شدند."},
		"joined letters kept apart": {"دور\u200cیم وا", "او می\u200cرود"},
		"a number":                  {"تشذگرد ۱۳۶۱ لاس رد", "در سال ۱۳۶۱ درگذشت"},
		"a date":                    {"درم ۱۳۶۱/۷/۲۷ رد", "در ۱۳۶۱/۷/۲۷ مرد"},
		"two numbers":               {"رفن ۷ ،۳ دنب", "بند ۳، ۷ نفر"},
		"Arabic numbers":            {"مقر ٢١٧ باوج", "جواب ٢١٧ رقم"},
		"English within Persian":    {"تشاد ربخ نآ زا The Courier همانزور", "روزنامه The Courier از آن خبر داشت"},
		"a comma after English":     {"تفر ،Evin هب", "به Evin، رفت"},
		"Persian within English":    {"The word یهگآ means notice of death", "The word آگهی means notice of death"},
		"two words within English":  {"the paper هماگپ همانزور said so on Monday", "the paper روزنامه پگامه said so on Monday"},
		"escapes":                   {"a <b> & \"c\" d", "a <b> & \"c\" d"},
	} {
		pages := read(t, xhtml([][]string{{c.seen}}))
		if len(pages) != 1 || pages[0].Text != c.want {
			t.Errorf("%s: %q, want %q", name, pages[0].Text, c.want)
		}
	}
}

func TestBracketsOpenBeforeTheyCloseWhicheverCharacterWasWritten(t *testing.T) {
	for _, seen := range []string{"(توکس) تفگ", ")توکس( تفگ"} {
		if got := read(t, xhtml([][]string{{seen}}))[0].Text; got != "گفت (سکوت)" {
			t.Errorf("%q was read as %q", seen, got)
		}
	}
}

func TestALineOfAParagraphGoesItsWay(t *testing.T) {
	got := read(t, xhtml([][]string{{"تسا هدمآ همانزور نیا رد هک تسا ینتم نیا", "House one", "تسا نیمه و"}, {"House one"}}))[0].Text
	if want := "این متنی است که در این روزنامه آمده است\nHouse one\nو همین است\nHouse one"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEachWordKeepsItsPlace(t *testing.T) {
	page := read(t, xhtml(nil, [][]string{{"Evin هب", "b"}, {"تفر"}}))[1]
	if page.Number != 2 || page.Width != 595 || page.Height != 842 || page.Text != "به Evin\nb\nرفت" && page.Text != "Evin به\nb\nرفت" {
		t.Fatalf("%+v", page)
	}
	want := map[string]content.Box{"به": {X0: 45, Y0: 0, X1: 65, Y1: 20}, "Evin": {X0: 0, Y0: 0, X1: 40, Y1: 20}, "b": {X0: 0, Y0: 20, X1: 10, Y1: 40}, "رفت": {X0: 0, Y0: 40, X1: 30, Y1: 60}}
	for _, s := range page.Spans {
		if text := page.Text[s.From:s.To]; want[text] != *s.Box {
			t.Errorf("%q stands at %+v, want %+v", text, *s.Box, want[text])
		}
	}
	if len(page.Spans) != len(want) {
		t.Errorf("%d words, want %d", len(page.Spans), len(want))
	}
}

func TestAnEmptyPageIsAPage(t *testing.T) {
	pages := read(t, xhtml(nil, [][]string{{"a"}}, nil))
	if len(pages) != 3 || pages[0].Text != "" || pages[2].Text != "" || pages[2].Number != 3 {
		t.Errorf("%+v", pages)
	}
}

func TestWhatIsNoAnswerIsAnError(t *testing.T) {
	whole := xhtml([][]string{{"a b"}}, [][]string{{"c"}})
	for name, text := range map[string]string{
		"nothing":           "",
		"another program's": "hello",
		"cut":               whole[:len(whole)/2],
		"without an end":    whole[:strings.Index(whole, "</doc>")],
		"within a page":     strings.ReplaceAll(whole, "</page>", ""),
		"a word too long":   strings.Replace(whole, "c</word>", strings.Repeat("c", maxToken+1)+"</word>", 1),
		"too many words":    strings.Replace(whole, "</flow>", strings.Repeat("<word>a</word>", maxWords), 1),
	} {
		if n, err := Read(strings.NewReader(text), func(content.Page) error { return nil }); err == nil {
			t.Errorf("%s: %d pages and no error", name, n)
		}
	}
	stop := errors.New("stop")
	if n, err := Read(strings.NewReader(whole), func(content.Page) error { return stop }); err != stop || n != 1 {
		t.Errorf("the receiver's error came back as %v after %d", err, n)
	}
}

func TestSwappedLamAlefIsDoubted(t *testing.T) {
	rest := strings.Repeat("پدر سالم بود و مادر در خانه ماند. ", 20)
	for text, want := range map[string]bool{"نص بيان أمين اإلعالم": true, "نص بيان أمين الإعلام": false, rest: true, rest + "سلام": false, "سالم": false} {
		if got := Doubtful(text); got != want {
			t.Errorf("%.40s: %v", text, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	whole := xhtml([][]string{{"تفگ The (Harbour) همانزور", "b ۱۳۶۱/۷/۲۷"}}, nil)
	f.Add(whole)
	for i := 0; i < len(whole); i += 97 {
		f.Add(whole[:i])
		flipped := []byte(whole)
		flipped[i] ^= 1 << (i % 8)
		f.Add(string(flipped))
	}
	f.Add("<doc><page><word>\xff\u202e\n\x00</word></page><page></doc>")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = Read(strings.NewReader(text), func(p content.Page) error {
			if !utf8.ValidString(p.Text) || len(p.Text) > 4*len(text) {
				t.Errorf("text %q of %q", p.Text, text)
			}
			at := 0
			for _, s := range p.Spans {
				if s.From < at || s.To <= s.From || s.To > len(p.Text) || !utf8.ValidString(p.Text[s.From:s.To]) {
					t.Errorf("span %+v after %d of %q", s, at, p.Text)
				}
				at = s.To
			}
			return nil
		})
	})
}

func BenchmarkRead(b *testing.B) {
	page := [][]string{slices.Repeat([]string{"تفگ The Harbour Courier همانزور ۱۳۶۱ لاس رد هک تسا ینتم نیا"}, 40)}
	text := xhtml(slices.Repeat([][][]string{page}, 20)...)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Read(strings.NewReader(text), func(content.Page) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
