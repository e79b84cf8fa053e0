package calendar

// The Solar Hijri calendar begins its years with the spring equinox as seen
// from Iran. Leap years follow the table of breaks of K. M. Borkowski ("The
// Persian calendar for 3000 years", Earth, Moon and Planets 74, 1996): between
// two breaks they come in runs of 33 years. The table agrees with ICU 78.2 for
// every year from 1178 to 1502; the calendar was made law in 1304 (1925), and
// years before that are proleptic.
const (
	solarFirst = 1
	solarLast  = 3177
)

var solarBreaks = [...]int{-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635,
	2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178}

// solarNewYear gives the day of 1 Farvardin, and how many years after a leap
// year it stands (0 for a leap year).
func solarNewYear(year int) (first Day, sinceLeap int) {
	leaps, from, run := -14, solarBreaks[0], 0
	for _, to := range solarBreaks[1:] {
		run = to - from
		if year < to {
			break
		}
		leaps += run/33*8 + run%33/4
		from = to
	}
	in := year - from
	leaps += in/33*8 + (in%33+3)/4
	if run%33 == 4 && run-in == 4 {
		leaps++
	}
	g := year + 621
	gregorianLeaps := g/4 - (g/100+1)*3/4 - 150
	first = gregorianDay(g, 3, 20+leaps-gregorianLeaps)
	if run-in < 6 { // a run ends with years of its own
		in = in - run + (run+4)/33*33
	}
	sinceLeap = ((in+1)%33 - 1) % 4
	if sinceLeap == -1 {
		sinceLeap = 4
	}
	return first, sinceLeap
}

func solarMonth(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11:
		return 30
	}
	if _, since := solarNewYear(year); since == 0 {
		return 30
	}
	return 29
}

// solarDay gives the first day of a month.
func solarDay(year, month int) Day {
	first, _ := solarNewYear(year)
	return first + Day(31*min(month-1, 6)+30*max(month-7, 0))
}

// solarDate is the inverse.
func solarDate(d Day) (Date, bool) {
	year := gregorianDate(d).Year - 621
	if year < solarFirst-1 || year > solarLast+1 {
		return Date{}, false
	}
	first, _ := solarNewYear(year)
	if d < first {
		year--
		first, _ = solarNewYear(year)
	}
	if year < solarFirst || year > solarLast {
		return Date{}, false
	}
	in := int(d - first)
	if in < 186 {
		return Date{year, in/31 + 1, in%31 + 1}, true
	}
	return Date{year, (in-186)/30 + 7, (in-186)%30 + 1}, true
}
