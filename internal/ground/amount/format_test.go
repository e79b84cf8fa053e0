package amount_test

import (
	"testing"

	"sanad/internal/ground/amount"
)

// of makes an amount; -1 stands for a bound that is not there.
func of(comparator string, low, high int64, unit string) amount.Amount {
	a := amount.Amount{Comparator: comparator, Unit: unit}
	if low >= 0 {
		a.Low = &low
	}
	if high >= 0 {
		a.High = &high
	}
	return a
}

func TestAmountsAreWrittenInTheLanguageOfTheReader(t *testing.T) {
	for _, c := range []struct {
		a                        amount.Amount
		english, persian, arabic string
	}{
		{of("at least", 30000, -1, ""), "at least 30,000", "دست‌کم ۳۰٬۰۰۰", "٣٠٬٠٠٠ على الأقل"},
		{of("exactly", 1, 1, "families"), "1 family", "۱ خانواده", "١ عائلة"},
		{of("exactly", 5, 5, "villages"), "5 villages", "۵ روستا", "٥ قرى"},
		{of("about", 300, 300, "persons"), "about 300 persons", "حدود ۳۰۰ نفر", "نحو ٣٠٠ شخص"},
		{of("about", 1124, 1124, "persons"), "about 1,124 persons", "حدود ۱٬۱۲۴ نفر", "نحو ١٬١٢٤ شخصاً"},
		{of("more than", 7, -1, "graves"), "more than 7 graves", "بیش از ۷ گور", "أكثر من ٧ قبور"},
		{of("at most", -1, 11, "days"), "at most 11 days", "حداکثر ۱۱ روز", "١١ يوماً على الأكثر"},
		{of("less than", -1, 100, "bodies"), "less than 100 bodies", "کمتر از ۱۰۰ جسد", "أقل من ١٠٠ جثة"},
		{of("between", 4000, 5000, "signatures"), "4,000 to 5,000 signatures", "۴٬۰۰۰ تا ۵٬۰۰۰ امضا", "٤٬٠٠٠ إلى ٥٬٠٠٠ توقيع"},
		{of("scale", 2000, 9999, "persons"), "thousands of persons", "هزاران نفر", "آلاف الأشخاص"},
		{of("scale", 20000, 99999, ""), "tens of thousands", "ده‌ها هزار", "عشرات الآلاف"},
		{of("scale", 24, 99, ""), "dozens", "۲۴ تا ۹۹", "٢٤ إلى ٩٩"},
		{of("exactly", 3, 3, "lorries"), "3 lorries", "۳ lorries", "٣ lorries"},
		{of("between", 3, -1, ""), "", "", ""},
		{of("some", 3, 3, ""), "", "", ""},
	} {
		for lang, want := range map[string]string{"en": c.english, "": c.english, "fa-IR": c.persian, "AR": c.arabic} {
			if got := c.a.Format(lang); got != want {
				t.Errorf("%s in %q is %q, want %q", show(c.a), lang, got, want)
			}
		}
	}
}

// holds fails unless an amount keeps its promises and reads back from every
// language. An order of magnitude without a word in a language comes back as
// the range it is written as.
func holds(t *testing.T, text string, a amount.Amount) {
	t.Helper()
	low, high := a.Low != nil, a.High != nil
	good := false
	switch a.Comparator {
	case amount.Exactly, amount.About:
		good = low && high && *a.Low == *a.High
	case amount.AtLeast, amount.MoreThan:
		good = low && !high
	case amount.AtMost, amount.LessThan:
		good = !low && high
	case amount.Between, amount.Scale:
		good = low && high && *a.Low <= *a.High
	}
	if !good || low && *a.Low < 0 || high && *a.High < 0 {
		t.Fatalf("%q was read as %q", text, show(a))
	}
	a.Rest = ""
	for _, lang := range []string{"en", "fa", "ar"} {
		written := a.Format(lang)
		back, err := amount.Read(written)
		if err == nil && a.Comparator == amount.Scale && back.Comparator == amount.Between {
			back.Comparator = amount.Scale
		}
		if err != nil || show(back) != show(a) {
			t.Fatalf("%q is %q; in %s %q, which reads back as %q, %v", text, show(a), lang, written, show(back), err)
		}
	}
}

func TestWrittenAmountsReadBack(t *testing.T) {
	units := []string{"", "persons", "families", "households", "villages", "cities", "years", "months", "weeks", "days", "hours",
		"bodies", "graves", "signatures", "names", "pages", "documents"}
	for _, unit := range units {
		for _, n := range []int64{0, 1, 2, 3, 10, 11, 24, 99, 100, 101, 103, 111, 1000, 30000, 1234567, 9223372036854775807} {
			for _, c := range []string{"exactly", "about"} {
				holds(t, unit, of(c, n, n, unit))
			}
			holds(t, unit, of("at least", n, -1, unit))
			holds(t, unit, of("more than", n, -1, unit))
			holds(t, unit, of("at most", -1, n, unit))
			holds(t, unit, of("less than", -1, n, unit))
			holds(t, unit, of("between", n/2, n, unit))
		}
		for unitOf := int64(10); unitOf <= 1e9; unitOf *= 10 {
			holds(t, unit, of("scale", 2*unitOf, 10*unitOf-1, unit))
		}
		holds(t, unit, of("scale", 24, 99, unit))
		holds(t, unit, of("scale", 40, 99, unit))
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"at least 30,000 persons", "دست‌کم ۳۰٬۰۰۰ نفر", "٣٠٬٠٠٠ شخص على الأقل", "two and a half million", "مئة وخمسة وعشرون ألفاً وثلاثمئة",
		"بین دو هزار و سه هزار", "سی چهل نفر", "300 ± 50", "tens of thousands of persons", "عشرات الآلاف", "24-year-old", "1.5 to 2 million",
		"ألفا", "30 شهر", "from 4 to 5 thousand", "1,234.5 thousand", "half a dozen", "no fewer than 30", "-5", "30 000 000", "چند ده هزار",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if a, err := amount.Read(text); err == nil {
			holds(t, text, a)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for name, text := range map[string]string{
		"digits": "at least 30,000 persons", "english": "one hundred and twenty-three thousand four hundred and fifty-six",
		"persian": "از دو هزار و هشتصد تا سه هزار و هشتصد نفر", "arabic": "مئة وخمسة وعشرون ألفاً وثلاثمئة شخص",
		"full": "more than 300 persons " + manyWords(4000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := amount.Read(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func manyWords(size int) string {
	text := make([]byte, 0, size)
	for len(text)+6 < size {
		text = append(text, "words "...)
	}
	return string(text)
}

func BenchmarkFormat(b *testing.B) {
	a := of("between", 4000, 5000, "persons")
	for b.Loop() {
		a.Format("ar")
	}
}
