package amount

import (
	"strings"
	"sync"

	"sanad/internal/ground/script"
)

// class is what a token does in a number.
type class int

const (
	other   class = iota
	digits        // 30,000
	atom          // thirty, سی, دویست
	teen          // عشر: ten, or what makes three thirteen
	hundred       // hundred, صد, مئة
	scale         // thousand, dozen
	dual          // ألفان: two of the scale
	plural        // thousands: an order of magnitude, or after a number a scale
	half
	several // several, چند: says a number only with a scale
	and
	article // a, an
	of
	dash
	broken  // a fraction other than half, or a number of which nobody can say how large it is
	restate // المليون after "a million and a half"
)

type language byte

const (
	english language = 'e'
	persian language = 'p'
	arabic  language = 'a'
)

type numberWord struct {
	class class
	value int64
	lang  language
}

// wordRows are the number words of the three languages as dictionaries spell
// them; they are met folded (see script.Fold). The trillion is that of the
// short scale, as all three languages use it today.
var wordRows = []struct {
	class class
	lang  language
	value int64
	words string
}{
	{atom, english, 0, "zero"}, {atom, english, 1, "one"}, {atom, english, 2, "two"}, {atom, english, 3, "three"},
	{atom, english, 4, "four"}, {atom, english, 5, "five"}, {atom, english, 6, "six"}, {atom, english, 7, "seven"},
	{atom, english, 8, "eight"}, {atom, english, 9, "nine"}, {atom, english, 10, "ten"}, {atom, english, 11, "eleven"},
	{atom, english, 12, "twelve"}, {atom, english, 13, "thirteen"}, {atom, english, 14, "fourteen"},
	{atom, english, 15, "fifteen"}, {atom, english, 16, "sixteen"}, {atom, english, 17, "seventeen"},
	{atom, english, 18, "eighteen"}, {atom, english, 19, "nineteen"}, {atom, english, 20, "twenty"},
	{atom, english, 30, "thirty"}, {atom, english, 40, "forty fourty"}, {atom, english, 50, "fifty"},
	{atom, english, 60, "sixty"}, {atom, english, 70, "seventy"}, {atom, english, 80, "eighty"}, {atom, english, 90, "ninety"},
	{hundred, english, 100, "hundred"}, {scale, english, 12, "dozen"}, {scale, english, 20, "score"},
	{scale, english, 1e3, "thousand k"}, {scale, english, 1e5, "lakh"}, {scale, english, 1e6, "million mn"},
	{scale, english, 1e7, "crore"}, {scale, english, 1e9, "billion milliard bn"}, {scale, english, 1e12, "trillion"},
	{plural, english, 10, "tens"}, {plural, english, 12, "dozens"}, {plural, english, 20, "scores"},
	{plural, english, 100, "hundreds"}, {plural, english, 1e3, "thousands"}, {plural, english, 1e6, "millions"},
	{plural, english, 1e9, "billions"}, {plural, english, 1e12, "trillions"},
	{half, english, 0, "half"}, {and, english, 0, "and"}, {article, english, 0, "a an"}, {of, english, 0, "of"},
	{several, english, 0, "several few many couple numerous multiple"},
	{broken, english, 0, "third thirds quarter quarters fifth fifths tenth tenths gross myriad"},

	{atom, persian, 0, "صفر"}, {atom, persian, 1, "یک"}, {atom, persian, 2, "دو"}, {atom, persian, 3, "سه"},
	{atom, persian, 4, "چهار"}, {atom, persian, 5, "پنج"}, {atom, persian, 6, "شش شیش"}, {atom, persian, 7, "هفت"},
	{atom, persian, 8, "هشت"}, {atom, persian, 9, "نه"}, {atom, persian, 10, "ده"}, {atom, persian, 11, "یازده"},
	{atom, persian, 12, "دوازده"}, {atom, persian, 13, "سیزده"}, {atom, persian, 14, "چهارده"},
	{atom, persian, 15, "پانزده پونزده"}, {atom, persian, 16, "شانزده شونزده"}, {atom, persian, 17, "هفده هیفده"},
	{atom, persian, 18, "هجده هیجده هژده"}, {atom, persian, 19, "نوزده"}, {atom, persian, 20, "بیست"},
	{atom, persian, 30, "سی"}, {atom, persian, 40, "چهل"}, {atom, persian, 50, "پنجاه"}, {atom, persian, 60, "شصت"},
	{atom, persian, 70, "هفتاد"}, {atom, persian, 80, "هشتاد"}, {atom, persian, 90, "نود"},
	{atom, persian, 100, "یکصد"}, {atom, persian, 200, "دویست دوصد"}, {atom, persian, 300, "سیصد سه‌صد سهصد"},
	{atom, persian, 400, "چهارصد"}, {atom, persian, 500, "پانصد پنجصد"}, {atom, persian, 600, "ششصد شیشصد"},
	{atom, persian, 700, "هفتصد"}, {atom, persian, 800, "هشتصد"}, {atom, persian, 900, "نهصد"},
	{hundred, persian, 100, "صد"}, {scale, persian, 12, "دوجین"}, {scale, persian, 1e3, "هزار"}, {scale, persian, 1e5, "لک"},
	{scale, persian, 1e6, "میلیون ملیون"}, {scale, persian, 1e9, "میلیارد ملیارد"}, {scale, persian, 1e12, "تریلیون"},
	{plural, persian, 10, "دهها"}, {plural, persian, 100, "صدها"}, {plural, persian, 1e3, "هزاران هزارها"},
	{plural, persian, 1e6, "میلیونها ملیونها"}, {plural, persian, 1e9, "میلیاردها"},
	{half, persian, 0, "نیم"}, {and, persian, 0, "و"},
	{several, persian, 0, "چند چندین"},
	{broken, persian, 0, "ثلث ربع سوم چهارم پنجم دهم یکسوم یکچهارم کرور بیلیون"},

	{atom, arabic, 1, "واحد واحدة"}, {atom, arabic, 2, "اثنان اثنين اثنا اثني اثنتان اثنتين اثنتا اثنتي"},
	{atom, arabic, 3, "ثلاثة ثلاث"}, {atom, arabic, 4, "أربعة أربع"}, {atom, arabic, 5, "خمسة خمس"},
	{atom, arabic, 6, "ستة ست"}, {atom, arabic, 7, "سبعة سبع"}, {atom, arabic, 8, "ثمانية ثماني ثمان"},
	{atom, arabic, 9, "تسعة تسع"}, {teen, arabic, 10, "عشرة عشر"}, {atom, arabic, 20, "عشرون عشرين"},
	{atom, arabic, 30, "ثلاثون ثلاثين"}, {atom, arabic, 40, "أربعون أربعين"}, {atom, arabic, 50, "خمسون خمسين"},
	{atom, arabic, 60, "ستون ستين"}, {atom, arabic, 70, "سبعون سبعين"}, {atom, arabic, 80, "ثمانون ثمانين"},
	{atom, arabic, 90, "تسعون تسعين"},
	{atom, arabic, 200, "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي"},
	{hundred, arabic, 100, "مئة مائة"}, {scale, arabic, 12, "دزينة"}, {scale, arabic, 1e3, "ألف ألفا"},
	{scale, arabic, 1e6, "مليون مليونا"}, {scale, arabic, 1e9, "مليار مليارا"}, {scale, arabic, 1e12, "تريليون تريليونا"},
	{dual, arabic, 1e3, "ألفان ألفين ألفي"}, {dual, arabic, 1e6, "مليونان مليونين مليوني"}, {dual, arabic, 1e9, "ملياران مليارين ملياري"},
	{plural, arabic, 10, "عشرات العشرات"}, {plural, arabic, 100, "مئات مائات المئات"}, {plural, arabic, 1e3, "آلاف الآلاف ألوف"},
	{plural, arabic, 1e6, "ملايين الملايين"}, {plural, arabic, 1e9, "مليارات المليارات"},
	{half, arabic, 0, "نصف"}, {restate, arabic, 0, "الألف المليون المليار"},
	{several, arabic, 0, "عدة بضع بضعة"},
	{broken, arabic, 0, "ثلثا ثلثي ثلثين أرباع خمسا"},
}

