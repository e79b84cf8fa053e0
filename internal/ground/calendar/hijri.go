package calendar

import "sync"

// The tabular Hijri calendar: thirty years with the leap years 2, 5, 7, 10, 13,
// 16, 18, 21, 24, 26 and 29, from the civil epoch of 16 July 622 (Julian), as
// in Dershowitz and Reingold, Calendrical Calculations, "The Islamic Calendar",
// and in ICU's islamic-civil. Months that begin when the crescent is seen
// differ from it by a day, now and then two.
const (
	civilFirst = 1
	civilLast  = 9999
	civilStart = 1948440 // 1 Muharram 1
)

func civilMonth(year, month int) int {
	if month%2 == 1 || month == 12 && (11*year+14)%30 < 11 {
		return 30
	}
	return 29
}

func civilDay(year, month int) Day {
	return Day(civilStart + (year-1)*354 + (3+11*year)/30 + (59*(month-1)+1)/2)
}

func civilDate(d Day) (Date, bool) {
	since := int(d) - civilStart
	if since < 0 || d > civilDay(civilLast, 12)+29 {
		return Date{}, false
	}
	year := (30*since + 10646) / 10631
	in := since - (year-1)*354 - (3+11*year)/30
	month := min(2*in/59, 11) // months of 30 and 29 days in turn
	return Date{year, month + 1, in - (59*month+1)/2 + 1}, year <= civilLast
}

// umalquraStarts gives the first day of every month of the table, and of the
// month after it.
var umalquraStarts = sync.OnceValue(func() []Day {
	starts := make([]Day, 0, 12*len(umalquraLong)+1)
	day := umalquraStart
	for _, long := range umalquraLong {
		for m := range 12 {
			starts = append(starts, day)
			day += 29 + Day(long>>m&1)
		}
	}
	return append(starts, day)
})

func umalquraMonth(year, month int) int {
	return 29 + int(umalquraLong[year-umalquraFirst]>>(month-1)&1)
}

func umalquraDay(year, month int) Day {
	return umalquraStarts()[12*(year-umalquraFirst)+month-1]
}

func umalquraDate(d Day) (Date, bool) {
	starts := umalquraStarts()
	if d < umalquraStart || d >= starts[len(starts)-1] {
		return Date{}, false
	}
	at := int(float64(d-umalquraStart) / 29.530588) // near enough to be at most two off
	at = max(0, min(at, len(starts)-2))
	for starts[at] > d {
		at--
	}
	for starts[at+1] <= d {
		at++
	}
	return Date{umalquraFirst + at/12, at%12 + 1, int(d-starts[at]) + 1}, true
}
