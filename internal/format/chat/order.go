package chat

import (
	"fmt"

	"sanad/internal/format/content"
)

// order gathers what the dates of a chat tell of how they are written.
type order struct {
	day, month, year int // dates that can only be read day first, month first, year first
	// Messages follow each other in time. back counts those that would go back
	// by more than a day, if dates were read day first and month first.
	back        [2]int
	last        [2]int
	first, then stamp
	count       int
}

// see takes the date of the next message.
func (o *order) see(s stamp) {
	if o.count++; o.count == 1 {
		o.first = s
	}
	o.then = s
	if s.yearFirst {
		o.year++
		return
	}
	switch {
	case s.date[0] > 12:
		o.day++
	case s.date[1] > 12:
		o.month++
	}
	for i := range o.back {
		at := (s.date[2]*12+s.date[1-i])*31 + s.date[i]
		if at+1 < o.last[i] {
			o.back[i]++
		}
		o.last[i] = at
	}
}

// The ways to write a date.
const (
	dayFirst   = "day first"
	monthFirst = "month first"
	yearFirst  = "year first"
	ambiguous  = "ambiguous"
)

// decide says how dates are written, and by what that is known.
func (o *order) decide() (way, why string) {
	switch {
	case o.year > 0 && o.day+o.month == 0:
		return yearFirst, "the year stands first"
	case o.day > 0 && o.month > 0:
		return ambiguous, fmt.Sprintf("%d dates can only be read day first, and %d only month first", o.day, o.month)
	case o.day > 0:
		return dayFirst, fmt.Sprintf("%d dates have a first number above 12", o.day)
	case o.month > 0:
		return monthFirst, fmt.Sprintf("%d dates have a second number above 12", o.month)
	case o.back[0] == 0 && o.back[1] > 0:
		return dayFirst, "no number above 12 shows it; read month first, the messages would not follow each other"
	case o.back[1] == 0 && o.back[0] > 0:
		return monthFirst, "no number above 12 shows it; read day first, the messages would not follow each other"
	}
	return ambiguous, "nothing in the file shows whether the day or the month stands first"
}

// fields tells the way, and the first and the last date: as RFC 3339 where they
// can be read in one way only, else as the numbers stand.
func (o *order) fields() []content.Field {
	way, why := o.decide()
	fields := []content.Field{{Name: "date_order", Value: way}, {Name: "date_order_basis", Value: why}}
	fields = append(fields,
		content.Field{Name: "first_date", Value: o.first.moment(way)},
		content.Field{Name: "last_date", Value: o.then.moment(way)})
	if y := o.then.year(way); y >= 1300 && y < 1500 {
		fields = append(fields, content.Field{Name: "calendar", Value: "not Gregorian: the years are those of a Hijri calendar, and dates are given as they stand"})
	}
	return fields
}

func (s stamp) year(way string) int {
	y := s.date[2]
	if s.yearFirst {
		y = s.date[0]
	}
	if y < 100 && way != ambiguous {
		y += 2000
	}
	return y
}

// moment gives a date and time of day.
func (s stamp) moment(way string) string {
	day, month := s.date[0], s.date[1]
	switch {
	case s.yearFirst:
		day = s.date[2]
	case way == monthFirst:
		day, month = month, day
	case way == ambiguous && day != month:
		return fmt.Sprintf("%d/%d/%d", s.date[0], s.date[1], s.date[2])
	}
	date := fmt.Sprintf("%04d-%02d-%02d", s.year(dayFirst), month, day)
	if month > 12 {
		return date
	}
	hour := s.hour
	if s.half == 2 && hour < 12 {
		hour += 12
	}
	if s.half == 1 && hour == 12 {
		hour = 0
	}
	if s.second < 0 {
		return fmt.Sprintf("%sT%02d:%02d", date, hour, s.minute)
	}
	return fmt.Sprintf("%sT%02d:%02d:%02d", date, hour, s.minute, s.second)
}