// numberWords holds the rows by their folded words.
var numberWords = sync.OnceValue(func() map[string]numberWord {
	known := make(map[string]numberWord, 400)
	for _, row := range wordRows {
		for _, word := range strings.Fields(row.words) {
			known[script.Fold(word)] = numberWord{row.class, row.value, row.lang}
		}
	}
	return known
})

// wordNumber finds a folded word. The hundreds of Arabic are written as one word
// with their unit or as two, with and without the silent alef.
func wordNumber(known map[string]numberWord, word string) (numberWord, bool) {
	if n, ok := known[word]; ok {
		return n, true
	}
	for _, tail := range []string{"میه", "مایه"} {
		unit, ok := strings.CutSuffix(word, tail)
		if n := known[unit]; ok && n.class == atom && n.lang == arabic && n.value >= 3 && n.value <= 9 {
			return numberWord{atom, n.value * 100, arabic}, true
		}
	}
	return numberWord{}, false
}

// classify settles the words whose part in a number hangs on what is beside
// them, and joins the plural ending ها to its word.
func classify(tokens []token) []token {
	out := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		var next token
		if i+1 < len(tokens) {
			next = tokens[i+1]
		}
		switch {
		case t.lang == persian && (t.class == hundred || t.class == scale || t.value == 10) && (next.word == "ها" || next.word == "های"):
			t.class, t.end = plural, next.end
			i++
		case (t.word == "احد" || t.word == "احدی") && next.class == teen:
			t.class, t.value, t.lang = atom, 1, arabic
		}
		out = append(out, t)
	}
	return dropUnused(out)
}

