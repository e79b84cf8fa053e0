package script_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"sanad/internal/ground/script"
)

func wordsOf(tokens []script.Token) []string {
	out := []string{}
	for _, t := range tokens {
		out = append(out, t.Word)
	}
	return out
}

func tokenTexts() []string {
	return []string{
		"", " ", "one two", "می‌رود و می رود", "مُحَمَّد ﷺ گفت", "ʿAlī ʾ b. Abī-Ṭālib", "۱۳۶۷/۵/۴", "ا\u0654حمد", "abc\u200d def", "ـــ علي ـــ",
		"كِتابُــهُ", "«کریمی»، كريمي", "don't O'Brien", "e\u0301te\u0301", "한국어 कर्म", "x\xffy", "👩‍👩‍👧 1️⃣ نام", "ﻣﺤﻤﺪ", "ءامن ء", "ʿ ʿAli",
	}
}

func TestTokensAreTheWordsOfTheFoldedText(t *testing.T) {
	for _, text := range tokenTexts() {
		if got, want := wordsOf(script.Tokens(text)), script.Words(text); !slices.Equal(got, want) {
			t.Errorf("%q: tokens %q, words %q", text, got, want)
		}
	}
}

func TestATokenTakesInTheMarksThatBelongToIt(t *testing.T) {
	for _, c := range []struct {
		text, word string
		spelled    []string
	}{
		{"گفت مُحَمَّدٌ، سپس", "محمد", []string{"مُحَمَّدٌ"}},
		{"by ʿAlī.", "ali", []string{"ʿAlī"}},
		{"علـــی و علي و عَلِيّ", "علی", []string{"علـــی", "علي", "عَلِيّ"}},
		{"سال ۱۳۶۷ و 1367", "1367", []string{"۱۳۶۷", "1367"}},
	} {
		var got []string
		for _, tok := range script.Tokens(c.text) {
			if tok.Word == c.word {
				got = append(got, c.text[tok.From:tok.To])
			}
		}
		if !slices.Equal(got, c.spelled) {
			t.Errorf("%q: %q is spelled %q, want %q", c.text, c.word, got, c.spelled)
		}
	}
}

func TestTokensTellWhatAJoinerParts(t *testing.T) {
	for _, c := range []struct {
		text  string
		glued []bool
	}{
		{"می‌رود", []bool{false, true}},
		{"می رود", []bool{false, false}},
		{"می ‌رود", []bool{false, false}},
		{"علی‌اکبر‌ها", []bool{false, true, true}},
		{"‌رود", []bool{false}},
	} {
		var got []bool
		for _, tok := range script.Tokens(c.text) {
			got = append(got, tok.Glued)
		}
		if !slices.Equal(got, c.glued) {
			t.Errorf("%q: glued %v, want %v", c.text, got, c.glued)
		}
	}
}

func TestWordsMeetAcrossScriptsByTheirSkeleton(t *testing.T) {
	for latin, arabic := range map[string]string{
		"karimi": "کریمی", "hossein": "حسین", "hussain": "حسین", "rostami": "رستمی", "sharifi": "شریفی",
		"naseri": "ناصری", "mohammad": "محمد", "zamani": "زمانی",
	} {
		a, n := script.Skeleton(latin)
		b, m := script.Skeleton(arabic)
		if a != b || a == "" || n != m {
			t.Errorf("%s is %q (%d), %s is %q (%d)", latin, a, n, arabic, b, m)
		}
	}
	for _, none := range []string{"", "1367", "a1b2c3", "한국어", "kаrimi"} {
		if bones, n := script.Skeleton(none); bones != "" || n != 0 {
			t.Errorf("%q has the skeleton %q", none, bones)
		}
	}
}

func TestJoinsKnowsEndingsAndOpenings(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"می", "رود", true}, {"نمی", "دانم", true}, {"کتاب", "ها", true}, {"بزرگ", "ترین", true}, {"خانه", "اش", true},
		{"کتاب", "ان", false}, {"می", "12", false}, {"abc", "ها", false}, {"او", "رفت", false},
	} {
		if got := script.Joins(c.a, c.b); got != c.want {
			t.Errorf("%s + %s: %t", c.a, c.b, got)
		}
	}
}

func TestPartedTakesOffWhatJoinsPutsOn(t *testing.T) {
	for word, want := range map[string][2]string{
		"میرود": {"می", "رود"}, "نمیدانم": {"نمی", "دانم"}, "کتابها": {"کتاب", "ها"}, "خانههایشان": {"خانه", "هایشان"}, "بزرگترین": {"بزرگ", "ترین"},
		"میز": {}, "تر": {}, "abc": {}, "": {},
	} {
		a, b, ok := script.Parted(word)
		if [2]string{a, b} != want || ok != (want[0] != "") {
			t.Errorf("%s is parted into %q and %q", word, a, b)
		}
		if ok && !script.Joins(a, b) {
			t.Errorf("%s and %s are parted and not joined", a, b)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, text := range tokenTexts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := script.Tokens(text)
		if got, want := wordsOf(tokens), script.Words(text); !slices.Equal(got, want) {
			t.Fatalf("tokens %q, words %q", got, want)
		}
		last := 0
		for _, tok := range tokens {
			if tok.From < last || tok.To <= tok.From || tok.To > len(text) {
				t.Fatalf("the token %+v stands nowhere in %q", tok, text)
			}
			last = tok.From
			if utf8.ValidString(text) && !utf8.ValidString(text[tok.From:tok.To]) {
				t.Fatalf("the token %+v cuts a letter", tok)
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := ""
	for len(text) < 4096 {
		text += "نامه‌ای از كريمي به Mr. Karimi در سال ۱۳۶۷ رسید و می‌گوید که "
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		script.Tokens(text)
	}
}
