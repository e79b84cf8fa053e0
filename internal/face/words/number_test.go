package words

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestNumbersAreWrittenAsEachLanguageDoes(t *testing.T) {
	all := tables(t)
	for _, c := range []struct {
		n          int64
		en, fa, ar string
	}{
		{0, "0", "۰", "٠"},
		{2303, "2303", "۲۳۰۳", "٢٣٠٣"},
		{30000, "30,000", "۳۰٬۰۰۰", "٣٠٬٠٠٠"},
		{1234567, "1,234,567", "۱٬۲۳۴٬۵۶۷", "١٬٢٣٤٬٥٦٧"},
		{-45678, "\u200e−45,678", "\u200e−۴۵٬۶۷۸", "\u200e−٤٥٬٦٧٨"},
	} {
		if en, fa, ar := all[English].Number(c.n), all[Persian].Number(c.n), all[Arabic].Number(c.n); en != c.en || fa != c.fa || ar != c.ar {
			t.Errorf("%d: %q %q %q", c.n, en, fa, ar)
		}
	}
	for _, c := range []struct {
		f      float64
		places int
		en, fa string
	}{
		{1.5, 1, "1.5", "۱٫۵"}, {12345.678, 2, "12,345.68", "۱۲٬۳۴۵٫۶۸"}, {485.4, 0, "485", "۴۸۵"}, {math.Inf(1), 1, "—", "—"}, {math.NaN(), 1, "—", "—"},
	} {
		if en, fa := all[English].Decimal(c.f, c.places), all[Persian].Decimal(c.f, c.places); en != c.en || fa != c.fa {
			t.Errorf("%v: %q %q", c.f, en, fa)
		}
	}
}

func TestSizesAndMomentsAreWrittenAsEachLanguageDoes(t *testing.T) {
	all := tables(t)
	at := time.Date(2031, 3, 4, 5, 6, 7, 0, time.FixedZone("", 3*3600+1800))
	for lang, want := range map[Lang][3]string{
		English: {"999\u00a0bytes", "1.5\u00a0MB", "2031-03-04 01:36:07 UTC"},
		Persian: {"۹۹۹\u00a0بایت", "۱٫۵\u00a0مگابایت", "۲۰۳۱-۰۳-۰۴ ۰۱:۳۶:۰۷ UTC"},
		Arabic:  {"٩٩٩\u00a0بايت", "١٫٥\u00a0ميغابايت", "٢٠٣١-٠٣-٠٤ ٠١:٣٦:٠٧ UTC"},
	} {
		got := [3]string{all[lang].Bytes(999), all[lang].Bytes(1_500_000), all[lang].Time(at)}
		if got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		if round := all[lang].Bytes(500_000_000); strings.ContainsAny(round, ".٫") {
			t.Errorf("%s writes a round size as %q", lang, round)
		}
		if none := all[lang].Time(time.Time{}); none != "—" {
			t.Errorf("%s writes no time as %q", lang, none)
		}
	}
}
