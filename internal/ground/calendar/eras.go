package calendar

// Years of the calendars that people alive or their parents wrote.
const (
	minHijriYear = 1200
	maxHijriYear = 1450
	// The imperial calendar of Iran, of 1355 to 1357, counted from Cyrus: the
	// Solar Hijri year and 1180.
	imperialFirst, imperialLast, imperialAhead = 2500, 2560, 1180
	// lastSolar is the last year that is taken to be a solar one when nothing is
	// known of the document: 2028. Later numbers were lunar years from 1988 on.
	lastSolar = 1407
	// pivotDay is where two-digit years are near to, without a reference:
	// 1 January 2020.
	pivotDay = Day(2458850)
)

// calendars gives those in which a date with a year can be, the preferred
// first, and why.
func (v solver) calendars(s said) ([]Calendar, Step, error) {
	if v.Calendar != Unknown {
		return v.forced(s)
	}
	switch {
	case s.calendar == Hijri:
		return v.hijri(), step("calendar.named", "it names the %s", CalendarName(Hijri, "en")), nil
	case s.calendar != Unknown && s.monthName != "":
		return []Calendar{s.calendar}, step("calendar.month", "%s is a month of the %s", s.monthName, CalendarName(s.calendar, "en")), nil
	case s.calendar != Unknown:
		return []Calendar{s.calendar}, step("calendar.named", "it names the %s", CalendarName(s.calendar, "en")), nil
	case s.anyHijri && s.language == "fa":
		return withHijri(Solar, v.hijri()), step("calendar.any-hijri", "it says Hijri without saying solar or lunar"), nil
	case s.anyHijri:
		return append(v.hijri(), Solar), step("calendar.any-hijri", "it says Hijri without saying solar or lunar"), nil
	}
	list, why := v.byYear(s)
	if s.season != 0 {
		list = withoutHijri(list)
	}
	return list, why, nil
}

func withHijri(first Calendar, hijri []Calendar) []Calendar {
	return append([]Calendar{first}, hijri...)
}

// hijri gives the variants, the preferred first.
func (v solver) hijri() []Calendar { return []Calendar{HijriUmalqura, HijriCivil} }

func withoutHijri(list []Calendar) []Calendar {
	var kept []Calendar
	for _, c := range list {
		if !c.IsHijri() {
			kept = append(kept, c)
		}
	}
	return kept
}

// forced takes the calendar that is given, if the words agree.
func (v solver) forced(s said) ([]Calendar, Step, error) {
	clash := s.calendar != Unknown && s.calendar != v.Calendar && (!s.calendar.IsHijri() || !v.Calendar.IsHijri()) ||
		s.anyHijri && v.Calendar == Gregorian
	if clash {
		return nil, Step{}, unreadable("leave the calendar out, or give the one that is meant",
			"the words are of the %s, and the calendar is given as the %s",
			CalendarName(max(s.calendar, Solar), "en"), CalendarName(v.Calendar, "en"))
	}
	why := step("calendar.given", "the calendar is given: %s", CalendarName(v.Calendar, "en"))
	if v.Calendar == Hijri {
		return v.hijri(), why, nil
	}
	return []Calendar{v.Calendar}, why, nil
}

// byYear goes by the number of the year and the language.
func (v solver) byYear(s said) ([]Calendar, Step) {
	n := s.year.value
	switch {
	case s.century && n >= 16:
		return []Calendar{Gregorian}, step("calendar.century", "century %s is of the %s", itoa(n), CalendarName(Gregorian, "en"))
	case s.century && n >= 13 && s.language == "fa":
		return []Calendar{Solar, HijriUmalqura, HijriCivil, Gregorian}, byLanguage(s, Solar)
	case s.century && n >= 13 && s.language == "ar":
		return []Calendar{HijriUmalqura, HijriCivil, Gregorian}, byLanguage(s, Hijri)
	case s.century:
		return []Calendar{Gregorian}, byLanguage(s, Gregorian)
	case s.language == "fa" && n >= imperialFirst && n <= imperialLast:
		return []Calendar{Solar}, step("calendar.imperial", "%s is a year of Iran's imperial calendar, which was %s ahead of the Solar Hijri one", itoa(n), itoa(imperialAhead))
	case s.year.abbreviated(s.language) && s.language == "fa":
		return []Calendar{Solar, Gregorian}, byLanguage(s, Solar)
	case s.year.abbreviated(s.language):
		return []Calendar{Gregorian, Solar}, byLanguage(s, Gregorian)
	case n >= minHijriYear && n <= maxHijriYear && s.language != "ar" && !s.decade && v.ahead(n):
		return append(v.hijri(), Solar, Gregorian), step("calendar.ahead", "the Solar Hijri year %s lies ahead, so it is taken to be of the %s", itoa(n), CalendarName(Hijri, "en"))
	case n >= minHijriYear && n <= maxHijriYear && s.language == "ar":
		return append(v.hijri(), Solar, Gregorian), byLanguage(s, Hijri)
	case n >= minHijriYear && n <= maxHijriYear:
		return append(withHijri(Solar, v.hijri()), Gregorian), byLanguage(s, Solar)
	}
	return []Calendar{Gregorian}, step("calendar.year", "%s can only be a year of the %s", itoa(n), CalendarName(Gregorian, "en"))
}

// ahead reports whether a Solar Hijri year begins after the reference; without
// one, after lastSolar.
func (v solver) ahead(year int) bool {
	if v.Reference != 0 {
		return solarDay(year, 1) > v.Reference
	}
	return year > lastSolar
}

func byLanguage(s said, c Calendar) Step {
	language := map[string]string{"fa": "Persian", "ar": "Arabic", "en": "English"}[s.language]
	if language == "" {
		language = "a text of no certain language"
	}
	return step("calendar.by-language", "no calendar is named, and %s can be a year of several; in %s it is taken to be of the %s",
		itoa(s.year.value), language, CalendarName(c, "en"))
}

// abbreviated reports whether the hundreds, or in Persian the thousands, are
// left out.
func (n number) abbreviated(language string) bool {
	return n.value < 100 && n.width <= 2 || language == "fa" && n.width == 3 && n.value >= 200
}

// yearIn gives the whole year in c of what is written.
func (v solver) yearIn(d *draft, s said, c Calendar) int {
	n := s.year.value
	if c == Solar && n >= imperialFirst && n <= imperialLast {
		d.explain("year.imperial", "%s of the imperial calendar is %s", itoa(n), itoa(n-imperialAhead))
		return n - imperialAhead
	}
	if s.beforeEra {
		d.explain("year.before-era", "%s before the era is the year %s of EDTF, which has a year 0", itoa(n), isoYear(1-n))
		return 1 - n
	}
	if s.century || !s.year.abbreviated(s.language) {
		return n
	}
	d.flag(FlagTwoDigits)
	if s.year.width == 3 {
		if c == Gregorian {
			return n
		}
		d.explain("year.three-digits", "%s is taken as %s", itoa(n), itoa(1000+n))
		return 1000 + n
	}
	near := pivotDay
	if v.Reference != 0 {
		near = v.Reference
	}
	pivot, known := near.In(c)
	if !known {
		pivot.Year = 1441
	}
	// The last year with these digits that is less than 20 years ahead.
	year := (pivot.Year+19)/100*100 + n
	if year > pivot.Year+19 {
		year -= 100
	}
	d.explain("year.two-digits", "%s is taken as %s, the one near %s", itoa(n), itoa(year), near.String())
	return year
}
