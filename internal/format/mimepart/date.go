package mimepart

import (
	"strings"
	"time"
)

// Date gives a date line (RFC 5322 3.3, obsolete forms included) as RFC 3339
// has it: with the zone that was stated, or without one where none was or it
// means nothing. It gives "" for what is no date.
func Date(value string) string {
	t, zoned, ok := date(value)
	switch {
	case !ok:
		return ""
	case zoned:
		return t.Format(time.RFC3339)
	}
	return t.Format("2006-01-02T15:04:05")
}

// Time is Date as a time; one without a zone is taken as UTC.
func Time(value string) time.Time {
	t, _, _ := date(value)
	return t
}

// date reads day, month, year, time of day and zone.
func date(value string) (t time.Time, zoned, ok bool) {
	words := strings.Fields(strings.ReplaceAll(uncomment(value), "-", " -"))
	if len(words) > 0 && strings.HasSuffix(words[0], ",") || len(words) > 4 && len(words[0]) == 3 && !isDigit(words[0][0]) {
		words = words[1:]
	}
	if len(words) < 4 {
		return t, false, false
	}
	for i := range 3 {
		words[i] = strings.TrimPrefix(words[i], "-") // "12-Mar-2021"
	}
	plain := strings.Join(words[:4], " ")
	for _, layout := range []string{"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 06 15:04:05", "2 Jan 06 15:04",
		"2 January 2006 15:04:05", "Jan 2 15:04:05 2006", "Jan 2 2006 15:04:05"} {
		var err error
		if t, err = time.Parse(layout, plain); err == nil {
			break
		}
	}
	if t.IsZero() {
		return t, false, false
	}
	if len(words) < 5 {
		return t, false, true
	}
	offset, ok := zone(words[4])
	if !ok {
		return t, false, true
	}
	at := time.FixedZone("", offset)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, at), true, true
}

// zone reads a zone in seconds east of Greenwich: "+0330", or one of the few
// names whose meaning RFC 5322 4.3 fixes. "-0000" says that the zone is not known.
func zone(s string) (int, bool) {
	switch s {
	case "GMT", "UT", "UTC", "Z":
		return 0, true
	case "EDT":
		return -4 * 3600, true
	case "EST", "CDT":
		return -5 * 3600, true
	case "CST", "MDT":
		return -6 * 3600, true
	case "MST", "PDT":
		return -7 * 3600, true
	case "PST":
		return -8 * 3600, true
	case "-0000":
		return 0, false
	}
	s = strings.Replace(s, ":", "", 1)
	if len(s) != 5 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	for i := 1; i < 5; i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
	}
	d := func(i int) int { return int(s[i] - '0') }
	seconds := (d(1)*10+d(2))*3600 + (d(3)*10+d(4))*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, seconds > -24*3600 && seconds < 24*3600
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// uncomment takes away comments in parentheses, nested ones too.
func uncomment(s string) string {
	var b strings.Builder
	depth := 0
	for i := range len(s) {
		switch {
		case s[i] == '(':
			depth++
		case s[i] == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
