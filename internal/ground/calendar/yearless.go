package calendar

import (
	"fmt"
	"strings"
)

// nowhere is a reading of which no day is known, but what can be written.
func nowhere(edtf string) draft {
	d := draft{whole: edtf, period: Always()}
	d.Earliest, d.Latest = d.period.Earliest, d.period.Latest
	return d
}

// yearless reads a month, a day of a month or a season without a year: by the
// reference if there is one, the last that had begun by then before the next.
func (v solver) yearless(s said) ([]draft, error) {
	c := v.yearlessCalendar(s)
	if s.month != 0 && s.day != 0 {
		if most := longestMonth(c, s.month); s.day < 1 || s.day > most {
			return nil, noSuchDay("there is no %d %s: that month has at most %d days", s.day, monthName(c, "en", s.month), most)
		}
	}
	if s.month == 0 && s.season == 0 {
		return nil, unreadable("", "neither a year nor a month nor a season is named")
	}
	if v.Calendar != Unknown && s.calendar != Unknown {
		if _, _, err := v.forced(s); err != nil {
			return nil, err
		}
	}
	if v.Reference != 0 {
		return v.near(s, c)
	}
	d := nowhere(v.everyYear(s, c))
	d.Calendar, d.Weekday = c, s.weekday
	d.flag(FlagNoYear)
	d.explain("year.none", "it has no year, so it can be that day of any")
	switch {
	case s.day != 0:
		d.Precision, d.Native = PrecisionDay, fmt.Sprintf("XXXX-%02d-%02d", s.month, s.day)
	case s.month != 0:
		d.Precision, d.Native = PrecisionMonth, fmt.Sprintf("XXXX-%02d", s.month)
	default:
		d.Precision, d.Native = PrecisionSeason, fmt.Sprintf("XXXX-%02d", s.season)
	}
	if s.part != 0 || s.half != 0 {
		d.flag(FlagApproximate)
	}
	return []draft{d}, nil
}

func (v solver) yearlessCalendar(s said) Calendar {
	switch {
	case v.Calendar != Unknown && v.Calendar != Hijri:
		return v.Calendar
	case s.calendar == Hijri || v.Calendar == Hijri:
		return HijriUmalqura
	case s.calendar != Unknown:
		return s.calendar
	case s.language == "fa":
		return Solar
	}
	return Gregorian
}

func longestMonth(c Calendar, month int) int {
	switch {
	case c.IsHijri():
		return 30
	case c == Solar && month > 6:
		return 30
	case c == Solar:
		return 31
	}
	return gregorianMonth(2000, month)
}

// everyYear writes what can be written of a date without a year: a Gregorian
// one, or the days or months it can be of the Gregorian year.
func (v solver) everyYear(s said, c Calendar) string {
	switch {
	case c.IsHijri():
		return "XXXX-XX-XX"
	case s.season != 0 && c == Gregorian:
		return fmt.Sprintf("XXXX-%02d", s.season)
	case c == Gregorian && s.day == 0:
		return fmt.Sprintf("XXXX-%02d", s.month)
	case c == Gregorian:
		return fmt.Sprintf("XXXX-%02d-%02d", s.month, s.day)
	}
	first, last := s.month, s.month
	if s.season != 0 {
		first, last = (s.season-21)*3+1, (s.season-21)*3+3
	}
	if s.day != 0 {
		return daysOfYears(c, s.month, s.day)
	}
	return monthsOfYears(c, first, last)
}

// usualFirst and usualLast are the Solar years of which the Gregorian days of a
// date without a year are given.
const usualFirst, usualLast = 1278, 1437

// daysOfYears gives the days of the Gregorian year that a day can be.
func daysOfYears(c Calendar, month, day int) string {
	var found [13][32]bool
	for year := usualFirst; year <= usualLast; year++ {
		if day <= c.monthDays(year, month) {
			g := gregorianDate(c.first(year, month) + Day(day-1))
			found[g.Month][g.Day] = true
		}
	}
	var all []string
	for m := range found {
		for d := range found[m] {
			if found[m][d] {
				all = append(all, fmt.Sprintf("XXXX-%02d-%02d", m, d))
			}
		}
	}
	return oneOf(all)
}

// monthsOfYears gives the Gregorian months that some months lie in.
func monthsOfYears(c Calendar, first, last int) string {
	var found [13]bool
	for year := usualFirst; year <= usualLast; year++ {
		for m := first; m <= last; m++ {
			found[gregorianDate(c.first(year, m)).Month] = true
			found[gregorianDate(c.last(year, m)).Month] = true
		}
	}
	var all []string
	for m, is := range found {
		if is {
			all = append(all, fmt.Sprintf("XXXX-%02d", m))
		}
	}
	return oneOf(all)
}

func oneOf(all []string) string {
	if len(all) == 1 {
		return all[0]
	}
	return "[" + strings.Join(all, ",") + "]"
}

