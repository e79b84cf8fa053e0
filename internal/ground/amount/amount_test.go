package amount_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/internal/ground/amount"
)

// show writes an amount as "comparator low..high unit | rest".
func show(a amount.Amount) string {
	var b strings.Builder
	b.WriteString(a.Comparator + " ")
	if a.Low != nil {
		fmt.Fprint(&b, *a.Low)
	}
	b.WriteString("..")
	if a.High != nil {
		fmt.Fprint(&b, *a.High)
	}
	if a.Unit != "" {
		b.WriteString(" " + a.Unit)
	}
	if a.Rest != "" {
		b.WriteString(" | " + a.Rest)
	}
	return b.String()
}

type reading struct{ text, want string }

func expect(t *testing.T, readings []reading) {
	t.Helper()
	for _, r := range readings {
		a, err := amount.Read(r.text)
		if err != nil {
			t.Errorf("%q: %v", r.text, err)
		} else if got := show(a); got != r.want {
			t.Errorf("%q was read as %q, want %q", r.text, got, r.want)
		}
	}
}

func TestDigitsAreReadAsTheyAreGrouped(t *testing.T) {
	for _, text := range []string{
		"30000", "30,000", "30.000", "۳۰٬۰۰۰", "٣٠٬٠٠٠", "30 000", "30'000", "30’000", "30\u00a0000", "30\u202f000",
		"۳۰،۰۰۰", "३०,०००", "30 thousand", "۳۰ هزار", "٣٠ ألفاً", "30k", "\u200f٣٠٬٠٠٠\u200f", "(30,000).",
		"thirty thousand", "Thirty-thousand", "سی هزار", "سی‌هزار", "سیهزار", "ثلاثون ألفاً", "ثلاثين ألف",
	} {
		expect(t, []reading{{text, "exactly 30000..30000"}})
	}
	expect(t, []reading{
		{"1.5 million", "exactly 1500000..1500000"}, {"۱٫۵ میلیون", "exactly 1500000..1500000"},
		{"١٫٥ مليون", "exactly 1500000..1500000"}, {"1,5 million", "exactly 1500000..1500000"},
		{"0.500 million", "exactly 500000..500000"}, {"1,234.5 thousand", "exactly 1234500..1234500"},
		{"30.0", "exactly 30..30"}, {"1,234,567", "exactly 1234567..1234567"}, {"1.234.567", "exactly 1234567..1234567"},
		{"9223372036854775807", "exactly 9223372036854775807..9223372036854775807"}, {"0", "exactly 0..0"},
	})
}

