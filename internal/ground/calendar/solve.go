package calendar

import (
	"fmt"
	"slices"
)

// draft is a reading that is not yet written out as EDTF.
type draft struct {
	Reading
	period Span   // the days, before a Hijri variant widens them
	point  string // the period as one date of EDTF; empty if it is none
	whole  string // EDTF in full, where it is no period
}

// Dates in words lie between these days, of the years -9990 and 9990: those
// around them still have four digits, as EDTF's intervals need.
const (
	firstInWords = Day(-1927712)
	lastInWords  = Day(5370197)
)

// solver asks the calendars what the words of a date can be.
type solver struct {
	Options
	language string // fa, ar, en or empty
}

// solve gives the readings of one date, the preferred first. If the preferred
// calendar has no such day, others are not asked: 30 Esfand of a common year
// must not turn into a day of the year 1366 of another calendar in silence.
func (v solver) solve(s said) ([]draft, error) {
	switch {
	case s.nobody:
		d := nowhere("XXXX-XX-XX")
		d.explain("unknown", "it says that the date is not known")
		return []draft{d}, nil
	case s.lone:
		return nil, unreadable("write the month, or the year in full", "%d alone can be a day, a month or a year", s.day)
	case s.relative:
		return v.relative(s)
	case s.weekday != 0 && s.day == 0 && s.month == 0 && !s.hasYear && s.season == 0:
		return v.weekdayAlone(s)
	case !s.hasYear:
		return v.yearless(s)
	}
	calendars, why, err := v.calendars(s)
	if err != nil {
		return nil, err
	}
	return v.inCalendars(s, calendars, why)
}

// inCalendars tries calendar by calendar; the two Hijri variants count as one.
func (v solver) inCalendars(s said, calendars []Calendar, why Step) ([]draft, error) {
	var all []draft
	var refused error
	for i, c := range calendars {
		d, err := v.dated(s, c)
		if err != nil {
			if refused == nil {
				refused = err
			}
			variantLeft := i+1 < len(calendars) && c.IsHijri() && calendars[i+1].IsHijri()
			if len(all) == 0 && !variantLeft {
				return nil, refused
			}
			continue
		}
		d.Explain = slices.Insert(d.Explain, 0, why)
		if refused != nil && c == HijriCivil && len(all) == 0 {
			d.explain("variant.refused", "the Umm al-Qura calendar has no such date: %s", refused.Error())
		}
		if s.calendar == Unknown && v.Calendar == Unknown && len(calendars) > 1 {
			d.flag(FlagCalendar)
		}
		all = append(all, d)
	}
	return all, nil
}

// dated reads a date that has a year in one calendar.
func (v solver) dated(s said, c Calendar) (draft, error) {
	d := draft{Reading: Reading{Calendar: c, Weekday: s.weekday}}
	if s.beforeEra && (s.century || s.decade || s.hundreds) {
		return d, unreadable("write the first and the last year", "decades and centuries before the era are not read")
	}
	year := v.yearIn(&d, s, c)
	var err error
	switch {
	case s.century:
		err = d.ofCentury(s.year.value, c)
	case s.hundreds:
		err = d.ofHundreds(year, c)
	case s.decade:
		err = d.ofDecade(year, c)
	case s.day != 0:
		err = d.ofDay(Date{year, s.month, s.day}, c)
	case s.month != 0:
		err = d.ofMonths(year, s.month, s.month, c)
	case s.season != 0:
		err = d.ofSeason(year, s.season, c)
	default:
		err = d.ofMonths(year, 1, 12, c)
	}
	if err == nil {
		err = d.narrowed(s, c, year)
	}
	if err == nil && (d.period.low() < firstInWords || d.period.high() > lastInWords) {
		err = unreadable("write EDTF if that year is meant", "the year %d is too far away for a date in words", year)
	}
	if err != nil {
		return d, err
	}
	d.explainOrder(s)
	v.weekdayOf(&d, s)
	v.variant(&d, c)
	if s.zodiac && year <= zodiacLast {
		wide := d.period.Widen(1)
		d.Earliest, d.Latest = wide.Earliest, wide.Latest
		d.flag(FlagVariant)
		d.explain("variant.zodiac", "until %s the months of the zodiac could begin a day earlier or later than those of today, so the bounds are a day wider at each end", itoa(zodiacLast))
	}
	return d, nil
}

