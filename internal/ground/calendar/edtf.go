package calendar

import (
	"strings"
)

// maxEDTF bounds the bytes of an EDTF string.
const maxEDTF = 256

// EDTFKind says what sort of expression an EDTF string is.
type EDTFKind int

// The kinds of EDTF expressions.
const (
	EDTFDate     EDTFKind = iota // a year, season, month or day
	EDTFDateTime                 // a day with a time
	EDTFInterval                 // start/end
	EDTFOneOf                    // [...]: one of the members
	EDTFAllOf                    // {...}: all of them
)

// EDTF is a valid expression of the Extended Date/Time Format, level 0, 1 or 2
// (ISO 8601-2:2019; Library of Congress, EDTF specification of 4 February 2019).
type EDTF struct {
	text   string
	kind   EDTFKind
	level  int
	span   Span
	points []point
}

// String gives the expression as it was parsed.
func (e EDTF) String() string { return e.text }

// Kind gives the sort of the expression.
func (e EDTF) Kind() EDTFKind { return e.kind }

// Level gives the lowest level of EDTF that has what the expression uses.
func (e EDTF) Level() int { return e.level }

// Bounds gives the first and the last day that the expression allows. Open and
// unknown ends stay so. Seasons without a hemisphere have the widest bounds
// that are usual in the north (see seasonSpan). Approximate dates have the
// bounds of what is written.
func (e EDTF) Bounds() (earliest, latest Bound) { return e.span.Earliest, e.span.Latest }

// Span gives the bounds as a Span.
func (e EDTF) Span() Span { return e.span }

// Approximate reports whether any part is qualified with "~" or "%".
func (e EDTF) Approximate() bool { return e.qualified(approximate) }

// Uncertain reports whether any part is qualified with "?" or "%".
func (e EDTF) Uncertain() bool { return e.qualified(uncertain) }

func (e EDTF) qualified(q quality) bool {
	for _, p := range e.points {
		if p.quality&q != 0 {
			return true
		}
	}
	return false
}

// Unspecified reports whether any digit is left out with "X".
func (e EDTF) Unspecified() bool {
	for _, p := range e.points {
		if p.unspecified {
			return true
		}
	}
	return false
}

// Precision gives the finest part that the expression, or any member of it,
// gives a digit for.
func (e EDTF) Precision() Precision {
	finest := PrecisionNone
	for _, p := range e.points {
		finest = max(finest, p.precision())
	}
	return finest
}

// ParseEDTF reads an EDTF expression. It accepts what the standard does and
// nothing else: no white space, no lower case, no date that no calendar has.
// It fails with ErrUnreadable, or with ErrNoSuchDay if the form is right and
// the day is not. Where the standard is silent it goes by these rules:
//
//   - an interval runs forward: the end, with X as high as can be and its first
//     day where it gives only a year or month, is not before the start;
//   - years with the letter Y or with S are not ends of intervals;
//   - in sets, ".." stands between two members of one precision, or at an end;
//   - a time has no fraction, 24:00:00 is the end of a day (Amendment 1:2022),
//     and a second 60 is a leap second: at 23:59 UTC.
func ParseEDTF(text string) (EDTF, error) {
	if len(text) > maxEDTF {
		return EDTF{}, unreadable("", "an EDTF expression has at most %d bytes, and this has %d", maxEDTF, len(text))
	}
	if text == "" {
		return EDTF{}, unreadable("", "an empty text is no EDTF expression")
	}
	switch {
	case text[0] == '[' || text[0] == '{':
		return parseSet(text)
	case strings.Contains(text, "/"):
		return parseInterval(text)
	case strings.Contains(text, "T"):
		return parseDateTime(text)
	}
	p, err := parsePoint(text)
	if err != nil {
		return EDTF{}, err
	}
	return EDTF{text, EDTFDate, p.level, p.span, []point{p}}, nil
}

func notEDTF(text, why string, args ...any) error {
	return unreadable("", "%q is not EDTF: "+why, append([]any{text}, args...)...)
}

