package calendar

import (
	"testing"
	"unicode/utf8"
)

func TestLooseDatesKeepTheirLooseness(t *testing.T) {
	wantReadings(t, Options{}, []spelled{
		{"circa 1988", "1988~", Gregorian, "1988"},
		{"c. 1988", "1988~", Gregorian, "1988"},
		{"نحو عام ١٩٨٨", "1988~", Gregorian, "1988"},
		{"حدود مرداد ۱۳۶۷", "1988-07-23~/1988-08-22~", Solar, "1367-05"},
		{"۵ مرداد ۱۳۶۷؟", "1988-07-27?", Solar, "1367-05-05"},
		{"probably about August 1988", "1988-08%", Gregorian, "1988-08"},
		{"early August 1988", "1988-08-01~/1988-08-10~", Gregorian, ""},
		{"mid-1988", "1988-05~/1988-08~", Gregorian, "1988-05/1988-08"},
		{"late 1980s", "1987~/1989~", Gregorian, "1987/1989"},
		{"أواخر يوليو ١٩٨٨", "1988-07-21~/1988-07-31~", Gregorian, ""},
		{"اوایل مرداد ۱۳۶۷", "1988-07-23~/1988-08-01~", Solar, ""},
		{"نیمه دوم مرداد ۱۳۶۷", "1988-08-07/1988-08-22", Solar, ""},
		{"اواسط دهه شصت", "1985-03-21~/1988-03-20~", Solar, "1364/1366"},
		{"late summer 1988", "1988-08-01~/1988-09-23~", Gregorian, ""},
		{"early spring 1988", "1988-03~", Gregorian, "1988-03"},
		{"اواخر تابستان ۶۷", "1988-08-23~/1988-09-22~", Solar, "1367-06"},
		{"before 1988", "[..1987]", Gregorian, "[..1987]"},
		{"before August 1988", "[..1988-07]", Gregorian, "[..1988-07]"},
		{"after 20 July 1988", "[1988-07-21..]", Gregorian, "[1988-07-21..]"},
		{"پیش از مرداد ۱۳۶۷", "[..1988-07-22]", Solar, ""},
		{"بعد ٢٠ يوليو ١٩٨٨", "[1988-07-21..]", Gregorian, "[1988-07-21..]"},
		{"since 1988", "1988/..", Gregorian, "1988/.."},
		{"از مرداد ۱۳۶۷ تاکنون", "1988-07-23/..", Solar, "1367-05/.."},
		{"until July 1988", "../1988-07", Gregorian, "../1988-07"},
		{"unknown", "XXXX-XX-XX", Unknown, ""},
		{"نامعلوم", "XXXX-XX-XX", Unknown, ""},
		{"غير معروف", "XXXX-XX-XX", Unknown, ""},
	})
}

func TestRangesLendWhatOneEndDoesNotSay(t *testing.T) {
	wantReadings(t, Options{}, []spelled{
		{"from 5 August to 10 September 1988", "1988-08-05/1988-09-10", Gregorian, "1988-08-05/1988-09-10"},
		{"5-10 August 1988", "1988-08-05/1988-08-10", Gregorian, "1988-08-05/1988-08-10"},
		{"July–August 1988", "1988-07/1988-08", Gregorian, "1988-07/1988-08"},
		{"between 1985 and 1988", "1985/1988", Gregorian, "1985/1988"},
		{"1987-88", "1987/1988", Gregorian, "1987/1988"},
		{"1988-07-20 - 1988-08-05", "1988-07-20/1988-08-05", Gregorian, "1988-07-20/1988-08-05"},
		{"5/8-10/8/1988", "1988-08-05/1988-08-10", Gregorian, "1988-08-05/1988-08-10"},
		{"من 5 آب إلى 10 أيلول 1988", "1988-08-05/1988-09-10", Gregorian, "1988-08-05/1988-09-10"},
		{"بين عامي 1980 و1988", "1980/1988", Gregorian, "1980/1988"},
		{"از ۵ مرداد تا ۱۰ شهریور ۱۳۶۷", "1988-07-27/1988-09-01", Solar, "1367-05-05/1367-06-10"},
		{"۵ تا ۱۰ مرداد ۱۳۶۷", "1988-07-27/1988-08-01", Solar, "1367-05-05/1367-05-10"},
		{"بین سال‌های ۱۳۶۰ و ۱۳۶۷", "1981-03-21/1989-03-20", Solar, "1360/1367"},
		{"۱۳۶۶-۶۷", "1987-03-21/1989-03-20", Solar, "1366/1367"},
		{"5 to 10 August", "XXXX-08-05/XXXX-08-10", Gregorian, "XXXX-08-05/XXXX-08-10"},
		{"۵ تا ۱۰ مرداد", "XXXX-07-26~/XXXX-08-02~", Solar, "XXXX-05-05/XXXX-05-10"},
		{"about 5-10 August 1988?", "1988-08-05%/1988-08-10%", Gregorian, "1988-08-05/1988-08-10"},
		{"5 or 6 August 1988", "[1988-08-05,1988-08-06]", Gregorian, ""},
		{"مرداد و شهریور ۱۳۶۷", "{1988-07-23..1988-08-22,1988-08-23..1988-09-22}", Solar, ""},
	})
}

