package caption

import "strings"

// clock reads a time at the beginning of s, in milliseconds: 01:02:03.456,
// 02:03.456, with a comma or without a fraction. It gives what follows.
func clock(s string) (ms int64, rest string, ok bool) {
	var parts []int64
	for {
		n, digits := int64(0), 0
		for digits < len(s) && digits < 9 && '0' <= s[digits] && s[digits] <= '9' {
			n = n*10 + int64(s[digits]-'0')
			digits++
		}
		if digits == 0 {
			return 0, s, false
		}
		parts, s = append(parts, n), s[digits:]
		if len(parts) == 3 || !strings.HasPrefix(s, ":") {
			break
		}
		s = s[1:]
	}
	if len(parts) < 2 {
		return 0, s, false
	}
	for _, n := range parts {
		ms = ms*60 + n
	}
	if parts[len(parts)-1] >= 60 || len(parts) == 3 && parts[1] >= 60 || ms > 1<<40 {
		return 0, s, false
	}
	fraction, s := thousandths(s)
	return ms*1000 + fraction, s, true
}

// thousandths reads a fraction of a second behind a dot or comma.
func thousandths(s string) (int64, string) {
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || s[1] < '0' || s[1] > '9' {
		return 0, s
	}
	s = s[1:]
	value, weight := int64(0), int64(100)
	for s != "" && '0' <= s[0] && s[0] <= '9' {
		value += int64(s[0]-'0') * weight
		weight /= 10
		s = s[1:]
	}
	return value, s
}

// span reads the line above a cue: "00:01.000 --> 00:02.000 line:0", or with a
// comma between the two as SBV has it.
func span(line string) (from, to int64, ok bool) {
	from, rest, ok := clock(strings.TrimLeft(line, " \t"))
	if !ok {
		return 0, 0, false
	}
	rest = strings.TrimLeft(rest, " \t")
	arrow := strings.TrimLeft(rest, "-\u2013\u2014")
	switch {
	case len(arrow) < len(rest) && strings.HasPrefix(arrow, ">"):
		rest = strings.TrimLeft(arrow[1:], " \t")
	case strings.HasPrefix(rest, ","):
		if to, rest, ok = clock(rest[1:]); ok && strings.TrimSpace(rest) == "" {
			return from, to, true
		}
		return 0, 0, false
	default:
		return 0, 0, false
	}
	to, _, ok = clock(rest)
	return from, to, ok
}

// mark reads a time that begins a line of a transcript: "[00:01:02] words" or
// "(00:01:02) words", as most programs write it.
func mark(line string) (at int64, words string, ok bool) {
	line = strings.TrimLeft(line, " \t\ufeff")
	if line == "" || line[0] != '[' && line[0] != '(' {
		return 0, "", false
	}
	end := map[byte]string{'[': "]", '(': ")"}[line[0]]
	at, rest, ok := clock(line[1:])
	if !ok {
		return 0, "", false
	}
	words, ok = strings.CutPrefix(rest, end)
	return at, strings.TrimSpace(words), ok
}
