package calendar

import (
	"math"
	"strconv"
	"strings"
)

type pointKind int

const (
	pointDate     pointKind = iota // year, month or day; digits may be X
	pointSeason                    // a year and a number from 21 to 41
	pointLongYear                  // Y..., ...E..., ...S...
	pointOpen                      // ".." or nothing, at the end of an interval
)

type quality int

const (
	uncertain quality = 1 << iota
	approximate
)

// point is one date of an EDTF expression.
type point struct {
	kind        pointKind
	level       int
	negative    bool
	part        []string // digits and X of the year, month and day that are given
	season      int
	quality     quality // of any part
	unspecified bool
	span        Span
}

func qualityOf(c byte) quality {
	switch c {
	case '?':
		return uncertain
	case '~':
		return approximate
	case '%':
		return uncertain | approximate
	}
	return 0
}

// parsePoint reads a date without a time.
func parsePoint(text string) (point, error) {
	if strings.HasPrefix(text, "Y") || strings.Contains(text, "S") {
		return parseLongYear(text)
	}
	p := point{kind: pointDate}
	rest, lead := text, byte(0)
	if rest != "" && qualityOf(rest[0]) != 0 {
		lead, rest = rest[0], rest[1:]
	}
	if strings.HasPrefix(rest, "-") {
		p.negative, rest, p.level = true, rest[1:], 1
	}
	parts := strings.Split(rest, "-")
	if len(parts) > 3 {
		return p, notEDTF(text, "a date has a year, a month and a day at most")
	}
	for i, part := range parts {
		digits, level, quality, err := parsePart(part, i, lead, i == len(parts)-1)
		if err != "" {
			return p, notEDTF(text, "%s", err)
		}
		p.part = append(p.part, digits)
		p.level = max(p.level, level)
		p.quality |= quality
		lead = 0
	}
	if p.negative && p.part[0] == "0000" {
		return p, notEDTF(text, "the year 0000 has no sign")
	}
	return p.placed(text)
}

// parsePart takes the qualifiers off the year (0), month (1) or day (2). A
// qualifier at its left is of the part alone, one at its right of all up to
// there; only the one behind the last part is of level 1.
func parsePart(part string, which int, lead byte, last bool) (digits string, level int, q quality, err string) {
	if which > 0 && part != "" && qualityOf(part[0]) != 0 {
		lead, part = part[0], part[1:]
	}
	if lead != 0 {
		level, q = 2, qualityOf(lead)
	}
	if n := len(part); n > 0 && qualityOf(part[n-1]) != 0 {
		if part[n-1] == lead {
			return "", 0, 0, "a part has the same qualifier on both sides"
		}
		q |= qualityOf(part[n-1])
		part = part[:n-1]
		if level = max(level, 1); !last {
			level = 2
		}
	}
	if want := 4 - 2*min(which, 1); len(part) != want {
		return "", 0, 0, "a year has four digits, a month and a day two"
	}
	for i := range len(part) {
		if c := part[i]; c != 'X' && (c < '0' || c > '9') {
			return "", 0, 0, strconv.Quote(string(rune(c))) + " stands where a digit belongs"
		}
	}
	return part, level, q, ""
}

// placed finds the bounds, and refuses what does not exist.
func (p point) placed(text string) (point, error) {
	p.unspecified = strings.Contains(strings.Join(p.part, ""), "X")
	if p.unspecified {
		p.level = max(p.level, p.levelOfX())
	}
	if n, err := strconv.Atoi(p.partOr(1, "")); err == nil && n >= 21 && n <= 41 {
		if len(p.part) > 2 {
			return p, notEDTF(text, "a season has no day")
		}
		p.kind, p.season = pointSeason, n
		p.level = max(p.level, 1)
		if n > 24 || p.quality != 0 {
			p.level = 2
		}
	}
	low, ok := p.edge(false)
	high, _ := p.edge(true)
	if !ok {
		return p, noSuchDay("%q is not EDTF: the calendar has no such date", text)
	}
	p.span = Days(low, high)
	return p, nil
}