// near gives the last such date that had begun by the reference, and the next.
func (v solver) near(s said, c Calendar) ([]draft, error) {
	around, ok := v.Reference.In(c)
	if !ok {
		return nil, noSuchDay("the reference %s is outside of the years for which the %s is known here", v.Reference, CalendarName(c, "en"))
	}
	var before, after *draft
	for year := around.Year - 9; year <= around.Year+9; year++ { // leap days come within eight years
		s.year, s.hasYear = number{value: year, width: 4}, true
		d, err := v.dated(s, c)
		if err != nil {
			continue
		}
		d.flag(FlagNoYear, FlagReference)
		if first, _ := d.period.Earliest.Known(); first <= v.Reference {
			d.explain("reference.before", "it has no year: this is the last before %s, the date of the document", v.Reference.String())
			before = &d
		} else if after == nil {
			d.explain("reference.after", "it has no year: this is the next after %s, the date of the document", v.Reference.String())
			after = &d
		}
	}
	var all []draft
	for _, d := range []*draft{before, after} {
		if d != nil {
			all = append(all, *d)
		}
	}
	if len(all) == 0 {
		return nil, noSuchDay("there is no such day near %s", v.Reference)
	}
	return all, nil
}

// weekdayAlone reads "Friday": by the reference the last one, which may be that
// day itself, and the next.
func (v solver) weekdayAlone(s said) ([]draft, error) {
	name := WeekdayName(s.weekday, "en")
	if v.Reference == 0 {
		d := nowhere("XXXX-XX-XX")
		d.Weekday = s.weekday
		d.explain("weekday.alone", "it is a %s, and nothing says which", name)
		return []draft{d}, nil
	}
	back := Day(((v.Reference.Weekday()-s.weekday)%7 + 7) % 7)
	last, next := v.day(v.Reference-back, s), v.day(v.Reference-back+7, s)
	last.explain("reference.before", "it is the last %s by %s, the date of the document", name, v.Reference.String())
	next.explain("reference.after", "it is the first %s after %s, the date of the document", name, v.Reference.String())
	return []draft{last, next}, nil
}

// day is a reading of one day that was counted from the reference.
func (v solver) day(d Day, s said) draft {
	return v.days(d, d, s, PrecisionDay)
}

func (v solver) days(from, to Day, s said, p Precision) draft {
	d := draft{period: Days(from, to)}
	d.Calendar, d.Weekday, d.Precision = Gregorian, s.weekday, p
	d.Earliest, d.Latest = d.period.Earliest, d.period.Latest
	if from == to {
		d.point = from.String()
	}
	d.Native = d.edtf("")
	d.flag(FlagReference)
	return d
}

// relative reads "yesterday", "last month", "3 days ago", "last Friday".
func (v solver) relative(s said) ([]draft, error) {
	if v.Reference == 0 {
		d := nowhere("XXXX-XX-XX")
		d.Weekday = s.weekday
		d.explain("reference.missing", "it is counted from the date of the document, which is not given")
		return []draft{d}, nil
	}
	from := step("reference", "it is counted from %s, the date of the document", v.Reference.String())
	all, err := v.counted(s)
	for i := range all {
		all[i].Explain = append(all[i].Explain, from)
		all[i].flag(FlagReference)
	}
	return all, err
}

func (v solver) counted(s said) ([]draft, error) {
	switch {
	case s.unit == unitDay:
		return []draft{v.day(v.Reference+Day(s.offset), s)}, nil
	case s.unit == unitWeek && s.weekday != 0:
		return v.weekdayOfWeek(s), nil
	case s.unit == unitWeek:
		begins := 1 // Monday
		if s.language == "fa" || s.language == "ar" {
			begins = 6
		}
		first := v.Reference - Day((v.Reference.Weekday()-begins+7)%7) + Day(7*s.offset)
		return []draft{v.days(first, first+6, s, PrecisionPart)}, nil
	case s.month != 0 || s.season != 0:
		return v.lastOrNext(s)
	}
	c := v.yearlessCalendar(s)
	today, ok := v.Reference.In(c)
	if !ok {
		return nil, noSuchDay("the reference %s is outside of the years for which the %s is known here", v.Reference, CalendarName(c, "en"))
	}
	s.hasYear = true
	if s.unit == unitMonth {
		months := today.Year*12 + today.Month - 1 + s.offset
		s.month = (months%12+12)%12 + 1
		s.year = number{value: floorDiv(months, 12), width: 4}
	} else {
		s.year = number{value: today.Year + s.offset, width: 4}
	}
	d, err := v.dated(s, c)
	return []draft{d}, err
}

// weekdayOfWeek: the last Friday is before the reference, the next behind it.
func (v solver) weekdayOfWeek(s said) []draft {
	back := Day((v.Reference.Weekday() - s.weekday + 7) % 7)
	switch {
	case s.offset < 0:
		if back == 0 {
			back = 7
		}
		return []draft{v.day(v.Reference-back+Day(7*(s.offset+1)), s)}
	case s.offset > 0:
		return []draft{v.day(v.Reference-back+Day(7*s.offset), s)}
	}
	return []draft{v.day(v.Reference-back, s), v.day(v.Reference-back+7, s)}
}

// lastOrNext keeps of a month or season near the reference the one before or
// behind it.
func (v solver) lastOrNext(s said) ([]draft, error) {
	all, err := v.near(s, v.yearlessCalendar(s))
	if err != nil || len(all) < 2 || s.offset == 0 {
		return all, err
	}
	if s.offset < 0 {
		return all[:1], nil
	}
	return all[1:], nil
}
