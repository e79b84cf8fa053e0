package calendar

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// spelled has a text and what its preferred reading is in EDTF and in its own
// calendar.
type spelled struct {
	text, edtf string
	calendar   Calendar
	native     string
}

func wantReadings(t *testing.T, opt Options, rows []spelled) {
	t.Helper()
	for _, c := range rows {
		r, err := Read(c.text, opt)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if r.EDTF != c.edtf || r.Calendar != c.calendar || r.Native != c.native {
			t.Errorf("%s is %s, %s %s; want %s, %s %s", c.text, r.EDTF, r.Calendar, r.Native, c.edtf, c.calendar, c.native)
		}
		if len(r.Explain) == 0 {
			t.Errorf("%s: nothing explains the reading", c.text)
		}
	}
}

func TestSolarDatesAreReadHoweverTheyAreTyped(t *testing.T) {
	wantReadings(t, Options{}, []spelled{
		{"۵ مرداد ۱۳۶۷", "1988-07-27", Solar, "1367-05-05"},
		{"5 مرداد 1367", "1988-07-27", Solar, "1367-05-05"},
		{"٥ مرداد ١٣٦٧", "1988-07-27", Solar, "1367-05-05"},
		{"۵ امرداد ماه سال ۱۳۶۷", "1988-07-27", Solar, "1367-05-05"},
		{"پنجم مردادماه ۱۳۶۷", "1988-07-27", Solar, "1367-05-05"},
		{"۵/۵/۱۳۶۷", "1988-07-27", Solar, "1367-05-05"},
		{"۱۳۶۷/۰۵/۰۵", "1988-07-27", Solar, "1367-05-05"},
		{"۱۳۶۷-۵-۵", "1988-07-27", Solar, "1367-05-05"},
		{"۶۷.۵.۵", "1988-07-27", Solar, "1367-05-05"},
		{"۳۶۷/۵/۵", "1988-07-27", Solar, "1367-05-05"},
		{"۵/مرداد/۶۷", "1988-07-27", Solar, "1367-05-05"},
		{"1367-05-05", "1988-07-27", Solar, "1367-05-05"},
		{"5 Mordad 1367", "1988-07-27", Solar, "1367-05-05"},
		{"چهارشنبه، ۵ مرداد ۱۳۶۷ ه.ش.", "1988-07-27", Solar, "1367-05-05"},
		{"مورخ ۵ مرداد ۱۳۶۷ ساعت ۱۰:۳۰", "1988-07-27", Solar, "1367-05-05"},
		{"پنجم مرداد یکهزار و سیصد و شصت و هفت", "1988-07-27", Solar, "1367-05-05"},
		{"۵ مرداد ۲۵۴۷", "1988-07-27", Solar, "1367-05-05"},
		{"سی و یکم تير ۱۳۶۷", "1988-07-22", Solar, "1367-04-31"},
		{"اردی‌بهشت ۱۳۶۷", "1988-04-21/1988-05-21", Solar, "1367-02"},
		{"مُرداد ۱۳۶۷", "1988-07-23/1988-08-22", Solar, "1367-05"},
		{"۱۳۶۷/۵", "1988-07-23/1988-08-22", Solar, "1367-05"},
		{"مرداد ۶۷", "1988-07-23/1988-08-22", Solar, "1367-05"},
		{"تابستان ۱۳۶۷", "1988-06-22/1988-09-22", Solar, "1367-22"},
		{"زمستان ۱۳۶۶", "1987-12-22/1988-03-20", Solar, "1366-24"},
		{"۱۳۶۷", "1988-03-21/1989-03-20", Solar, "1367"},
		{"سال ۶۷", "1988-03-21/1989-03-20", Solar, "1367"},
		{"۱۳۶۷ خورشیدی", "1988-03-21/1989-03-20", Solar, "1367"},
		{"دههٔ ۶۰", "1981-03-21/1991-03-20", Solar, "136X"},
		{"دهه‌ی شصت", "1981-03-21/1991-03-20", Solar, "136X"},
		{"قرن چهاردهم هجری شمسی", "1922-03-22/2022-03-20", Solar, "1301/1400"},
		{"۲۱ حمل ۱۳۵۷", "1978-04-10", Solar, "1357-01-21"},
		{"۷ حمل ۱۳۰۰", "1921-03-27~", Solar, "1300-01-07"},
		{"1367\u200f/5\u200f/5", "1988-07-27", Solar, "1367-05-05"},
		{"۷ ثور ۱۳۵۷", "1978-04-27", Solar, "1357-02-07"},
	})
}

