package calendar

import (
	"fmt"
	"strings"
)

// narrowed takes the half or the part of a period that is said: "the first half
// of 1988", "early August". Thirds stand for early, middle and late, and are
// approximate.
func (d *draft) narrowed(s said, c Calendar, year int) error {
	if s.half != 0 {
		return d.halved(s, c, year)
	}
	if s.part == 0 {
		return nil
	}
	name := [...]string{"", "the first", "the second", "the last"}[s.part]
	switch d.Precision {
	case PrecisionMonth:
		days := c.monthDays(year, s.month)
		from := [...]int{0, 1, 11, 21}[s.part]
		to := [...]int{0, 10, 20, days}[s.part]
		first := c.first(year, s.month)
		d.cut(Days(first+Day(from-1), first+Day(to-1)), PrecisionPart)
	case PrecisionYear:
		d.cutMonths(c, year, 4*s.part-3, 4*s.part)
	case PrecisionSeason:
		if err := d.cutSeason(s, c, year); err != nil {
			return err
		}
	case PrecisionDecade:
		first := year + [...]int{0, 0, 4, 7}[s.part]
		d.cutYears(c, first, year+[...]int{0, 3, 6, 9}[s.part])
	case PrecisionCentury:
		first := (s.year.value-1)*100 + 33*s.part - 32
		last := first + 32 + s.part/3
		d.cutYears(c, first, last)
	default:
		return unreadable("", "a day has no early and late part that can be written")
	}
	d.flag(FlagApproximate)
	d.explain("part", "that part is taken as %s third of it, and approximate", name)
	return nil
}

// cutSeason takes a month of a season. The last part of a Gregorian one goes on
// to where the season's bounds end.
func (d *draft) cutSeason(s said, c Calendar, year int) error {
	switch {
	case c == Solar:
		month := (s.season-21)*3 + s.part
		d.cutMonths(c, year, month, month)
	case s.season == 24:
		return unreadable("name the months", "a part of winter can be of the beginning of the year or of its end")
	case s.part == partLate:
		last := d.period.Latest.Day
		d.cut(Days(c.first(year, 3*(s.season-20)+2), last), PrecisionPart)
	default:
		month := 3*(s.season-20) + s.part - 1
		d.cutMonths(c, year, month, month)
	}
	return nil
}

// halved takes a half of a year or a month.
func (d *draft) halved(s said, c Calendar, year int) error {
	switch d.Precision {
	case PrecisionYear:
		d.cutMonths(c, year, 6*s.half-5, 6*s.half)
		d.Precision = PrecisionHalf
		d.Native = fmt.Sprintf("%s-%d", isoYear(year), 39+s.half)
		if c == Gregorian {
			d.point, d.whole = d.Native, ""
		}
	case PrecisionMonth:
		first := c.first(year, s.month)
		if s.half == 1 {
			d.cut(Days(first, first+14), PrecisionPart)
		} else {
			d.cut(Days(first+15, c.last(year, s.month)), PrecisionPart)
		}
	case PrecisionDecade:
		d.cutYears(c, year+5*s.half-5, year+5*s.half-1)
	case PrecisionCentury:
		first := (s.year.value-1)*100 + 50*s.half - 49
		d.cutYears(c, first, first+49)
	default:
		return unreadable("", "only years, months, decades and centuries are halved")
	}
	d.explain("half", "that half of it is from %s to %s", d.period.Earliest.String(), d.period.Latest.String())
	return nil
}

// cut makes the period a part of itself, which is no single date of EDTF.
func (d *draft) cut(period Span, p Precision) {
	d.period, d.point, d.whole, d.Native, d.Precision = period, "", "", "", p
}

func (d *draft) cutMonths(c Calendar, year, first, last int) {
	d.cut(Days(c.first(year, first), c.last(year, last)), PrecisionPart)
	d.Native = fmt.Sprintf("%s-%02d/%s-%02d", isoYear(year), first, isoYear(year), last)
	if first == last {
		d.Native = fmt.Sprintf("%s-%02d", isoYear(year), first)
	}
	if c == Gregorian {
		d.whole = d.Native
	}
}

func (d *draft) cutYears(c Calendar, first, last int) {
	d.cut(Days(c.first(first, 1), c.last(last, 12)), PrecisionPart)
	d.Native = isoYear(first) + "/" + isoYear(last)
	if c == Gregorian {
		d.whole = d.Native
	}
}

// qualified puts a qualifier behind each date of an interval or a set.
func qualified(edtf, qualifier string) string {
	if qualifier == "" {
		return edtf
	}
	var b strings.Builder
	for i := range len(edtf) {
		dateEnds := i > 0 && strings.IndexByte("/,.]", edtf[i]) >= 0 && isDateByte(edtf[i-1])
		if dateEnds {
			b.WriteString(qualifier)
		}
		b.WriteByte(edtf[i])
	}
	if isDateByte(edtf[len(edtf)-1]) {
		b.WriteString(qualifier)
	}
	return b.String()
}

func isDateByte(c byte) bool { return c == 'X' || c >= '0' && c <= '9' }