func (d *draft) explainOrder(s said) {
	names := map[string]string{"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year",
		"ym": "year and month", "dm": "day, month", "md": "month, day"}
	if s.order != "" {
		d.explain("order."+s.order, "the numbers are %s", names[s.order])
	}
	if s.orderUnsure {
		d.flag(FlagOrder)
	}
}

func (d *draft) ofDay(date Date, c Calendar) error {
	day, err := c.Day(date)
	if err != nil {
		return err
	}
	d.period, d.point, d.Precision = Days(day, day), day.String(), PrecisionDay
	d.Native = fmt.Sprintf("%s-%02d-%02d", isoYear(date.Year), date.Month, date.Day)
	if c != Gregorian {
		d.explain("day", "%s is %s", c.say(date), day.String())
	}
	return nil
}

// ofMonths reads a month or, as its months 1 to 12, a year.
func (d *draft) ofMonths(year, first, last int, c Calendar) error {
	if _, err := c.MonthDays(year, first); err != nil {
		return err
	}
	d.period = Days(c.first(year, first), c.last(year, last))
	d.Precision, d.Native = PrecisionYear, isoYear(year)
	if first == last {
		d.Precision, d.Native = PrecisionMonth, fmt.Sprintf("%s-%02d", isoYear(year), first)
	}
	if c == Gregorian {
		d.point = d.Native
	} else {
		d.explain("period", "%s of the %s is from %s to %s", d.Native, CalendarName(c, "en"),
			d.period.Earliest.String(), d.period.Latest.String())
	}
	return nil
}

// ofSeason reads a season: three whole months of the Solar Hijri calendar, or
// the season of EDTF in the Gregorian one.
func (d *draft) ofSeason(year, season int, c Calendar) error {
	native := fmt.Sprintf("%s-%02d", isoYear(year), season)
	switch c {
	case Solar:
		first := (season-21)*3 + 1
		if err := d.ofMonths(year, first, first+2, c); err != nil {
			return err
		}
		d.explain("season.solar", "a season has three whole months in the Solar Hijri calendar")
	case Gregorian:
		d.period, d.point = seasonSpan(year, season), native
		d.explain("season.gregorian", "a season's bounds are as wide as people use the word in the north")
	default:
		return unreadable("name the month", "the %s has no seasons", CalendarName(c, "en"))
	}
	d.Precision, d.Native = PrecisionSeason, native
	return nil
}

// ofDecade reads the ten years from one that ends with 0.
func (d *draft) ofDecade(year int, c Calendar) error {
	if year%10 != 0 {
		return unreadable("", "a decade begins with a year that ends with 0, and %d does not", year)
	}
	if err := d.ofYears(year, year+9, c); err != nil {
		return err
	}
	d.Precision = PrecisionDecade
	if year >= 0 && year <= 9990 {
		d.Native = isoYear(year)[:3] + "X"
		if c == Gregorian {
			d.point, d.whole = d.Native, ""
		}
	}
	return nil
}

// ofHundreds reads "the 1900s", where it means a hundred years.
func (d *draft) ofHundreds(year int, c Calendar) error {
	if err := d.ofYears(year, year+99, c); err != nil {
		return err
	}
	d.Precision, d.Native = PrecisionCentury, isoYear(year)[:2]+"XX"
	if c == Gregorian {
		d.point, d.whole = d.Native, ""
	}
	return nil
}

