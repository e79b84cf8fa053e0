package fiction

import (
	"fmt"
	"strings"
	"time"
)

// Day is a date, counted in days from 1 Mehr 1361 of the Solar Hijri
// calendar, which is 23 September 1982: 0 to 89 is the autumn of the story.
type Day int

// Date is one day in one calendar.
type Date struct{ Year, Month, Dom int }

// Gregorian gives the day in the Gregorian calendar.
func (d Day) Gregorian() Date {
	t := time.Date(1982, time.September, 23+int(d), 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// EDTF gives the day as ISO 8601 and EDTF level 0 write it, such as
// 1982-10-13.
func (d Day) EDTF() string {
	g := d.Gregorian()
	return fmt.Sprintf("%04d-%02d-%02d", g.Year, g.Month, g.Dom)
}

// Solar gives the day in the Solar Hijri calendar. Leap years follow the
// cycle of 33 years, which agrees with the official calendar from 1309 to
// 1408; outside of that it may be wrong by one day.
func (d Day) Solar() Date {
	y, left := 1361, int(d)+186
	for left < 0 {
		y--
		left += solarYear(y)
	}
	for left >= solarYear(y) {
		left -= solarYear(y)
		y++
	}
	if left < 186 {
		return Date{y, left/31 + 1, left%31 + 1}
	}
	return Date{y, (left-186)/30 + 7, (left-186)%30 + 1}
}

// solarDay is the inverse of Solar.
func solarDay(year, month, dom int) Day {
	days := -186
	for y := 1361; y < year; y++ {
		days += solarYear(y)
	}
	for y := year; y < 1361; y++ {
		days -= solarYear(y)
	}
	return Day(days + 31*min(month-1, 6) + 30*max(month-7, 0) + dom - 1)
}

func solarYear(y int) int {
	switch y % 33 {
	case 1, 5, 9, 13, 17, 22, 26, 30:
		return 366
	}
	return 365
}

// Hijri gives the day in the tabular Islamic calendar with the civil epoch
// and leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of thirty
// (Dershowitz and Reingold, Calendrical Calculations, "The Islamic
// Calendar"). Calendars made by observation differ from it by a day or two.
func (d Day) Hijri() Date {
	sinceEpoch := int(d) + 496796 // days from 1 Muharram 1
	y := (30*sinceEpoch + 10646) / 10631
	in := sinceEpoch - (y-1)*354 - (3+11*y)/30
	m := min(2*in/59, 11) // months of 30 and 29 days in turn
	return Date{y, m + 1, in - (59*m+1)/2 + 1}
}

var (
	solarMonths = [...]string{"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
		"مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"}
	hijriMonths = [...]string{"محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى",
		"جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"}
)

// persian writes ASCII digits as Persian ones (U+06F0 to U+06F9).
func persian(s string) string { return digits(s, '۰') }

// arabic writes ASCII digits as Arabic-Indic ones (U+0660 to U+0669).
func arabic(s string) string { return digits(s, '٠') }

func digits(s string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, s)
}

// solarText writes a date as a Persian letter does: ۲۱ مهر ۱۳۶۱.
func solarText(d Date) string {
	return persian(fmt.Sprintf("%d %s %d", d.Dom, solarMonths[d.Month-1], d.Year))
}
