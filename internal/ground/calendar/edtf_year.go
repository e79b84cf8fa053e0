package calendar

import (
	"strings"
)

// parseLongYear reads years with the letter prefix (level 1), exponential years
// and significant digits (level 2): Y170000002, Y-17E7, 1950S2, Y3388E2S3.
func parseLongYear(text string) (point, error) {
	p := point{kind: pointLongYear, level: 1, part: []string{""}}
	body, prefixed := strings.CutPrefix(text, "Y")
	body, p.negative = strings.CutPrefix(body, "-")
	body, significant, cut := strings.Cut(body, "S")
	digits, exponent, exponential := strings.Cut(body, "E")
	switch {
	case !isNumber(digits):
		return p, notEDTF(text, "the year is no number")
	case exponential && !prefixed:
		return p, notEDTF(text, "an exponential year begins with Y")
	case exponential && (!isNumber(exponent) || exponent[0] == '0' || digits[0] == '0'):
		return p, notEDTF(text, "the numbers before and after E have no leading zero")
	case prefixed && !exponential && (len(digits) < 5 || digits[0] == '0'):
		return p, notEDTF(text, "a year after Y has five digits or more")
	case !prefixed && len(digits) != 4:
		return p, notEDTF(text, "a year has four digits, or Y before it")
	case cut && (!isNumber(significant) || significant[0] == '0'):
		return p, notEDTF(text, "the number of significant digits is no number above 0")
	case !prefixed && p.negative && digits == "0000":
		return p, notEDTF(text, "the year 0000 has no sign")
	}
	if cut || exponential {
		p.level = 2
	}
	year := saturated(digits, exponent)
	low, high := year, year
	if cut {
		step := significantStep(year, digits, exponent, significant)
		low = year / step * step
		high = min(low+step-1, maxYear)
	}
	if p.negative {
		low, high = -high, -low
	}
	p.span = Days(gregorianDay(low, 1, 1), gregorianDay(high, 12, 31))
	return p, nil
}

// isNumber reports whether s is of digits alone, and not empty.
func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// saturated gives digits times ten to the exponent, at most maxYear: beyond
// that no day is worked out.
func saturated(digits, exponent string) int {
	year := 0
	for i := range len(digits) {
		if year = year*10 + int(digits[i]-'0'); year > maxYear {
			return maxYear
		}
	}
	for range small(exponent) {
		if year *= 10; year > maxYear {
			return maxYear
		}
	}
	return year
}

// small gives a number, at most 99.
func small(digits string) int {
	n := 0
	for i := range len(digits) {
		n = min(n*10+int(digits[i]-'0'), 99)
	}
	return n
}

// significantStep gives ten to the number of digits that do not count: 100 for
// 1950S2, which is some year from 1900 to 1999. More significant digits than
// there are make the year exact.
func significantStep(year int, digits, exponent, significant string) int {
	insignificant := len(strings.TrimLeft(digits, "0")) + small(exponent) - small(significant)
	step := 1
	for range insignificant {
		if step > year {
			break
		}
		step *= 10
	}
	return step
}

// parseDateTime reads a day, T, a time and perhaps a shift from UTC.
func parseDateTime(text string) (EDTF, error) {
	date, clock, _ := strings.Cut(text, "T")
	p, err := parsePoint(date)
	if err != nil {
		return EDTF{}, err
	}
	if p.kind != pointDate || len(p.part) != 3 || p.unspecified || p.quality != 0 {
		return EDTF{}, notEDTF(text, "before a time stands a whole date without X and qualifiers")
	}
	if why := checkClock(clock); why != "" {
		return EDTF{}, notEDTF(text, "%s", why)
	}
	return EDTF{text, EDTFDateTime, p.level, p.span, []point{p}}, nil
}

// checkClock says what is wrong with hh:mm:ss and the shift behind it.
func checkClock(clock string) string {
	if len(clock) < 8 || clock[2] != ':' || clock[5] != ':' {
		return "a time is written hh:mm:ss"
	}
	hour, ok := twoDigits(clock[0:2], 24)
	minute, ok2 := twoDigits(clock[3:5], 59)
	second, ok3 := twoDigits(clock[6:8], 60)
	if !ok || !ok2 || !ok3 || hour == 24 && minute+second > 0 {
		return "there is no such time"
	}
	shift, local, ok := parseShift(clock[8:])
	if !ok {
		return "after a time stands nothing, Z, or a shift such as -04 or +04:30"
	}
	if second < 60 {
		return ""
	}
	utc := ((hour*60+minute-shift)%1440 + 1440) % 1440
	if local && minute != 59 || !local && utc != 23*60+59 {
		return "a second 60 is a leap second, and there is none at that time"
	}
	return ""
}

// parseShift reads Z, ±hh and ±hh:mm as minutes; local tells that none is
// given. Zero is written with "+".
func parseShift(text string) (minutes int, local, ok bool) {
	switch {
	case text == "":
		return 0, true, true
	case text == "Z":
		return 0, false, true
	case text[0] != '+' && text[0] != '-', len(text) != 3 && len(text) != 6, len(text) == 6 && text[3] != ':':
		return 0, false, false
	}
	hours, ok := twoDigits(text[1:3], 23)
	if len(text) == 6 {
		var fine bool
		minutes, fine = twoDigits(text[4:6], 59)
		ok = ok && fine
	}
	minutes += 60 * hours
	if text[0] == '-' {
		return -minutes, false, ok && minutes > 0
	}
	return minutes, false, ok
}

func twoDigits(text string, most int) (int, bool) {
	return small(text), isNumber(text) && len(text) == 2 && small(text) <= most
}
