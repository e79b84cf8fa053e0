package flow

import (
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/ground/calendar"
)

// dated gives the months or years of the field's calendar that a date leaves
// possible. In the calendar it is written in, its own words tell; in another,
// the days it can fall on. About a date that is about right, or the day and
// month of which could change places, nothing more is known than that it is
// said.
func (f field) dated(d *claim.Date) count.Saying {
	vague := count.Saying{Vague: true}
	if d == nil || slices.Contains(d.Flags, string(calendar.FlagApproximate)) || f.unit == byMonth && slices.Contains(d.Flags, string(calendar.FlagOrder)) {
		return vague
	}
	if at, ok := nativeDate(d); ok && f.writes(d) && (at.Month > 0 || f.unit == byYear) {
		step := f.step(at)
		return count.Saying{Scale: true, From: step, To: step}
	}
	span, ok := SpanOf(d)
	if !ok {
		return vague
	}
	first, from := span.Earliest.Known()
	last, to := span.Latest.Known()
	if !from || !to {
		return vague
	}
	a, begins := first.In(f.calendar)
	b, ends := last.In(f.calendar)
	if !begins || !ends {
		return vague
	}
	return count.Saying{Scale: true, From: f.step(a), To: f.step(b)}
}

// writes reports whether a date is written in the field's calendar.
func (f field) writes(d *claim.Date) bool {
	in, err := calendar.ParseCalendar(d.Calendar)
	return err == nil && (in == f.calendar || in.IsHijri() && f.calendar.IsHijri())
}

// nativeDate gives a date as its own calendar has it: a year, with a month or
// none, with a day or none; false for anything else, such as a season.
func nativeDate(d *claim.Date) (calendar.Date, bool) {
	text := d.Native
	if text == "" {
		text = d.EDTF
	}
	parts := strings.Split(strings.TrimRight(text, "?~%"), "-")
	var numbers [3]int
	if len(parts) > len(numbers) {
		return calendar.Date{}, false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			return calendar.Date{}, false
		}
		numbers[i] = n
	}
	return calendar.Date{Year: numbers[0], Month: numbers[1], Day: numbers[2]}, numbers[1] <= 12
}

// step counts months or years of a calendar.
func (f field) step(at calendar.Date) int {
	if f.unit == byYear {
		return at.Year
	}
	return 12*at.Year + at.Month - 1
}

// monthOf is the inverse of step, for months.
func monthOf(step int) calendar.Date { return calendar.Date{Year: step / 12, Month: step%12 + 1} }

// dateOf reads the key of a month or year.
func dateOf(key string) calendar.Date {
	year, month, _ := strings.Cut(key, "-")
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month) // of a year there is none
	return calendar.Date{Year: y, Month: m}
}

// StratumDate is the month or year that a stratum of a field is of, as its key
// tells it; the zero date if it is of none.
func StratumDate(by string, s Stratum) calendar.Date {
	if unit, _, _ := strings.Cut(by, ":"); s.Kind == count.Told && (unit == FieldMonth || unit == FieldYear) {
		return dateOf(s.Key)
	}
	return calendar.Date{}
}
