package script

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFoldMakesOneFormOfWhatReadersCallTheSame(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"Arabic keyboard", "علي كاوياني", "علی کاویانی"},
		{"alef maqsura, Pashto and Urdu yeh", "موسى ېے", "موسی یی"},
		{"yeh with hamza", "رئیس", "رییس"},
		{"alef forms", "أحمد إيمان ٱسم آرش", "احمد ایمان اسم ارش"},
		{"a separate madda or hamza", "ا\u0653رش ا\u0654حمد و\u0654", "ارش احمد و"},
		{"waw with hamza and bare hamza", "مؤمن جزء", "مومن جز"},
		{"heh forms", "فاطمة نامهٔ نامۀ ہھ", "فاطمه نامه نامه هه"},
		{"vowel signs", "مُحَمَّد", "محمد"},
		{"superscript alef and Quranic marks", "رحمٰن \u06d6ق\u06da", "رحمن ق"},
		{"tatweel", "محـــمد", "محمد"},
		{"presentation forms", "ﺻﺎﻟﺢ ﻻ", "صالح لا"},
		{"a harakah drawn alone", "مح\ufe77مد", "محمد"},
		{"a ligature of many words", "ﷺ", "صلی الله علیه وسلم"},
		{"non-joiner and joiner", "می\u200cرود ه\u200d", "می رود ه"},
		{"bidi controls, BOM, soft hyphen", "\ufeff\u202bکاو\u200fیان\u00adی\u202c", "کاویانی"},
		{"white space", " \u00a0یک\r\n\tدو\u2009\u3000سه\u2028 ", "یک دو سه"},
		{"controls", "یک\x00دو", "یک دو"},
		{"digits", "۱۳۶۷ ١٩٨٨ １９ ९ ²", "1367 1988 19 9 2"},
		{"Arabic punctuation", "«چرا؟»، ۱٬۰۰۰٫۵٪؛", "\"چرا?\", 1,000.5%;"},
		{"Latin case and marks", "KĀVIĀNĪ Çelik İnci", "kaviani celik inci"},
		{"Latin letters without decomposition", "Łøß ðæ ı ə", "loss dae i a"},
		{"ayn, hamza and apostrophes", "ʿAlī Qurʾān Sana'a Sana’a Sana´a", "ali quran sanaa sanaa sanaa"},
		{"dashes", "Mohammad-Reza – 1951—52", "mohammad reza 1951 52"},
		{"another script keeps its marks", "कि", "कि"},
		{"Hangul, whole and in parts", "가" + norm.NFD.String("가"), norm.NFD.String("가가")},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
		{"nothing", " \u200f\u064e ", ""},
	} {
		if got := Fold(c.text); got != c.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", c.what, c.text, got, c.want)
		}
	}
}

func TestFoldKeepsDifferentWordsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"حسن", "حسین"}, {"کریم", "کریمی"}, {"صدا", "سدا"}, {"غریب", "قریب"},
		{"نامه", "نام"}, {"12", "21"}, {"ali", "aly"}, {"دو روز", "دوروز"},
	} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q fold to one", pair[0], pair[1])
		}
	}
}

// Fold works rune by rune, so what holds for every rune holds for every text.
func TestFoldingAnyCharacterTwiceChangesNothing(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		once := Fold("x" + string(r) + "x")
		if twice := Fold(once); twice != once {
			t.Fatalf("%U folds to %q and then to %q", r, once, twice)
		}
	}
}

func TestFoldDecomposesAsUnicodeDoes(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		whole := norm.NFKD.String(string(r))
		if drawnAlone([]byte(whole)) {
			continue // where Fold means to differ
		}
		if a, b := Fold("x"+string(r)+"x"), Fold("x"+whole+"x"); a != b {
			t.Fatalf("%U folds to %q, its decomposition to %q", r, a, b)
		}
	}
}

// letters make random texts of what folding has rules for.
var letters = []rune("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی" + "آأإٱؤئةۀيىكءـ" +
	"\u064b\u064e\u0651\u0654\u0653\u0670\u06d6" + "\u200c\u200d\u200e\u200f\u202b\u202c\ufeff\u00ad" +
	"ﻻﺻﷺﷲ\ufe77" + "۰۱۲٣٤5" + "aBcĀīçʿʾ'’-–.,،؟«»" + "  \u00a0\n\t" + "a\u0301\u0308ßﬁ")

func randomText(rng *rand.Rand, most int) string {
	var b strings.Builder
	for range rng.IntN(most) {
		b.WriteRune(letters[rng.IntN(len(letters))])
	}
	return b.String()
}

// checkFolded holds what must be true of any text folded with its map.
func checkFolded(t *testing.T, text string) {
	t.Helper()
	f := FoldMap(text)
	if f.Text != Fold(text) {
		t.Fatalf("FoldMap(%q).Text = %q, Fold gives %q", text, f.Text, Fold(text))
	}
	if !utf8.ValidString(f.Text) {
		t.Fatalf("Fold(%q) = %q is not UTF-8", text, f.Text)
	}
	if again := Fold(f.Text); again != f.Text {
		t.Fatalf("Fold(%q) = %q, folded again %q", text, f.Text, again)
	}
	if f.Text != strings.TrimSpace(f.Text) || strings.Contains(f.Text, "  ") {
		t.Fatalf("Fold(%q) = %q has spaces too many", text, f.Text)
	}
	if len(f.at) != len(f.Text) || !slices.IsSorted(f.at) {
		t.Fatalf("FoldMap(%q): %d offsets for %d bytes, %v", text, len(f.at), len(f.Text), f.at)
	}
	heads := runeHeads(text)
	for i, at := range f.at {
		if at < 0 || at >= len(text) || !heads[at] {
			t.Fatalf("FoldMap(%q): byte %d comes from %d, not the head of a rune", text, i, at)
		}
	}
}

// runeHeads tells for each offset in text, its end included, whether no rune
// has bytes on both sides of it.
func runeHeads(text string) []bool {
	heads := make([]bool, len(text)+1)
	for i := range text {
		heads[i] = true
	}
	heads[len(text)] = true
	return heads
}

func TestFoldMapHoldsForRandomTexts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		checkFolded(t, randomText(rng, 60))
	}
}

func TestWordsAreWhatAnIndexHolds(t *testing.T) {
	got := Words("«مُحَمَّد» در ۱۴ مهر، می‌رود؛ Sana’a (1988).")
	want := []string{"محمد", "در", "14", "مهر", "می", "رود", "sanaa", "1988"}
	if !slices.Equal(got, want) {
		t.Errorf("Words = %q, want %q", got, want)
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{
		"", "محمد\u200cرضا", "كَتَبَ ﷺ ﻻ", "ʿAlī-Reżā ’a", "\xff\xfe\x00", "가\u1100\u1161", "İıſẞ", "a\u0345\u0301",
		"\u1e9b\u0323", "𝟘۹٩", "\u0340\u0f77", "\u00b4\u0301",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkFolded(t, text)
		Direction(text)
		if code := Script(text); len(code) != 4 {
			t.Fatalf("Script(%q) = %q", text, code)
		}
		if n := ParseName(text); len(n.Tokens) > 0 && !Same(text, text) {
			t.Fatalf("%q is not the same as itself", text)
		}
		if Key(text) != ParseName(text).Key() {
			t.Fatalf("Key(%q) is not that of its tokens", text)
		}
	})
}