func TestADateWithoutAYearIsAnyYears(t *testing.T) {
	wantReadings(t, Options{}, []spelled{
		{"30 June", "XXXX-06-30", Gregorian, "XXXX-06-30"},
		{"June", "XXXX-06", Gregorian, "XXXX-06"},
		{"summer", "XXXX-22", Gregorian, "XXXX-22"},
		{"۵ مرداد", "[XXXX-07-26,XXXX-07-27,XXXX-07-28]", Solar, "XXXX-05-05"},
		{"مرداد", "[XXXX-07,XXXX-08]", Solar, "XXXX-05"},
		{"10 محرم", "XXXX-XX-XX", HijriUmalqura, "XXXX-01-10"},
		{"جمعه", "XXXX-XX-XX", Unknown, ""},
		{"last month", "XXXX-XX-XX", Unknown, ""},
	})
	r, err := Read("۵ مرداد", Options{})
	if _, known := r.Earliest.Known(); err != nil || known || !r.Has(FlagNoYear) {
		t.Errorf("from %s with %v (%v), want no bounds", r.Earliest, r.Flags, err)
	}
}

func TestTheDateOfTheDocumentIsCountedFrom(t *testing.T) {
	day := gregorianDay(1988, 9, 1) // a Thursday, 10 Shahrivar 1367
	opt := Options{Reference: day}
	wantReadings(t, opt, []spelled{
		{"Friday", "1988-08-26", Gregorian, "1988-08-26"},
		{"پنجشنبه", "1988-09-01", Gregorian, "1988-09-01"},
		{"last Thursday", "1988-08-25", Gregorian, "1988-08-25"},
		{"next Thursday", "1988-09-08", Gregorian, "1988-09-08"},
		{"۵ مرداد", "1988-07-27", Solar, "1367-05-05"},
		{"15 October", "1987-10-15", Gregorian, "1987-10-15"},
		{"29 February", "1988-02-29", Gregorian, "1988-02-29"},
		{"yesterday", "1988-08-31", Gregorian, "1988-08-31"},
		{"پریروز", "1988-08-30", Gregorian, "1988-08-30"},
		{"3 days ago", "1988-08-29", Gregorian, "1988-08-29"},
		{"سه روز پیش", "1988-08-29", Gregorian, "1988-08-29"},
		{"last month", "1988-08", Gregorian, "1988-08"},
		{"ماه گذشته", "1988-07-23/1988-08-22", Solar, "1367-05"},
		{"سال قبل", "1987-03-21/1988-03-20", Solar, "1366"},
		{"العام الماضي", "1987", Gregorian, "1987"},
		{"last week", "1988-08-22/1988-08-28", Gregorian, "1988-08-22/1988-08-28"},
		{"هفته گذشته", "1988-08-20/1988-08-26", Gregorian, "1988-08-20/1988-08-26"},
		{"25 December to 5 January", "1987-12-25/1988-01-05", Gregorian, "1987-12-25/1988-01-05"},
		{"last summer", "1988-22", Gregorian, "1988-22"},
	})
	all, err := Readings("جمعه", opt)
	if err != nil || len(all) != 2 || all[1].EDTF != "1988-09-02" || all[1].Weekday != 5 {
		t.Errorf("%v (%v), want the Fridays before and after", all, err)
	}
	all, err = Readings("۵ مرداد", opt)
	if err != nil || len(all) != 2 || all[1].Native != "1368-05-05" || !all[0].Has(FlagReference) || !all[0].Has(FlagNoYear) {
		t.Errorf("%v (%v), want the next year's behind it", all, err)
	}
}

