package fiction

import (
	"fmt"
	"strings"

	"sanad/internal/ground/calendar"
)

// Day is a date, counted in days from 1 Mehr 1361 of the Solar Hijri
// calendar, which is 23 September 1982: 0 to 89 is the autumn of the story.
type Day int

// autumn is the Julian Day Number of the day 0.
const autumn = 2445236

// Date is one day in one calendar.
type Date = calendar.Date

// Gregorian gives the day in the Gregorian calendar.
func (d Day) Gregorian() Date { return d.in(calendar.Gregorian) }

// Solar gives the day in the Solar Hijri calendar.
func (d Day) Solar() Date { return d.in(calendar.Solar) }

// Hijri gives the day in the tabular Hijri calendar, which the papers of the
// story go by.
func (d Day) Hijri() Date { return d.in(calendar.HijriCivil) }

func (d Day) in(c calendar.Calendar) Date {
	date, ok := calendar.Day(d + autumn).In(c)
	if !ok {
		panic(fmt.Sprintf("fiction: the story has no day %d", d))
	}
	return date
}

// EDTF gives the day as ISO 8601 and EDTF level 0 write it, such as
// 1982-10-13.
func (d Day) EDTF() string { return calendar.Day(d + autumn).String() }

// solarDay is the inverse of Solar. The dates it is called with are written
// into the story, and exist.
func solarDay(year, month, dom int) Day {
	d, err := calendar.Solar.Day(Date{Year: year, Month: month, Day: dom})
	if err != nil {
		panic("fiction: " + err.Error())
	}
	return Day(d) - autumn
}

// solarMonth gives the Persian name of a month of the Solar Hijri calendar.
func solarMonth(month int) string { return calendar.MonthName(calendar.Solar, month, "fa") }

// hijriMonth gives the Arabic name of a month of the Hijri calendar.
func hijriMonth(month int) string { return calendar.MonthName(calendar.Hijri, month, "ar") }

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
	return persian(fmt.Sprintf("%d %s %d", d.Day, solarMonth(d.Month), d.Year))
}
