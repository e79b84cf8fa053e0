package value

import (
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// Main gives the calendar in which a reader is shown dates: the one they like,
// else the one that readers of the language use first.
func Main(t *words.Table) calendar.Calendar {
	switch {
	case t.Calendar == "hijri":
		return calendar.HijriUmalqura
	case t.Calendar == "solar" || t.Calendar == "" && t.Lang == words.Persian:
		return calendar.Solar
	}
	return calendar.Gregorian
}

// Day writes a day in the reader's calendar, with the Gregorian one beside it
// where that is another.
func Day(t *words.Table, d calendar.Day) string {
	gregorian := Format(t, d, calendar.Gregorian)
	in := Main(t)
	if in == calendar.Gregorian {
		return gregorian
	}
	if own := Format(t, d, in); own != "" {
		return own + " (" + gregorian + ")"
	}
	return gregorian
}

// Moment gives the day of a moment in the calendar the reader asked for, to
// stand beside what was recorded; "" where that is Gregorian or none was asked
// for.
func Moment(t *words.Table, at time.Time) string {
	if in := Main(t); t.Calendar != "" && in != calendar.Gregorian && !at.IsZero() {
		at = at.UTC()
		day, err := calendar.Gregorian.Day(calendar.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()})
		if err == nil {
			return Format(t, day, in)
		}
	}
	return ""
}

// Format writes a day in a calendar with the reader's digits; "" if the
// calendar's rule does not reach it.
func Format(t *words.Table, d calendar.Day, in calendar.Calendar) string {
	return t.Digits(calendar.Format(d, in, string(t.Lang)))
}

// Date gives a date in a calendar, with the source's own beside it, or for
// readers of Arabic the Hijri one where the source's is the same.
func Date(t *words.Table, d claim.Date, in calendar.Calendar) Shown {
	e, err := calendar.ParseEDTF(d.EDTF)
	if err != nil {
		return Shown{Text: d.EDTF}
	}
	own, _ := calendar.ParseCalendar(d.Calendar)
	s := Shown{Code: d.EDTF, Notes: notes(d, e)}
	if !placed(d) {
		s.Text = yearless(t, d, own)
		return s
	}
	// Not as wide as the days it can fall on: that a Hijri day may be a day off
	// is a note, and no part of what is said.
	if s.Text = Days(t, e.Span(), in); s.Text == "" {
		s.Text = d.EDTF // further off than the calendar's rule reaches
	}
	beside := own
	if alike(own, in) && t.Lang == words.Arabic && !in.IsHijri() {
		beside = calendar.HijriUmalqura
	}
	if !alike(beside, in) {
		s.Also = Days(t, e.Span(), beside)
	}
	return s
}

// placed reports whether a day of the date is known.
func placed(d claim.Date) bool {
	span, ok := flow.SpanOf(&d)
	_, from := span.Earliest.Known()
	_, to := span.Latest.Known()
	return ok && (from || to)
}

// alike reports whether two calendars count the same years and months.
func alike(a, b calendar.Calendar) bool {
	return a == b || a.IsHijri() && b.IsHijri() || a == calendar.Unknown
}

// notes tells what is loose about a date.
func notes(d claim.Date, e calendar.EDTF) (out []string) {
	add := func(note string, when bool) {
		if when && !slices.Contains(out, note) {
			out = append(out, note)
		}
	}
	has := func(f calendar.Flag) bool { return slices.Contains(d.Flags, string(f)) }
	// EDTF can write a Hijri day by rule only as approximate: the note on it
	// says by how much.
	add("approximate", (e.Approximate() || has(calendar.FlagApproximate)) && !has(calendar.FlagVariant))
	add("uncertain", e.Uncertain() || has(calendar.FlagUncertain))
	add("variant", has(calendar.FlagVariant))
	add("no-year", has(calendar.FlagNoYear))
	add("two-digit-year", has(calendar.FlagTwoDigits))
	add("other-readings", has(calendar.FlagEitherOr) || has(calendar.FlagOrder))
	add("disagrees", has(calendar.FlagWeekday) || has(calendar.FlagBrackets))
	add("by-reference", has(calendar.FlagReference) || d.Relative != "")
	return out
}

// Days gives a span of days in a calendar: one day, a whole month or year, or
// from one day to another; "" if no day of it is known, or the calendar's rule
// does not reach it.
func Days(t *words.Table, span calendar.Span, in calendar.Calendar) string {
	from, begins := span.Earliest.Known()
	to, ends := span.Latest.Known()
	switch {
	case begins && ends && from == to:
		return Format(t, from, in)
	case begins && ends:
		return t.Digits(between(from, to, in, string(t.Lang)))
	case begins:
		return around(t, "since", Format(t, from, in))
	case ends:
		return around(t, "until", Format(t, to, in))
	}
	return ""
}

// around says that a date is open at one end.
func around(t *words.Table, end, day string) string {
	if day == "" {
		return ""
	}
	return strings.ReplaceAll(t.Term("dateopen", end), "{0}", day)
}

// between writes a span as shortly as it can be said: a span that is whole
// months or years of the calendar by these.
func between(from, to calendar.Day, in calendar.Calendar, lang string) string {
	first, ok := from.In(in)
	last, ok2 := to.In(in)
	if !ok || !ok2 {
		return ""
	}
	next, ok := (to + 1).In(in)
	switch {
	case ok && first.Day == 1 && next.Day == 1 && first.Month == 1 && next.Month == 1:
		first, last = calendar.Date{Year: first.Year}, calendar.Date{Year: last.Year}
	case ok && first.Day == 1 && next.Day == 1:
		first.Day, last.Day = 0, 0
	}
	begin, end := calendar.FormatDate(first, in, lang), calendar.FormatDate(last, in, lang)
	if begin == end {
		return begin
	}
	return isolated(begin) + " – " + isolated(end)
}

// yearless gives a date of which no day is known, by its month and day where
// its own calendar says them (EDTF XXXX-07-27), else as it is recorded.
func yearless(t *words.Table, d claim.Date, own calendar.Calendar) string {
	native := d.Native
	if native == "" {
		native = d.EDTF
	}
	parts := strings.Split(native, "-")
	if len(parts) < 2 || parts[0] != "XXXX" {
		return native
	}
	month, day := digits(parts[1]), 0
	if len(parts) > 2 {
		day = digits(parts[2])
	}
	name := calendar.MonthName(own, month, string(t.Lang))
	if name == "" {
		return native
	}
	if day == 0 {
		return name
	}
	return t.Number(int64(day)) + " " + name
}

// digits reads up to two digits; 0 for anything else.
func digits(text string) (n int) {
	for _, r := range text {
		if r < '0' || r > '9' || n > 9 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