func TestEnglishIsRead(t *testing.T) {
	expect(t, []reading{
		{"seventeen", "exactly 17..17"}, {"twenty-four", "exactly 24..24"}, {"two thousand eight hundred", "exactly 2800..2800"},
		{"two thousand and eight", "exactly 2008..2008"}, {"one hundred and twenty-three thousand four hundred and fifty-six", "exactly 123456..123456"},
		{"twelve hundred", "exactly 1200..1200"}, {"a thousand", "exactly 1000..1000"}, {"a hundred and one", "exactly 101..101"},
		{"two billion", "exactly 2000000000..2000000000"}, {"half a million", "exactly 500000..500000"},
		{"two and a half million", "exactly 2500000..2500000"}, {"a million and a half", "exactly 1500000..1500000"},
		{"two dozen", "exactly 24..24"}, {"half a dozen", "exactly 6..6"}, {"three hundred thousand", "exactly 300000..300000"},
		{"2 million 300 thousand", "exactly 2300000..2300000"}, {"five hundred thousand million", "exactly 500000000000..500000000000"},
		{"24", "exactly 24..24"}, {"24 years", "exactly 24..24 years"}, {"24-year-old", "exactly 24..24 years"},
		{"aged 24 years old", "exactly 24..24 years | aged"}, {"17-18", "between 17..18"}, {"17–18 years", "between 17..18 years"},
		{"2,800-3,800", "between 2800..3800"}, {"2,800 to 3,800 prisoners", "between 2800..3800 | prisoners"},
		{"between 4,000 and 5,000", "between 4000..5000"}, {"4-5 thousand", "between 4000..5000"},
		{"from 4 to 5 thousand", "between 4000..5000"}, {"between four and five thousand", "between 4000..5000"},
		{"two to three hundred", "between 200..300"}, {"200 to three hundred thousand", "between 200000..300000"},
		{"800 to 2 thousand", "between 800..2000"}, {"three or four", "between 3..4"},
		{"between two hundred and three hundred persons", "between 200..300 persons"}, {"300 ± 50", "between 250..350"},
		{"between 4,000 persons and 5,000 persons", "between 4000..5000 persons"}, {"1.5 to 2 million", "between 1500000..2000000"},
		{"about 4,000 to 5,000", "between 4000..5000"}, {"between about 30 and 40", "between 30..40"},
		{"at least 300 families", "at least 300.. families"}, {"no fewer than 30", "at least 30.."}, {"≥ 30", "at least 30.."},
		{">= 30", "at least 30.."}, {"30+", "at least 30.."}, {"30 persons or more", "at least 30.. persons"},
		{"over 30", "more than 30.."}, {"more than 30,000 persons were held", "more than 30000.. persons | were held"},
		{"> 30", "more than 30.."}, {"up to 30", "at most ..30"}, {"≤30", "at most ..30"}, {"not more than 30 days", "at most ..30 days"},
		{"fewer than 30", "less than ..30"}, {"<30", "less than ..30"}, {"under 18 years", "less than ..18 years"},
		{"about 300", "about 300..300"}, {"some 300", "about 300..300"}, {"nearly three hundred", "about 300..300"},
		{"approx. 300", "about 300..300"}, {"c. 300", "about 300..300"}, {"~300", "about 300..300"}, {"±300", "about 300..300"},
		{"300 or so", "about 300..300"}, {"at least about 300", "at least 300.."}, {"exactly 7 bodies", "exactly 7..7 bodies"},
		{"an estimated 300", "about 300..300"}, {"thirty (30) persons", "exactly 30..30 persons"}, {"at least 30 (thirty) families", "at least 30.. families"},
		{"between 30 & 40", "between 30..40"}, {"30 years or older", "at least 30.. years"}, {"some hundred persons", "about 100..100 persons"},
		{"four score and seven", "exactly 87..87"}, {"one of the villages", "exactly 1..1 | of the villages"},
	})
}

func TestPersianIsRead(t *testing.T) {
	expect(t, []reading{
		{"هفده", "exactly 17..17"}, {"دو هزار و هشتصد", "exactly 2800..2800"}, {"دوهزار و هشتصد نفر", "exactly 2800..2800 persons"},
		{"سی و دو هزار و صد و پنج", "exactly 32105..32105"}, {"هزار و سیصد", "exactly 1300..1300"}, {"۲ هزار و ۸۰۰", "exactly 2800..2800"},
		{"یک میلیون و دویست هزار", "exactly 1200000..1200000"}, {"سه میلیارد", "exactly 3000000000..3000000000"},
		{"یک و نیم میلیون", "exactly 1500000..1500000"}, {"یک میلیون و نیم", "exactly 1500000..1500000"}, {"نیم میلیون", "exactly 500000..500000"},
		{"هفت‌صد", "exactly 700..700"}, {"صد هزار", "exactly 100000..100000"}, {"۲۴ ساله", "exactly 24..24 years"}, {"۲۴ساله", "exactly 24..24 years"},
		{"نه نفر", "exactly 9..9 persons"}, {"از ۴ تا ۵ هزار", "between 4000..5000"}, {"بین ۴ تا ۵ هزار نفر", "between 4000..5000 persons"},
		{"بین چهار هزار و پنج هزار", "between 4000..5000"}, {"۴ الی ۵ روستا", "between 4..5 villages"}, {"از حدود ۴ تا ۵ هزار", "between 4000..5000"},
		{"سی چهل نفر", "between 30..40 persons"}, {"دو سه هزار نفر", "between 2000..3000 persons"}, {"۱۷-۱۸ ساله", "between 17..18 years"},
		{"دست‌کم ۳۰ نفر", "at least 30.. persons"}, {"دستکم ۳۰ نفر", "at least 30.. persons"}, {"حداقل سی هزار امضا", "at least 30000.. signatures"},
		{"بیش از ۳۰ خانواده", "more than 30.. families"}, {"بیش‌تر از ۳۰", "more than 30.."}, {"کمتر از صد", "less than ..100"},
		{"حدود ۳۰۰", "about 300..300"}, {"نزدیک به ۳۰۰", "about 300..300"}, {"قریب سیصد تن", "about 300..300 persons"},
		{"تقریباً ۳۰۰", "about 300..300"}, {"حداکثر ۳۰ روز", "at most ..30 days"}, {"تا ۳۰ نفر", "at most ..30 persons"},
		{"۳۰ نفر یا بیشتر", "at least 30.. persons"}, {"نه کمتر از ۳۰", "at least 30.."}, {"در حدود ۳۰۰ نفر از زندانیان", "about 300..300 persons | از زندانیان"},
		{"میان ۳۰ و ۴۰ نفر", "between 30..40 persons"}, {"۳۰ (سی) نفر", "exactly 30..30 persons"},
		{"بیش از ۳۰ شهر", "more than 30.. cities"}, {"خانواده‌ها: ۳۰", "exactly 30..30 | خانواده‌ها"},
	})
}

