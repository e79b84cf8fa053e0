package calendar

// maxYear bounds the years that days are worked out for, so that no sum of days
// can overflow: it is far more than the age of the universe.
const (
	maxYear      = 20_000_000_000
	gregorianMin = -(maxYear * 366)
	gregorianMax = maxYear * 365
)

func gregorianLeap(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

func gregorianMonth(year, month int) int {
	switch month {
	case 2:
		if gregorianLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// gregorianDay counts from 1 March of the year 0, so that the leap day is the
// last of its year (the arithmetic of ISO 8601's proleptic calendar).
func gregorianDay(year, month, day int) Day {
	y, m := year, month-3
	if m < 0 {
		y, m = y-1, m+12
	}
	days := 365*y + floorDiv(y, 4) - floorDiv(y, 100) + floorDiv(y, 400) + (153*m+2)/5 + day - 1
	return Day(days) + 1721120
}

// gregorianDate is the inverse of gregorianDay.
func gregorianDate(d Day) Date {
	n := int(d) - 1721120
	era := floorDiv(n, 146097)
	in := n - era*146097 // day of the 400 years
	y := (in - in/1460 + in/36524 - in/146096) / 365
	in -= 365*y + y/4 - y/100
	m := (5*in + 2) / 153
	date := Date{era*400 + y, m + 3, in - (153*m+2)/5 + 1}
	if date.Month > 12 {
		date.Year, date.Month = date.Year+1, date.Month-12
	}
	return date
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
