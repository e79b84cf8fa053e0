package linkage

import (
	"strconv"
	"strings"

	"sanad/internal/ground/calendar"
	"sanad/internal/ground/script"
)

// dateKind is days, months and years, as written in any calendar.
type dateKind struct {
	interned
	calendar calendar.Calendar
	newYear  bool
	dates    []date
	unread   int // rows whose date could not be read
	// How often two rows agree on a day, and on a year or month alone.
	dayAgree, spanAgree float64
	// spanCount is in how many rows the days of a value are, by number of the
	// value: a day is one in whatever calendar it is written.
	spanCount []float64
}

// date is what a value says: up to three spans of days, of which one is
// meant, and the digits of the day as written, in which a slip can be found.
type date struct {
	spans   [3]days
	n       int
	digits  string // YYYYMMDD of the calendar it was written in, or ""
	written calendar.Calendar
}

type days struct{ from, to calendar.Day }

func newDateKind(f Field) *dateKind {
	c, _ := calendar.ParseCalendar(f.Calendar) // a spec is checked before
	return &dateKind{interned: newInterned(), calendar: c, newYear: f.NewYear, dates: make([]date, 1)}
}

func (k *dateKind) add(raw string) int32 {
	var d date
	id, fresh := k.put(raw, func(text string) string {
		text = strings.TrimSpace(text)
		if text == "" {
			return ""
		}
		if d = k.read(text); d.n == 0 && d.digits == "" {
			return ""
		}
		return script.Fold(text)
	})
	if id == 0 && raw != "" {
		k.unread++
	}
	if fresh {
		k.dates = append(k.dates, d)
	}
	return id
}

// read reads a date; one that can't be read has no span. Eight digits that are
// no day (87 as a month) keep their digits and, if it can be one, their year.
func (k *dateKind) read(text string) date {
	year, month, day, ok := threeNumbers(script.Digits(text))
	if ok && (k.calendar == calendar.Gregorian || k.calendar == calendar.Unknown && year >= 1500) {
		d := date{digits: digitsOf(year, month, day), written: calendar.Gregorian}
		at, err := calendar.Gregorian.Day(calendar.Date{Year: year, Month: month, Day: day})
		switch {
		case err != nil || k.newYear && month == 1 && day == 1:
			d.span(wholeYear(year))
		default:
			d.span(at, at)
		}
		if k.newYear && month == 1 && day == 1 {
			d.digits = ""
		}
		return d
	}
	var d date
	if len(text) > calendar.MaxText {
		return d
	}
	readings, err := calendar.Readings(text, calendar.Options{Calendar: k.calendar})
	if err != nil {
		return d
	}
	for i, r := range readings {
		from, known := r.Earliest.Known()
		to, ends := r.Latest.Known()
		if !known || !ends || d.n == len(d.spans) {
			continue
		}
		d.span(from, to)
		if y, m, day, ok := threeNumbers(r.Native); ok && i == 0 {
			d.digits, d.written = digitsOf(y, m, day), r.Calendar
		}
	}
	return d
}

func (d *date) span(from, to calendar.Day) {
	d.spans[d.n] = days{from, to}
	d.n++
}

func wholeYear(year int) (from, to calendar.Day) {
	from, err := calendar.Gregorian.Day(calendar.Date{Year: year, Month: 1, Day: 1})
	if err != nil {
		return 0, 0
	}
	return from, from + 364
}

func digitsOf(year, month, day int) string {
	return string([]byte{byte('0' + year/1000%10), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10),
		byte('0' + month/10%10), byte('0' + month%10), byte('0' + day/10%10), byte('0' + day%10)})
}

// threeNumbers reads YYYYMMDD, YYYY-MM-DD and the same with / or dots.
func threeNumbers(text string) (year, month, day int, ok bool) {
	if len(text) == 10 && text[4] == text[7] && strings.IndexByte("-/.", text[4]) >= 0 {
		text = text[:4] + text[5:7] + text[8:]
	}
	if len(text) != 8 {
		return 0, 0, 0, false
	}
	n, err := strconv.ParseUint(text, 10, 32)
	return int(n / 10000), int(n / 100 % 100), int(n % 100), err == nil
}

// The levels of dates.
const (
	dateSame uint8 = iota + 1
	dateTurned
	dateSlip
	dateSlips
	dateSpan
	dateMonth
	dateMaybe // the spans share a day
	dateYear
	dateNext
	dateClose
	dateDecade
	dateDifferent
)

func (k *dateKind) levels() []string {
	return []string{"same day", "day and month turned round", "one digit differs", "two digits differ", "same year or month, no day known", "same month", "may be the same day",
		"same year, another day", "up to a year apart", "up to five years apart", "up to ten years apart", "different"}
}