func TestArabicIsRead(t *testing.T) {
	expect(t, []reading{
		{"ألفان", "exactly 2000..2000"}, {"ألفان وثمانمئة", "exactly 2800..2800"}, {"ألفين وثمانمائة شخص", "exactly 2800..2800 persons"},
		{"مئة", "exactly 100..100"}, {"مائة", "exactly 100..100"}, {"مئتان", "exactly 200..200"}, {"ثلاث مئة", "exactly 300..300"},
		{"سبعة عشر", "exactly 17..17"}, {"أحد عشر", "exactly 11..11"}, {"اثنتا عشرة قرية", "exactly 12..12 villages"}, {"عشرة أشخاص", "exactly 10..10 persons"},
		{"خمسة وعشرون", "exactly 25..25"}, {"مئة وخمسة وعشرون ألفاً وثلاثمئة", "exactly 125300..125300"}, {"خمسة آلاف", "exactly 5000..5000"},
		{"مليون ونصف المليون", "exactly 1500000..1500000"}, {"نصف مليون", "exactly 500000..500000"}, {"ثلاثة ملايين", "exactly 3000000..3000000"},
		{"ألفاً", "exactly 1000..1000"}, {"بين ٤٠٠٠ و٥٠٠٠", "between 4000..5000"}, {"ما بين أربعة وخمسة آلاف", "between 4000..5000"},
		{"من ٤ إلى ٥ آلاف شخص", "between 4000..5000 persons"}, {"بين مئة ومئتين", "between 100..200"}, {"ثلاثة أو أربعة", "between 3..4"},
		{"على الأقل ٣٠", "at least 30.."}, {"٣٠ على الأقل", "at least 30.."}, {"ما لا يقل عن ٣٠ عائلة", "at least 30.. families"},
		{"أكثر من ٣٠", "more than 30.."}, {"ما يزيد على ثلاثين شخصاً", "more than 30.. persons"}, {"أقل من ٣٠", "less than ..30"},
		{"نحو ٣٠٠", "about 300..300"}, {"حوالي ٣٠٠ شخص", "about 300..300 persons"}, {"قرابة ألفي شخص", "about 2000..2000 persons"},
		{"٣٠ شخصاً أو أكثر", "at least 30.. persons"}, {"٣٠ جثة على الأكثر", "at most ..30 bodies"}, {"تقريبا ٣٠٠", "about 300..300"},
		{"لا يزيد على ٣٠", "at most ..30"}, {"عمره ٢٤ عاماً", "exactly 24..24 years | عمره"}, {"٣ أشهر", "exactly 3..3 months"}, {"١٠٠ شهر", "exactly 100..100 months"},
	})
}

