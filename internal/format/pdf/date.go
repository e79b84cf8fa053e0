package pdf

import (
	"strings"
	"time"
)

// Date turns a date of PDF (ISO 32000-1, 7.9.4: D:YYYYMMDDHHmmSSOHH'mm') into
// RFC 3339, as exact as it is, without a zone where it has none. Dates that do
// not follow the standard are given as they stand.
func Date(s string) string {
	rest := strings.TrimPrefix(strings.TrimSpace(s), "D:")
	digits := rest
	if i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		digits = rest[:i]
	}
	forms := map[int][2]string{
		4: {"2006", "2006"}, 6: {"200601", "2006-01"}, 8: {"20060102", "2006-01-02"},
		10: {"2006010215", "2006-01-02T15"}, 12: {"200601021504", "2006-01-02T15:04"},
		14: {"20060102150405", "2006-01-02T15:04:05"},
	}
	form, known := forms[len(digits)]
	if !known {
		return s
	}
	t, err := time.Parse(form[0], digits)
	if err != nil {
		return s
	}
	if zone, ok := zone(rest[len(digits):]); ok && len(digits) == 14 {
		return t.Format(form[1]) + zone
	}
	return t.Format(form[1])
}

// zone reads +03'30' and the like as +03:30.
func zone(s string) (string, bool) {
	s = strings.ReplaceAll(s, "'", "")
	switch {
	case s == "":
		return "", false
	case s[0] == 'Z':
		return "Z", true
	case s[0] != '+' && s[0] != '-':
		return "", false
	case len(s) == 3:
		s += "00"
	}
	if _, err := time.Parse("-0700", s); err != nil {
		return "", false
	}
	return s[:3] + ":" + s[3:], true
}