func TestADayGivenInTwoCalendarsIsCompared(t *testing.T) {
	for _, text := range []string{
		"۵ مرداد ۱۳۶۷ (۲۷ ژوئیه ۱۹۸۸)", "۵ مرداد ۱۳۶۷ برابر با ۲۷ ژوئیه ۱۹۸۸", "۵ مرداد ۱۳۶۷ = 27 July 1988",
		"۵ مرداد ۱۳۶۷ / ۲۷ ژوئیه ۱۹۸۸", "27 July (۵ مرداد ۱۳۶۷)",
	} {
		all, err := Readings(text, Options{})
		if err != nil || len(all) != 1 || all[0].EDTF != "1988-07-27" || all[0].Has(FlagBrackets) {
			t.Errorf("%s: %v (%v), want one reading", text, all, err)
		}
	}
	r, err := Read("الخميس 5 محرم 1409 الموافق 18 أغسطس 1988", Options{})
	if err != nil || r.EDTF != "1988-08-18" || r.Has(FlagBrackets) {
		t.Errorf("%s with %v (%v), want that both dates agree", r.EDTF, r.Flags, err)
	}
	all, err := Readings("۵ مرداد ۱۳۶۷ (۲۸ ژوئیه ۱۹۸۸)", Options{})
	if err != nil || len(all) != 2 || !all[0].Has(FlagBrackets) {
		t.Errorf("%v (%v), want both dates, flagged", all, err)
	}
}

// Whatever is read has EDTF that parses, and bounds that are in order.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"۵ مرداد ۱۳۶۷", "از ۵ مرداد تا ۱۰ شهریور ۱۳۶۷", "early August 1988?", "10 محرم 1409 هـ", "1988-07-20/..", "4/5/88", "دهه‌ی شصت",
		"between 1985 and 1988", "الجمعة 5 محرم 1409 الموافق 18 أغسطس 1988", "last Friday", "{1960,1961-12}", "5-10/8/1988", "نیمه دوم قرن بیستم", "about the 1900s BC", "between 1 Feb and 1970", "از ۶۱۳۶۷",
	} {
		f.Add(seed, 0, int64(0))
		f.Add(seed, 2, int64(2447406))
	}
	f.Fuzz(func(t *testing.T, text string, c int, reference int64) {
		if c < 0 || c > int(HijriUmalqura) || reference < 0 || reference > 1<<40 {
			return
		}
		all, err := Readings(text, Options{Calendar: Calendar(c), Reference: Day(reference)})
		if err != nil {
			if len(all) != 0 || err.Error() == "" {
				t.Fatalf("%q: %d readings and %q", text, len(all), err)
			}
			return
		}
		for _, r := range all {
			if _, err := ParseEDTF(r.EDTF); err != nil {
				t.Fatalf("%q is read as %q: %v", text, r.EDTF, err)
			}
			if s := r.Span(); s.low() > s.high() {
				t.Fatalf("%q is from %s to %s", text, r.Earliest, r.Latest)
			}
			if r.Original != text || !utf8.ValidString(r.Native) {
				t.Fatalf("%q: original %q, native %q", text, r.Original, r.Native)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for _, text := range []string{"۵ مرداد ۱۳۶۷", "الخامس من محرم ١٤٠٩ هـ", "from 5 August to 10 September 1988", "1988-07-27", "۱۳۶۷/۵/۵", "۵ مرداد"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := Read(text, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
