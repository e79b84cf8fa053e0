package script

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAQuoteIsFoundAsTheOriginalHasIt(t *testing.T) {
	for _, c := range []struct{ what, text, quote, want string }{
		{"as written", "نامه رسید", "رسید", "رسید"},
		{"yeh and kaf of another keyboard", "خانواده كاوياني نوشت", "خانواده کاویانی", "خانواده كاوياني"},
		{"and the other way round", "خانواده کاویانی نوشت", "كاوياني", "کاویانی"},
		{"vowel signs in the text", "قالَ مُحَمَّدٌ: لا", "محمد", "مُحَمَّدٌ"},
		{"vowel signs in the quote", "قال محمد: لا", "مُحَمَّدٌ", "محمد"},
		{"presentation forms", "\ufebb\ufe8e\ufedf\ufea2 رفت", "صالح", "\ufebb\ufe8e\ufedf\ufea2"},
		{"half a ligature takes it whole", "ک\ufefbم", "کل", "ک\ufefb"},
		{"non-joiner against space", "او می\u200cرود و", "می رود", "می\u200cرود"},
		{"space against non-joiner", "او می رود و", "می\u200cرود", "می رود"},
		{"no-break space", "یک\u00a0نامه آمد", "یک نامه", "یک\u00a0نامه"},
		{"line break and indent", "یک \r\n   نامه آمد", "یک نامه", "یک \r\n   نامه"},
		{"a quote over two lines", "یک نامه آمد", "یک\nنامه", "یک نامه"},
		{"digits", "در ۱۴ مهر ١٣٦٧ بود", "14 مهر ۱۳۶۷", "۱۴ مهر ١٣٦٧"},
		{"bidi marks inside and around", "الف \u202bکاو\u200fیانی\u202c ب", "کاویانی", "کاو\u200fیانی"},
		{"tatweel inside and after", "ﻧـــامه‌ـ بود", "نامه", "ﻧـــامه"},
		{"hamza at the end belongs to the word", "قال العلماء ثم", "العلما", "العلماء"},
		{"Latin marks, precomposed or not", "said Kāvia\u0304nī.", "kaviani", "Kāvia\u0304nī"},
		{"ayn opens its word", "met ʿAlī there", "Ali", "ʿAlī"},
		{"hamza in a word belongs to the part before", "جزءها", "ها", "ها"},
		{"apostrophes around a word stay out", "said 'Ali' there", "Ali", "Ali"},
		{"inside a word", "ناشناخته", "شناخت", "شناخت"},
		{"the whole text", "  نامه  ", "نامه", "نامه"},
		{"among bytes that are not UTF-8", "\xff\xfeنامه\xff", "نامه", "نامه"},
	} {
		start, end, ok := Find(c.text, c.quote)
		if !ok {
			t.Errorf("%s: %q not found in %q", c.what, c.quote, c.text)
		} else if got := c.text[start:end]; got != c.want {
			t.Errorf("%s: found %q, want %q", c.what, got, c.want)
		}
	}
}

func TestAQuoteThatIsNotThereIsNotFound(t *testing.T) {
	for _, c := range [][2]string{
		{"نامه رسید", "نامه نرسید"},
		{"نامه دیر رسید", "نامه رسید"}, // a word is missing in between
		{"نامه", "نامه‌ای"},
		{"حسن", "حسین"},
		{"۱۳۶۷", "1376"},
		{"نامه", ""},
		{"نامه", " \u064e\u200f"},
		{"", "نامه"},
	} {
		if start, end, ok := Find(c[0], c[1]); ok || start != 0 || end != 0 {
			t.Errorf("Find(%q, %q) = %d, %d, %v", c[0], c[1], start, end, ok)
		}
	}
}

func TestFindAllGivesEveryPlaceOnceAndInOrder(t *testing.T) {
	for _, c := range []struct {
		text, quote string
		want        []string
	}{
		{"علي، علی و عَلِیّ", "علی", []string{"علي", "علی", "عَلِیّ"}},
		{"ااا", "اا", []string{"اا"}},
		{"ﷺ", "ل", []string{"ﷺ"}}, // three lams, one character
		{"الف", "ب", nil},
	} {
		var got []string
		last := 0
		for start, end := range FindAll(c.text, c.quote) {
			if start < last {
				t.Errorf("%q in %q: places overlap", c.quote, c.text)
			}
			last = end
			got = append(got, c.text[start:end])
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q in %q: %q, want %q", c.quote, c.text, got, c.want)
		}
	}
}

func TestFindAllStopsWhenAsked(t *testing.T) {
	count := 0
	for range FindAll("ا ا ا", "ا") {
		if count++; count == 2 {
			break
		}
	}
	if count != 2 {
		t.Errorf("went on to %d", count)
	}
}

func TestOriginOfNothingIsNothing(t *testing.T) {
	f := FoldMap("نامه")
	for _, span := range [][2]int{{0, 0}, {3, 2}, {-1, 2}, {0, len(f.Text) + 1}} {
		if from, to := f.Origin(span[0], span[1]); from != 0 || to != 0 {
			t.Errorf("Origin(%d, %d) = %d, %d", span[0], span[1], from, to)
		}
	}
	if from, to := f.Origin(0, len(f.Text)); from != 0 || to != len("نامه") {
		t.Errorf("Origin of all = %d, %d", from, to)
	}
}

// checkFound holds what must be true of every place given for a quote.
func checkFound(t *testing.T, text, quote string) (any bool) {
	t.Helper()
	last, heads, folded := 0, runeHeads(text), Fold(quote)
	for start, end := range FindAll(text, quote) {
		any = true
		if start < last || end <= start || end > len(text) {
			t.Fatalf("%q in %q: span %d-%d after %d", quote, text, start, end, last)
		}
		last = end
		if !heads[start] || !heads[end] {
			t.Fatalf("%q in %q: span %d-%d cuts a rune", quote, text, start, end)
		}
		if !strings.Contains(Fold(text[start:end]), folded) {
			t.Fatalf("%q in %q: the span holds %q", quote, text, text[start:end])
		}
	}
	return any
}

func TestAnyPartOfATextIsFoundInIt(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		text := randomText(rng, 50)
		quote := somePart(rng, text)
		if found := checkFound(t, text, quote); found != (Fold(quote) != "") {
			t.Fatalf("%q, a part of %q: found %v", quote, text, found)
		}
	}
}

func somePart(rng *rand.Rand, text string) string {
	runes := []rune(text)
	if len(runes) == 0 {
		return ""
	}
	start := rng.IntN(len(runes))
	return string(runes[start : start+1+rng.IntN(len(runes)-start)])
}

func FuzzFind(f *testing.F) {
	f.Add("او مي‌رود و \r\n برمی‌گردد", "می رود و", 2, 9)
	f.Add("قالَ مُحَمَّدٌ ﷺ", "محمد", 0, 4)
	f.Add("ʿAlī-Reżā’s 'x'", "ali", 1, 3)
	f.Add("ﻻﻻ ءءـ", "ا", 0, 1)
	f.Add("\xffа\xfe", "\xff", 0, 2)
	f.Fuzz(func(t *testing.T, text, quote string, from, to int) {
		checkFound(t, text, quote)
		heads := runeHeads(text)
		if from < 0 || to > len(text) || from >= to || !heads[from] || !heads[to] {
			return
		}
		part := text[from:to]
		// A piece of broken UTF-8 may join with its neighbours into a rune.
		if found := checkFound(t, text, part); utf8.ValidString(text) && found != (Fold(part) != "") {
			t.Fatalf("%q, a part of %q: found %v", part, text, found)
		}
	})
}
