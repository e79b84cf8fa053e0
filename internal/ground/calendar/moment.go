package calendar

import "time"

// DayOf gives the day of a moment, by its own clock.
func DayOf(at time.Time) Day {
	year, month, day := at.Date()
	return gregorianDay(year, int(month), day)
}