// ofCentury reads a century by its number: the 20th is from 1901 to 2000.
func (d *draft) ofCentury(n int, c Calendar) error {
	if n < 1 || n > 30 {
		return unreadable("", "there is no century %d to speak of", n)
	}
	first := (n-1)*100 + 1
	if err := d.ofYears(first, first+99, c); err != nil {
		return err
	}
	d.Precision = PrecisionCentury
	d.explain("century", "century %s is from the year %s to %s", itoa(n), itoa(first), itoa(first+99))
	return nil
}

func (d *draft) ofYears(first, last int, c Calendar) error {
	for _, year := range []int{first, last} {
		if _, err := c.MonthDays(year, 1); err != nil {
			return err
		}
	}
	d.period = Days(c.first(first, 1), c.last(last, 12))
	d.Native = isoYear(first) + "/" + isoYear(last)
	if c == Gregorian {
		d.whole = d.Native
	}
	return nil
}

// variant widens the bounds of a Hijri date by a day, unless the variant was
// given: months began when somebody saw the crescent.
func (v solver) variant(d *draft, c Calendar) {
	d.Earliest, d.Latest = d.period.Earliest, d.period.Latest
	if !c.IsHijri() {
		return
	}
	if v.Calendar == HijriCivil || v.Calendar == HijriUmalqura {
		d.explain("variant.given", "the variant is given, so the days are exact")
		return
	}
	if d.Precision == PrecisionDay && d.Weekday != 0 && !d.Has(FlagWeekday) {
		return // the day of the week settles it
	}
	wide := d.period.Widen(1)
	d.Earliest, d.Latest = wide.Earliest, wide.Latest
	d.flag(FlagVariant)
	d.explain("variant.wide", "months that begin by sight may differ from the rule by a day, so the bounds are a day wider at each end")
}

// weekdayOf compares the day of the week that is said with that of the day. A
// Hijri day may be moved by one to meet it.
func (v solver) weekdayOf(d *draft, s said) {
	day, known := d.period.Earliest.Known()
	if s.weekday == 0 || d.Precision != PrecisionDay || !known {
		return
	}
	name := WeekdayName(s.weekday, "en")
	if day.Weekday() == s.weekday {
		d.explain("weekday.agrees", "that day was a %s, as it says", name)
		return
	}
	if d.Calendar.IsHijri() && v.Calendar != HijriCivil && v.Calendar != HijriUmalqura {
		for _, near := range []Day{day - 1, day + 1} {
			if near.Weekday() == s.weekday {
				d.period, d.point = Days(near, near), near.String()
				d.explain("weekday.settles", "the day by the rule is a %s; a day on is a %s, as it says: %s",
					WeekdayName(day.Weekday(), "en"), name, near.String())
				return
			}
		}
	}
	d.flag(FlagWeekday)
	d.explain("weekday.disagrees", "that day was a %s, and it says %s", WeekdayName(day.Weekday(), "en"), name)
}

// written gives the reading with its EDTF.
func (d draft) written(about, doubt bool) Reading {
	r := d.Reading
	if about {
		r.flag(FlagApproximate)
		r.explain("approximate", "it is said to be approximate")
	}
	if doubt {
		r.flag(FlagUncertain)
		r.explain("uncertain", "it is said to be uncertain")
	}
	r.EDTF = d.edtf(qualifier(r.Has(FlagApproximate) || r.Has(FlagVariant), doubt))
	return r
}

func qualifier(about, doubt bool) string {
	switch {
	case about && doubt:
		return "%"
	case about:
		return "~"
	case doubt:
		return "?"
	}
	return ""
}

// edtf writes the period with a qualifier at each date.
func (d draft) edtf(qualifier string) string {
	switch {
	case d.whole != "":
		return qualified(d.whole, qualifier)
	case d.point != "":
		return d.point + qualifier
	}
	return d.period.Earliest.String() + qualifier + "/" + d.period.Latest.String() + qualifier
}