func TestOrdersOfMagnitudeHaveTheirConventionalBounds(t *testing.T) {
	for _, r := range []struct{ texts, want string }{
		{"dozens|a few dozen", "scale 24..99"}, {"scores", "scale 40..99"}, {"tens|ده‌ها|دهها|ده ها|عشرات|العشرات", "scale 20..99"},
		{"hundreds|several hundred|a few hundred|صدها|چند صد|چندصد|مئات|بضع مئات", "scale 200..999"},
		{"thousands|many thousands|a couple of thousand|هزاران|هزارها|چند هزار|چندین هزار|چندهزار|آلاف|عدة آلاف", "scale 2000..9999"},
		{"tens of thousands|ده‌ها هزار|چند ده هزار|عشرات الآلاف|عشرات آلاف", "scale 20000..99999"},
		{"hundreds of thousands|several hundred thousand|صدها هزار|مئات الآلاف", "scale 200000..999999"},
		{"millions|میلیون‌ها|ملايين", "scale 2000000..9999999"}, {"about hundreds", "scale 200..999"},
		{"at least several hundred|more than hundreds", "at least 200.."}, {"at most hundreds", "at most ..999"},
		{"thousands of persons|هزاران نفر|آلاف الأشخاص|آلاف من الأشخاص", "scale 2000..9999 persons"},
	} {
		for text := range strings.SplitSeq(r.texts, "|") {
			expect(t, []reading{{text, r.want}})
		}
	}
}

func TestWhatIsNoCertainAmountIsRefusedInWords(t *testing.T) {
	for _, r := range []struct{ texts, says string }{
		{"|many persons|no number|چند|families", ""}, {"several|several persons|چند نفر|عدة أشخاص|a few", "says no number"},
		{"30 men and 20 women|in 1988, 300|1, 2, 3|12:30|1988-07-12|۳۰ زن و ۲۰ مرد|two thousand and three thousand|سی دو نفر", "several numbers"},
		{"-5|−5|- five 5|killed −5", ""}, {"-5|۱۰ ± ۲۰", "below zero"}, {"minus five|not 30|منفی ۵", "before the number"},
		{"1.5|۱٫۵|half|1.2345 thousand", ""}, {"1.5|1.2345 thousand|نیم", "not a whole number"},
		{"9223372036854775808|99999999999999999999|ده میلیون تریلیون", "larger than"}, {"1.500 million|2.500 هزار", "with decimals"},
		{"۳۰٫۰۰۰", "decimal mark"}, {"12/7|۱۳۶۷/۰۵/۱۰", "may be a date"}, {"1,23,456|30,00,1", "not grouped"}, {"½|Ⅳ|30²", "is not read"},
		{"30%|۳۰ درصد|٣٠ بالمئة", "share"}, {"12th|B12|F-16|x30", "part of a word"}, {"۳۰ام", "place in an order"},
		{"at least 30 at most", "both"}, {"at least 4 to 5", "do not go together"}, {"5-4|from 3,800 to 2,800", "down to"},
		{"two thirds|third 30|مليون وربع", "fraction"}, {"ألفا شخص", "one or two"}, {"between 30", "two numbers"},
		{"30 <", "after the number"}, {"بین دو هزار و هشتصد و سه هزار و هشتصد", "two ways"}, {"\xff30", "UTF-8"},
		{strings.Repeat("1 ", 3000), "at most 4096"}, {strings.Repeat("one hundred ", 30), "words"}, {"هزاران هزار", ""},
		{"5 کرور|5 gross|one-third", "fraction"}, {"thirty (40)", "in brackets 40"}, {"$30|30 €|۳۰﷼", "money"}, {"بند الف", "may be the letter"},
		{"no one", "before the number"},
	} {
		for text := range strings.SplitSeq(r.texts, "|") {
			a, err := amount.Read(text)
			if err == nil {
				t.Errorf("%q was read as %q", text, show(a))
			} else if !strings.Contains(err.Error(), r.says) {
				t.Errorf("%q: %v, want %q in it", text, err, r.says)
			}
		}
	}
}