// parseInterval reads start/end; either may be ".." or empty, not both empty.
func parseInterval(text string) (EDTF, error) {
	first, second, _ := strings.Cut(text, "/")
	if strings.Contains(second, "/") {
		return EDTF{}, notEDTF(text, "an interval has one \"/\"")
	}
	if first == "" && second == "" {
		return EDTF{}, notEDTF(text, "an interval of which neither end is given says nothing")
	}
	start, err := parseEnd(first)
	if err != nil {
		return EDTF{}, err
	}
	end, err := parseEnd(second)
	if err != nil {
		return EDTF{}, err
	}
	if start.kind != pointOpen && end.kind != pointOpen && backward(start, end) {
		return EDTF{}, notEDTF(text, "the interval ends before it begins")
	}
	level := max(start.level, end.level)
	if start.unspecified || end.unspecified {
		level = 2
	}
	return EDTF{
		text: text, kind: EDTFInterval, level: level,
		span:   Span{start.span.Earliest, end.span.Latest},
		points: []point{start, end},
	}, nil
}

func parseEnd(text string) (point, error) {
	switch text {
	case "..":
		return point{kind: pointOpen, level: 1, span: Span{Bound{Kind: Open}, Bound{Kind: Open}}}, nil
	case "":
		return point{kind: pointOpen, level: 1, span: Always()}, nil
	}
	p, err := parsePoint(text)
	if err == nil && p.kind == pointLongYear {
		return p, notEDTF(text, "years with Y or S are not ends of intervals")
	}
	return p, err
}

// backward reports whether the end lies before the start. Seasons of one year
// are compared by their numbers, since they overlap as people use the words.
func backward(start, end point) bool {
	if start.kind == pointSeason && end.kind == pointSeason && start.part[0] == end.part[0] &&
		(start.season-21)/4 == (end.season-21)/4 {
		return end.season < start.season
	}
	from, _ := start.span.Earliest.Known()
	return end.latestStart() < from
}

// parseSet reads [a,b..c] and {a,b..c}.
func parseSet(text string) (EDTF, error) {
	e := EDTF{text: text, kind: EDTFOneOf, level: 2}
	closing := byte(']')
	if text[0] == '{' {
		e.kind, closing = EDTFAllOf, '}'
	}
	if len(text) < 3 || text[len(text)-1] != closing {
		return EDTF{}, notEDTF(text, "the set is not closed with %q", string(closing))
	}
	members := strings.Split(text[1:len(text)-1], ",")
	for i, m := range members {
		span, points, err := parseMember(text, m, i == 0, i == len(members)-1)
		if err != nil {
			return EDTF{}, err
		}
		if i == 0 {
			e.span = span
		}
		e.span = e.span.Union(span)
		e.points = append(e.points, points...)
	}
	return e, nil
}

// parseMember reads one member of a set: a date, a..b, ..b at the head or a..
// at the end.
func parseMember(set, text string, first, last bool) (Span, []point, error) {
	low, high, isRange := strings.Cut(text, "..")
	if !isRange {
		p, err := parsePoint(text)
		if err == nil && p.kind == pointLongYear {
			err = notEDTF(text, "years with Y or S are not members of sets")
		}
		return p.span, []point{p}, err
	}
	if low == "" && high == "" || low == "" && !first || high == "" && !last {
		return Span{}, nil, notEDTF(set, "\"..\" stands between two dates, before the first or after the last")
	}
	var points []point
	span := Span{Bound{Kind: Open}, Bound{Kind: Open}}
	for i, end := range []string{low, high} {
		if end == "" {
			continue
		}
		p, err := parsePoint(end)
		if err != nil {
			return Span{}, nil, err
		}
		if p.kind == pointLongYear {
			return Span{}, nil, notEDTF(end, "years with Y or S are not members of sets")
		}
		points = append(points, p)
		if i == 0 {
			span.Earliest = p.span.Earliest
		} else {
			span.Latest = p.span.Latest
		}
	}
	if len(points) == 2 && (points[0].kind != points[1].kind || len(points[0].part) != len(points[1].part)) {
		return Span{}, nil, notEDTF(text, "both ends of \"..\" are years, months or days")
	}
	if len(points) == 2 && backward(points[0], points[1]) {
		return Span{}, nil, notEDTF(text, "it ends before it begins")
	}
	return span, points, nil
}
