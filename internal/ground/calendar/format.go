package calendar

import (
	"strings"

	"sanad/internal/ground/script"
)

// Format writes a day in a calendar for a reader of lang (fa, ar, or English
// for all others) with the names and digits of that language: "27 July 1988",
// "۵ مرداد ۱۳۶۷", "١٣ ذو الحجة ١٤٠٨". It is empty where the rule of the
// calendar is not known for the day.
func Format(d Day, c Calendar, lang string) string {
	date, ok := d.In(c)
	if !ok {
		return ""
	}
	return FormatDate(date, c, lang)
}

// FormatDate writes a date of a calendar likewise; parts that are 0 are left
// out: a month without a day, a year without a month.
func FormatDate(date Date, c Calendar, lang string) string {
	var words []string
	if date.Day > 0 {
		words = append(words, script.Localise(date.Day, lang))
	}
	if name := MonthName(c, date.Month, lang); name != "" {
		words = append(words, name)
	}
	return strings.Join(append(words, script.Localise(date.Year, lang)), " ")
}