// levelOfX: level 1 has 201X, 20XX, XXXX of years, and whole parts from the
// right; all else is of level 2.
func (p point) levelOfX() int {
	year := strings.TrimRight(p.part[0], "X")
	finer := strings.Join(p.part[1:], "")
	switch {
	case len(p.part) == 1 && len(year) >= 2 && !strings.Contains(year, "X"):
		return 1
	case len(year) == 4 && !strings.Contains(year, "X") && (p.partOr(1, "") == "XX" && strings.Trim(finer, "X") == "" ||
		!strings.Contains(p.partOr(1, ""), "X") && p.partOr(2, "") == "XX"):
		return 1
	}
	return 2
}

func (p point) partOr(which int, other string) string {
	if which < len(p.part) {
		return p.part[which]
	}
	return other
}

// edge gives the first day that fits, or the last.
func (p point) edge(last bool) (Day, bool) {
	for year := range fitting(p.part[0], last != p.negative) {
		if p.negative {
			year = -year
		}
		if p.negative && year == 0 {
			continue
		}
		if d, ok := p.edgeOf(year, last); ok {
			return d, true
		}
	}
	return 0, false
}

// edgeOf is edge within one year.
func (p point) edgeOf(year int, last bool) (Day, bool) {
	if p.kind == pointSeason {
		s := seasonSpan(year, p.season)
		if last {
			return s.Latest.Day, true
		}
		return s.Earliest.Day, true
	}
	for month := range fitting(p.partOr(1, "XX"), last) {
		if month < 1 || month > 12 {
			continue
		}
		for day := range fitting(p.partOr(2, "XX"), last) {
			if day >= 1 && day <= gregorianMonth(year, month) {
				return gregorianDay(year, month, day), true
			}
		}
	}
	return 0, false
}

// fitting gives the numbers that digits and X may stand for, rising or falling.
func fitting(pattern string, falling bool) func(yield func(int) bool) {
	unknown := strings.Count(pattern, "X")
	total := int(math.Pow10(unknown))
	return func(yield func(int) bool) {
		for i := range total {
			fill := i
			if falling {
				fill = total - 1 - i
			}
			if !yield(filled(pattern, fill, total)) {
				return
			}
		}
	}
}

// filled puts the digits of fill, which is below total, in the place of the X.
func filled(pattern string, fill, total int) int {
	n := 0
	for i := range len(pattern) {
		digit := int(pattern[i] - '0')
		if pattern[i] == 'X' {
			total /= 10
			digit = fill / total % 10
		}
		n = n*10 + digit
	}
	return n
}

// latestStart gives the first day of the last year, month or day that the
// point may be: where an interval ends at the earliest, with X as high as can be.
func (p point) latestStart() Day {
	if p.kind == pointSeason {
		return p.span.Latest.Day
	}
	d := gregorianDate(p.span.Latest.Day)
	if len(p.part) < 3 {
		d.Day = 1
	}
	if len(p.part) < 2 {
		d.Month = 1
	}
	return gregorianDay(d.Year, d.Month, d.Day)
}

// seasonSpan gives the bounds of EDTF's numbers for parts of a year (ISO 8601-2
// section 4.8). What astronomers, weather services and people call a season
// differs by weeks, so bounds are as wide as all of them: summer in the north
// is from 1 June to 23 September. Winter is that which begins in the year or
// that which ends in it.
func seasonSpan(year, season int) Span {
	from := func(y, m, d, y2, m2, d2 int) Span {
		return Days(gregorianDay(y, m, d), gregorianDay(y2, m2, d2))
	}
	switch season {
	case 21, 25, 31: // spring in the north, autumn in the south
		return from(year, 3, 1, year, 6, 21)
	case 22, 26, 32:
		return from(year, 6, 1, year, 9, 23)
	case 23, 27, 29:
		return from(year, 9, 1, year, 12, 22)
	case 24, 28, 30:
		return from(year, 1, 1, year+1, 3, 21)
	}
	first, months := (season-33)*3+1, 3
	switch {
	case season >= 40:
		first, months = (season-40)*6+1, 6
	case season >= 37:
		first, months = (season-37)*4+1, 4
	}
	last := first + months - 1
	return from(year, first, 1, year, last, gregorianMonth(year, last))
}
