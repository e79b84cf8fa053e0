package calendar

import "math"

// BoundKind says what is known of one end of a span.
type BoundKind int

// The kinds of bounds.
const (
	At       BoundKind = iota // a day is known
	Open                      // there is no end: EDTF's ".."
	NotKnown                  // there is an end, and it is not known: EDTF's empty end
)

// Bound is one end of a span of days.
type Bound struct {
	Kind BoundKind
	Day  Day // with At
}

// On gives the bound at a day.
func On(d Day) Bound { return Bound{At, d} }

// Known gives the day of the bound, if there is one.
func (b Bound) Known() (Day, bool) { return b.Day, b.Kind == At }

// String gives the day as YYYY-MM-DD, ".." if open, "" if not known.
func (b Bound) String() string {
	switch b.Kind {
	case At:
		return b.Day.String()
	case Open:
		return ".."
	}
	return ""
}

// Span is the days from Earliest to Latest, both included. Its ends are those
// of what is said: in "about 1988" they are those of 1988, and the flag of the
// reading tells that the truth may lie outside.
type Span struct{ Earliest, Latest Bound }

// Always is the span of which no end is known.
func Always() Span { return Span{Bound{Kind: NotKnown}, Bound{Kind: NotKnown}} }

// Days gives the span from one day to another.
func Days(from, to Day) Span { return Span{On(from), On(to)} }

func (s Span) low() Day {
	if d, ok := s.Earliest.Known(); ok {
		return d
	}
	return math.MinInt64
}

func (s Span) high() Day {
	if d, ok := s.Latest.Known(); ok {
		return d
	}
	return math.MaxInt64
}

// Before reports whether every day of s is before every day of other: whether
// s is certainly earlier.
func (s Span) Before(other Span) bool { return s.high() < other.low() }

// Overlaps reports whether some day may be in both.
func (s Span) Overlaps(other Span) bool { return !s.Before(other) && !other.Before(s) }

// Contains reports whether every day of other is in s.
func (s Span) Contains(other Span) bool {
	return s.low() <= other.low() && other.high() <= s.high()
}

// ContainsDay reports whether the day is in s.
func (s Span) ContainsDay(d Day) bool { return s.low() <= d && d <= s.high() }

// Intersect gives the days that are in both; false if there are none.
func (s Span) Intersect(other Span) (Span, bool) {
	if !s.Overlaps(other) {
		return Span{}, false
	}
	both := s
	if other.low() > s.low() || s.Earliest.Kind == NotKnown {
		both.Earliest = other.Earliest
	}
	if other.high() < s.high() || s.Latest.Kind == NotKnown {
		both.Latest = other.Latest
	}
	return both, true
}

// Union gives the shortest span that holds both.
func (s Span) Union(other Span) Span {
	both := s
	if other.low() < s.low() || other.Earliest.Kind == Open {
		both.Earliest = other.Earliest
	}
	if other.high() > s.high() || other.Latest.Kind == Open {
		both.Latest = other.Latest
	}
	return both
}

// Widen gives the span with n days more at each known end.
func (s Span) Widen(n int) Span {
	if s.Earliest.Kind == At {
		s.Earliest.Day -= Day(n)
	}
	if s.Latest.Kind == At {
		s.Latest.Day += Day(n)
	}
	return s
}

// Length gives the number of days; false if an end is not known.
func (s Span) Length() (int, bool) {
	from, ok := s.Earliest.Known()
	to, ok2 := s.Latest.Known()
	return int(to-from) + 1, ok && ok2
}
