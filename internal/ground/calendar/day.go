package calendar

import (
	"errors"
	"fmt"

	"sanad/internal/ground/fail"
)

// Day is one day, by its Julian Day Number (the number of the Julian day that
// begins at its noon): 2440588 is 1 January 1970 of the Gregorian calendar.
type Day int64

// Date is a day as a calendar names it. Months and days begin with 1; the year
// before 1 is 0 (ISO 8601, astronomical counting).
type Date struct{ Year, Month, Day int }

// Calendar is a calendar, or Unknown.
type Calendar int

// The calendars.
const (
	Unknown       Calendar = iota
	Gregorian              // proleptic, as in ISO 8601
	Solar                  // Solar Hijri, of Iran and Afghanistan
	Hijri                  // lunar, without saying which variant
	HijriCivil             // lunar, by the tabular rule with the civil epoch
	HijriUmalqura          // lunar, by the Umm al-Qura tables
)

// Calendars gives all calendars whose rule is known, in a fixed order.
func Calendars() []Calendar { return []Calendar{Gregorian, Solar, HijriUmalqura, HijriCivil} }

// String gives the calendar's name in commands and JSON, such as
// hijri-umalqura; it is empty for Unknown.
func (c Calendar) String() string {
	switch c {
	case Gregorian:
		return "gregorian"
	case Solar:
		return "solar"
	case Hijri:
		return "hijri"
	case HijriCivil:
		return "hijri-civil"
	case HijriUmalqura:
		return "hijri-umalqura"
	}
	return ""
}

// ParseCalendar is the inverse of String.
func ParseCalendar(name string) (Calendar, error) {
	for c := Unknown; c <= HijriUmalqura; c++ {
		if c.String() == name {
			return c, nil
		}
	}
	return Unknown, fail.New(fail.Usage, "there is no calendar %q", name).
		Do("write gregorian, solar, hijri, hijri-civil or hijri-umalqura")
}

// IsHijri tells the lunar calendars.
func (c Calendar) IsHijri() bool { return c == Hijri || c == HijriCivil || c == HijriUmalqura }

// exact gives the calendar by whose rule dates of c are worked out: Hijri
// without a variant goes by the tabular rule.
func (c Calendar) exact() Calendar {
	if c == Hijri {
		return HijriCivil
	}
	return c
}

// What readings fail of; see errors.Is.
var (
	// ErrNoSuchDay: the words are understood, and no calendar has such a day.
	ErrNoSuchDay = errors.New("no such day")
	// ErrUnreadable: the words are not understood.
	ErrUnreadable = errors.New("unreadable date")
)

func noSuchDay(format string, args ...any) error {
	return &fail.Error{Kind: fail.Usage, Text: fmt.Sprintf(format, args...), Err: ErrNoSuchDay}
}

func unreadable(hint, format string, args ...any) error {
	return &fail.Error{Kind: fail.Usage, Text: fmt.Sprintf(format, args...), Hint: hint, Err: ErrUnreadable}
}

// Day gives the day of a date of c. It fails with ErrNoSuchDay, and says why,
// if c has no such day or its rule is not known for the year (see Years).
func (c Calendar) Day(d Date) (Day, error) {
	days, err := c.MonthDays(d.Year, d.Month)
	if err != nil {
		return 0, err
	}
	if d.Day < 1 || d.Day > days {
		return 0, c.noDay(d, days)
	}
	return c.first(d.Year, d.Month) + Day(d.Day-1), nil
}

func (c Calendar) noDay(d Date, days int) error {
	return noSuchDay("there is no %s: %s of that year has %d days",
		c.say(d), monthName(c, "en", d.Month), days)
}

// say writes a date for an error; the day may not exist.
func (c Calendar) say(d Date) string {
	return fmt.Sprintf("%d %s %d (%s)", d.Day, monthName(c, "en", d.Month), d.Year, CalendarName(c, "en"))
}

// MonthDays gives how many days a month of c has. It fails with ErrNoSuchDay
// if there is no such month or the rule of c is not known for the year.
func (c Calendar) MonthDays(year, month int) (int, error) {
	from, to := c.Years()
	if year < from || year > to {
		return 0, noSuchDay("the year %d is outside of the years for which the %s is known here, %d to %d",
			year, CalendarName(c, "en"), from, to)
	}
	if month < 1 || month > 12 {
		return 0, noSuchDay("there is no month %d", month)
	}
	return c.monthDays(year, month), nil
}

// Years gives the first and the last year for which the rule of c is known.
func (c Calendar) Years() (from, to int) {
	switch c.exact() {
	case Gregorian:
		return -maxYear, maxYear
	case Solar:
		return solarFirst, solarLast
	case HijriCivil:
		return civilFirst, civilLast
	case HijriUmalqura:
		return umalquraFirst, umalquraLast
	}
	return 0, -1
}

// monthDays and first take a year and a month that exist.
func (c Calendar) monthDays(year, month int) int {
	switch c.exact() {
	case Gregorian:
		return gregorianMonth(year, month)
	case Solar:
		return solarMonth(year, month)
	case HijriUmalqura:
		return umalquraMonth(year, month)
	}
	return civilMonth(year, month)
}

// first gives the first day of a month.
func (c Calendar) first(year, month int) Day {
	switch c.exact() {
	case Gregorian:
		return gregorianDay(year, month, 1)
	case Solar:
		return solarDay(year, month)
	case HijriUmalqura:
		return umalquraDay(year, month)
	}
	return civilDay(year, month)
}

// last gives the last day of a month.
func (c Calendar) last(year, month int) Day {
	return c.first(year, month) + Day(c.monthDays(year, month)-1)
}

// In gives the date of the day in c; false if the rule of c is not known for
// that day.
func (d Day) In(c Calendar) (Date, bool) {
	switch c.exact() {
	case Gregorian:
		return gregorianDate(d), d >= gregorianMin && d <= gregorianMax
	case Solar:
		return solarDate(d)
	case HijriCivil:
		return civilDate(d)
	case HijriUmalqura:
		return umalquraDate(d)
	}
	return Date{}, false
}

// Weekday gives the day of the week, 1 for Monday to 7 for Sunday (ISO 8601).
func (d Day) Weekday() int { return int(((d%7)+7)%7) + 1 }

// String gives the day in the Gregorian calendar as ISO 8601 and EDTF write
// it, such as 1988-07-27 or -0099-01-01.
func (d Day) String() string {
	g := gregorianDate(d)
	return isoYear(g.Year) + fmt.Sprintf("-%02d-%02d", g.Month, g.Day)
}

// isoYear writes a year as EDTF does: four digits, or Y and more.
func isoYear(year int) string {
	switch {
	case year > 9999 || year < -9999:
		return fmt.Sprintf("Y%d", year)
	case year < 0:
		return fmt.Sprintf("-%04d", -year)
	}
	return fmt.Sprintf("%04d", year)
}