// dropUnused takes the part in numbers from small words that are not beside
// one, and hyphens out of words like twenty-four.
func dropUnused(tokens []token) []token {
	out := tokens[:0]
	for i, t := range tokens {
		var before, next token
		if len(out) > 0 {
			before = out[len(out)-1]
		}
		if i+1 < len(tokens) {
			next = tokens[i+1]
		}
		switch t.class {
		case dash:
			if hyphen(before, t, next) {
				continue
			}
		case and:
			if !before.counts() || !next.counts() && next.class != article && next.class != half {
				t.class = other
			}
		case article:
			if next.class != hundred && next.class != scale && next.class != half && next.class != several {
				t.class = other
			}
		case of:
			if before.class != plural && before.class != several || !next.counts() {
				t.class = other
			}
		case atom:
			if t.word == "نه" && (next.word == "کمتر" || next.word == "بیش" || next.word == "بیشتر") {
				t.class = other // no fewer than, not nine
			}
		case several:
			ten := t.lang == persian && next.class == atom && next.value == 10
			if next.class != hundred && next.class != scale && next.class != plural && next.class != of && !ten {
				t.class = other
			}
		}
		out = append(out, t)
	}
	return out
}

func hyphen(before, t, next token) bool {
	if before.end != t.start || next.start != t.end || !before.counts() {
		return false
	}
	tens := before.class == atom && before.lang == english && before.value >= 20 && before.value <= 90
	return tens && next.class == atom && next.value >= 1 && next.value <= 9 ||
		next.class == hundred || next.class == scale
}

// counts tells a token that says a number, or part of one.
func (t token) counts() bool {
	switch t.class {
	case digits, atom, teen, hundred, scale, dual, plural, half, several:
		return true
	}
	return false
}