func TestGregorianDatesAreReadInThreeLanguages(t *testing.T) {
	wantReadings(t, Options{}, []spelled{
		{"27 July 1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"July 27th, 1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"the 27th of July 1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"twenty-seventh July 1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"1988 July 27", "1988-07-27", Gregorian, "1988-07-27"},
		{"27-Jul-1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"Wed 27 Jul. 1988 10:30", "1988-07-27", Gregorian, "1988-07-27"},
		{"27.07.1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"7/27/1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"1988-07-27", "1988-07-27", Gregorian, "1988-07-27"},
		{"27/7/88", "1988-07-27", Gregorian, "1988-07-27"},
		{"Aug-88", "1988-08", Gregorian, "1988-08"},
		{"۲۷ ژوئیه ۱۹۸۸", "1988-07-27", Gregorian, "1988-07-27"},
		{"۲۷ جولای ۱۹۸۸ میلادی", "1988-07-27", Gregorian, "1988-07-27"},
		{"٢٧ يوليو ١٩٨٨م", "1988-07-27", Gregorian, "1988-07-27"},
		{"في ٢٧ تموز/يوليو ١٩٨٨", "1988-07-27", Gregorian, "1988-07-27"},
		{"السابع والعشرون من تموز 1988", "1988-07-27", Gregorian, "1988-07-27"},
		{"12 كانون الثاني 1988", "1988-01-12", Gregorian, "1988-01-12"},
		{"20 تموز / يوليو 1988", "1988-07-20", Gregorian, "1988-07-20"},
		{"أيلول 1988", "1988-09", Gregorian, "1988-09"},
		{"summer 1988", "1988-22", Gregorian, "1988-22"},
		{"صيف 1988", "1988-22", Gregorian, "1988-22"},
		{"1980s", "198X", Gregorian, "198X"},
		{"the eighties", "198X", Gregorian, "198X"},
		{"ثمانينات القرن العشرين", "198X", Gregorian, "198X"},
		{"1900s", "19XX", Gregorian, "19XX"},
		{"20th century", "1901/2000", Gregorian, "1901/2000"},
		{"القرن العشرين", "1901/2000", Gregorian, "1901/2000"},
		{"first half of 1988", "1988-40", Gregorian, "1988-40"},
		{"500 BC", "-0499", Gregorian, "-0499"},
		{"1988?", "1988?", Gregorian, "1988?"},
		{"[1667,1668,1670..1672]", "[1667,1668,1670..1672]", Gregorian, "[1667,1668,1670..1672]"},
	})
}

func TestHijriDatesAreReadWithTheirVariant(t *testing.T) {
	wantReadings(t, Options{}, []spelled{
		{"10 محرم 1409", "1988-08-23~", HijriUmalqura, "1409-01-10"},
		{"الأول من محرم الحرام ١٤٠٩هـ", "1988-08-14~", HijriUmalqura, "1409-01-01"},
		{"۱۵ شعبان ۱۴۰۸ ه.ق", "1988-04-02~", HijriUmalqura, "1408-08-15"},
		{"3 Zi-Hajjeh 1408", "1988-07-17~", HijriUmalqura, "1408-12-03"},
		{"Dhu'l-Hijja 1408", "1988-07-15~/1988-08-13~", HijriUmalqura, "1408-12"},
		{"10 محرم 1250", "1834-05-19~", HijriCivil, "1250-01-10"},
		{"١٤٠٩", "1988-08-14~/1989-08-02~", HijriUmalqura, "1409"},
		{"۱۴۰۹ هجری قمری", "1988-08-14~/1989-08-02~", HijriUmalqura, "1409"},
	})
	all, err := Readings("15 شعبان ١٤٠٨", Options{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%d readings (%v), want one for each variant", len(all), err)
	}
	for i, want := range []string{"hijri-umalqura 1988-04-01 1988-04-03", "hijri-civil 1988-04-02 1988-04-04"} {
		if got := all[i].Calendar.String() + " " + all[i].Earliest.String() + " " + all[i].Latest.String(); got != want || !all[i].Has(FlagVariant) {
			t.Errorf("reading %d is %s with %v, want %s and a day wider", i, got, all[i].Flags, want)
		}
	}
}

func TestAVariantThatIsGivenIsExact(t *testing.T) {
	for calendar, want := range map[Calendar]string{HijriUmalqura: "1988-04-02", HijriCivil: "1988-04-03"} {
		r, err := Read("15 شعبان ١٤٠٨", Options{Calendar: calendar})
		if err != nil || r.EDTF != want || r.Earliest != r.Latest || r.Has(FlagVariant) {
			t.Errorf("by %s it is %s, %v (%v), want %s alone", calendar, r.EDTF, r.Flags, err, want)
		}
	}
}

func TestTheDayOfTheWeekSettlesAHijriDay(t *testing.T) {
	r, err := Read("Wednesday 10 Muharram 1409", Options{})
	if err != nil || r.EDTF != "1988-08-24" || r.Earliest.String() != "1988-08-24" {
		t.Errorf("it is %s from %s (%v), want the Wednesday beside the rule's Tuesday", r.EDTF, r.Earliest, err)
	}
	r, err = Read("Friday 10 Muharram 1409", Options{})
	if err != nil || !r.Has(FlagWeekday) || !r.Has(FlagVariant) {
		t.Errorf("%v (%v), want that no day near is a Friday", r.Flags, err)
	}
}

func TestABareHijriYearIsOfSeveralCalendars(t *testing.T) {
	for _, c := range []struct{ text, language, first string }{
		{"1367", "", "solar"}, {"1367", "fa", "solar"}, {"1367", "ar", "hijri-umalqura"}, {"۱۳۶۷", "", "solar"}, {"١٣٦٧", "", "hijri-umalqura"},
		{"1409", "en", "hijri-umalqura"}, {"۱۴۰۳", "", "solar"},
	} {
		all, err := Readings(c.text, Options{Language: c.language})
		if err != nil {
			t.Fatal(err)
		}
		var calendars []string
		for _, r := range all {
			calendars = append(calendars, r.Calendar.String())
		}
		if calendars[0] != c.first || !slices.Contains(calendars, "solar") || !slices.Contains(calendars, "hijri-civil") {
			t.Errorf("%s in %q is of %v, want %s first", c.text, c.language, calendars, c.first)
		}
		if !all[0].Has(FlagCalendar) || !all[0].Has(FlagEitherOr) {
			t.Errorf("%s: flags %v do not say that the calendar is assumed", c.text, all[0].Flags)
		}
	}
}

func TestDayAndMonthCanChangePlaces(t *testing.T) {
	all, err := Readings("4/5/1988", Options{})
	if err != nil || len(all) != 2 || all[0].EDTF != "1988-05-04" || all[1].EDTF != "1988-04-05" || !all[0].Has(FlagOrder) {
		t.Errorf("%v (%v), want 4 May, and 5 April behind it", all, err)
	}
	all, err = Readings("Tuesday 4/5/1988", Options{})
	if err != nil || all[0].EDTF != "1988-04-05" || all[0].Has(FlagWeekday) {
		t.Errorf("%v (%v), want 5 April first, which was a Tuesday", all, err)
	}
	if all, err = Readings("۴/۵/۱۳۶۷", Options{}); err != nil || all[0].Native != "1367-05-04" || all[0].Has(FlagEitherOr) && all[1].Calendar == Solar {
		t.Errorf("%v (%v), want day and month alone: nobody writes Solar months first", all, err)
	}
}

func TestTwoDigitYearsAreNearTheDocument(t *testing.T) {
	nineties, _ := ParseEDTF("1995-01-01")
	from, _ := nineties.Bounds()
	for _, c := range []struct {
		text string
		ref  Day
		edtf string
	}{
		{"5 May '14", from.Day, "2014-05-05"}, {"5 May '15", from.Day, "1915-05-05"}, {"5 May '40", 0, "1940-05-05"},
		{"۵ مرداد ۰۲", 0, "2023-07-27"}, {"۵ مرداد ۰۲", from.Day, "1923-07-28"}, {"۲۸ مرداد ۳۲", 0, "1953-08-19"},
	} {
		r, err := Read(c.text, Options{Reference: c.ref})
		if err != nil || r.EDTF != c.edtf || !r.Has(FlagTwoDigits) {
			t.Errorf("%s is %s with %v (%v), want %s", c.text, r.EDTF, r.Flags, err, c.edtf)
		}
	}
}

func TestDatesThatDoNotExistAreRefused(t *testing.T) {
	for text, why := range map[string]string{
		"۳۱ اسفند ۱۳۶۷": "29 days", "۳۰ اسفند ۱۳۶۷": "29 days", "۱۳۶۷/۱۲/۳۰": "29 days", "۳۱ مهر ۱۳۶۷": "30 days", "۳۱ مهر": "30 days",
		"30 Feb 1988": "29 days", "29 February 1987": "28 days", "31 June": "30 days", "1988-06-31": "30 days", "31 محرم 1409": "days",
		"1367/13/1": "no month 13", "5/1988/5": "stands between", "99 مرداد 1367": "both", "0/5/1988": "no day 0", "13/1367": "no month 13",
	} {
		r, err := Read(text, Options{})
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s is %s (%v), want it refused for %q", text, r.EDTF, err, why)
		}
	}
	if _, err := Read("30 Esfand 1367", Options{}); !errors.Is(err, ErrNoSuchDay) {
		t.Errorf("%v, want an error that can be told from an unreadable text", err)
	}
	if r, err := Read("۳۰ اسفند ۱۳۶۶", Options{}); err != nil || r.EDTF != "1988-03-20" {
		t.Errorf("30 Esfand of a leap year is %s (%v)", r.EDTF, err)
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, text := range []string{"", "   ", "hello", "12", "۵", "1988 1989", "July August", "5 Mordad 1367 AD", "tomorrow morning", "before unknown", "1988-07-20 /",
		"1 2 3 4", "20/12-12", "1863- 03-29", "-0000", "1000/-2000", "\xff", "1367 AH SH", "week of 5 August", "from to", "and", "late winter 1988", "1988 to 1987", strings.Repeat("1", MaxText+1)} {
		if r, err := Read(text, Options{}); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%q is %s (%v), want it unreadable", text, r.EDTF, err)
		}
	}
}

func TestAGivenCalendarIsTakenOrTheWordsSayOtherwise(t *testing.T) {
	for _, c := range []struct {
		text     string
		calendar Calendar
		edtf     string
	}{
		{"1367", Solar, "1988-03-21/1989-03-20"}, {"1367", Gregorian, "1367"}, {"1367-05-05", Gregorian, "1367-05-05"},
		{"1409-01-10", HijriUmalqura, "1988-08-23"}, {"۵/۵", Gregorian, "XXXX-05-05"}, {"67/5/5", Solar, "1988-07-27"},
	} {
		all, err := Readings(c.text, Options{Calendar: c.calendar})
		if err != nil || all[0].EDTF != c.edtf || all[0].Has(FlagCalendar) {
			t.Errorf("%s by %s is %v (%v), want %s", c.text, c.calendar, all, err, c.edtf)
		}
	}
	if _, err := Read("۵ مرداد ۱۳۶۷", Options{Calendar: Gregorian}); err == nil || !strings.Contains(err.Error(), "the words are of the Solar Hijri calendar") {
		t.Errorf("%v, want that the words are of another calendar", err)
	}
	if _, err := Read("10 Muharram", Options{Calendar: Solar}); err == nil {
		t.Error("Muharram is read as a month of the Solar calendar")
	}
}