func (k *dateKind) compare(a, b int32) uint8 {
	x, y := &k.dates[a], &k.dates[b]
	best := dateDifferent
	for i := range x.n {
		for j := range y.n {
			best = min(best, compareSpans(x.spans[i], y.spans[j]))
		}
	}
	if best != dateSame && x.digits != "" && y.digits != "" && x.written == y.written {
		best = min(best, compareDigits(x.digits, y.digits))
	}
	return best
}

func compareSpans(a, b days) uint8 {
	gap := max(a.from-b.to, b.from-a.to)
	long, short := max(a.to-a.from, b.to-b.from), min(a.to-a.from, b.to-b.from)
	switch {
	case a == b && long <= 3:
		return dateSame
	case a == b:
		return dateSpan
	case gap <= 0 && long <= 31:
		return dateMonth
	case gap <= 0:
		return dateMaybe
	case short > 31 && gap <= 31, gap <= 366:
		return dateNext
	case gap <= 5*366:
		return dateClose
	case gap <= 10*366:
		return dateDecade
	}
	return dateDifferent
}

func compareDigits(a, b string) uint8 {
	if a == b {
		return dateSame
	}
	if a[:4] == b[:4] && a[4:6] == b[6:] && a[6:] == b[4:6] {
		return dateTurned
	}
	switch slips(a, b, 2) {
	case 1:
		return dateSlip
	case 2:
		return dateSlips
	}
	switch {
	case a[:6] == b[:6]:
		return dateMonth
	case a[:4] == b[:4]:
		return dateYear
	}
	return dateDifferent
}

func (k *dateKind) boost(level uint8, a, b int32) float64 {
	agree := k.dayAgree
	switch {
	case level == dateSpan:
		agree = k.spanAgree
	case level != dateSame:
		return 0
	}
	return rarity(agree, max(k.spanCount[a], k.spanCount[b]), k.rows)
}

// seal counts days apart from years and months: they have levels of their own.
func (k *dateKind) seal(n int) {
	k.interned.seal(n)
	k.spanCount = make([]float64, len(k.dates))
	if f := k.fixed; f != nil {
		k.dayAgree, k.spanAgree = f.Agree, f.SpanAgree
		for id := 1; id < len(k.dates); id++ {
			k.spanCount[id] = often(f.Values, k.dates[id].String())
		}
		return
	}
	all := k.rows * max(k.rows-1, 1)
	first := make(map[uint64]int, len(k.dates))
	for id := 1; id < len(k.dates); id++ {
		at, ok := first[k.meaning(int32(id))]
		if !ok {
			at, first[k.meaning(int32(id))] = id, id
		}
		k.spanCount[at] += k.count[id]
	}
	for id := 1; id < len(k.dates); id++ {
		if at := first[k.meaning(int32(id))]; at != id {
			k.spanCount[id] = k.spanCount[at]
			continue
		}
		pairs := k.spanCount[id] * (k.spanCount[id] - 1)
		if s := k.dates[id].spans[0]; s.to-s.from <= 3 {
			k.dayAgree += pairs / all
		} else {
			k.spanAgree += pairs / all
		}
	}
	k.dayAgree, k.spanAgree = max(k.dayAgree, 1/all), max(k.spanAgree, 1/all)
}

// keys of a day without digits or a year are none: what is not known is not
// shared.
func (k *dateKind) keys(out []uint64, id int32, part string) []uint64 {
	d := &k.dates[id]
	for i := range d.n {
		s := d.spans[i]
		switch part {
		case "year", "years":
			out = append(out, yearKeys(s, part == "years")...)
		case "month":
			if at, ok := s.from.In(calendar.Gregorian); ok && s.to-s.from <= 31 {
				out = append(out, mix(uint64(at.Year*12+at.Month)))
			}
		default:
			if s.to-s.from <= 3 {
				out = append(out, mix(uint64(s.from)))
			}
		}
	}
	if part == "" && d.digits != "" && (d.n == 0 || d.spans[0].to-d.spans[0].from > 3) {
		out = append(out, hashText(d.digits))
	}
	return out
}

// yearKeys gives the years that a span touches. Two dates a year apart share
// one of the keys that wide gives: a year and the one that follows.
func yearKeys(s days, wide bool) (out []uint64) {
	from, ok := s.from.In(calendar.Gregorian)
	to, ends := s.to.In(calendar.Gregorian)
	if !ok || !ends || to.Year-from.Year > 2 {
		return nil
	}
	last := to.Year
	if wide {
		last++
	}
	for y := from.Year; y <= last; y++ {
		out = append(out, mix(uint64(y)+1<<40))
	}
	return out
}

func (k *dateKind) exact() float64 { return 0 }
