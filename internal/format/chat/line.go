package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stamp is when a message was written, as its line has it.
type stamp struct {
	date         [3]int // as written, from the left
	yearFirst    bool
	hour, minute int
	second       int // -1 where the line has none
	half         int // 1 before noon, 2 after noon, 0 not told: a clock of 24 hours
}

// head is the beginning of a message's line.
type head struct {
	stamp
	sender string // "" for what the program itself notes
	text   string // the rest of the line
}

// isMark tells the marks of direction that exports sprinkle over their lines.
func isMark(r rune) bool {
	return r == '\u200e' || r == '\u200f' || r == '\u061c' || r == '\ufeff' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// reader reads a line from the left.
type reader struct{ rest string }

// marks passes over marks of direction, and over spaces if asked.
func (r *reader) marks(spaces bool) {
	r.rest = strings.TrimLeftFunc(r.rest, func(c rune) bool { return isMark(c) || spaces && unicode.IsSpace(c) })
}

// take passes over one of the letters and gives it, 0 if none is next.
func (r *reader) take(letters string) rune {
	r.marks(false)
	c, width := utf8.DecodeRuneInString(r.rest)
	if width == 0 || c == utf8.RuneError || !strings.ContainsRune(letters, c) {
		return 0
	}
	r.rest = r.rest[width:]
	return c
}

// number reads one to four digits of any of the three scripts.
func (r *reader) number() (value, digits int) {
	r.marks(false)
	for digits < 5 {
		c, width := utf8.DecodeRuneInString(r.rest)
		d := digit(c)
		if d < 0 {
			break
		}
		value, digits = value*10+d, digits+1
		r.rest = r.rest[width:]
	}
	if digits > 4 {
		return 0, 0
	}
	return value, digits
}

// digit gives the value of a Latin, Arabic or Persian digit, -1 for all else.
func digit(c rune) int {
	for _, zero := range []rune{'0', '\u0660', '\u06f0'} {
		if c >= zero && c <= zero+9 {
			return int(c - zero)
		}
	}
	return -1
}

// parse reads the beginning of a message. Lines that go on with the message
// before are none.
func parse(line string) (head, bool) {
	var h head
	r := &reader{strings.TrimRight(line, "\r\n")}
	bracket := r.take("[") != 0
	if !r.date(&h.stamp) || !r.between(bracket || !h.yearFirst) || !r.clock(&h.stamp) || !r.close(bracket) {
		return h, false
	}
	r.marks(true)
	h.text = r.rest
	if name, text, ok := strings.Cut(r.rest, ":"); ok && name != "" && utf8.RuneCountInString(name) <= 100 &&
		(text == "" || strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\u200e") || strings.HasPrefix(text, "\u200f")) {
		h.sender = strings.TrimFunc(name, func(c rune) bool { return isMark(c) || unicode.IsSpace(c) })
		h.text = strings.TrimFunc(text, func(c rune) bool { return isMark(c) || c == ' ' })
	}
	return h, true
}

// date reads three numbers between slashes, dots or hyphens, the same ones.
func (r *reader) date(s *stamp) bool {
	var digits [3]int
	s.date[0], digits[0] = r.number()
	sign := r.take("/.-\u060d")
	s.date[1], digits[1] = r.number()
	if sign == 0 || r.take(string(sign)) == 0 {
		return false
	}
	s.date[2], digits[2] = r.number()
	s.yearFirst = digits[0] == 4
	if digits[0] == 0 || digits[0] == 3 || digits[1] == 0 || digits[1] > 2 || digits[2] == 0 || digits[2] == 3 {
		return false
	}
	a, b, c := s.date[0], s.date[1], s.date[2]
	if s.yearFirst {
		return digits[2] <= 2 && b >= 1 && b <= 12 && c >= 1 && c <= 31
	}
	return a >= 1 && a <= 31 && b >= 1 && b <= 31 && (a <= 12 || b <= 12) && digits[2] != 1
}

// between reads what parts date and time: a comma and a space, or where bare a
// space alone. Lines of log files have a bare space behind a year, month and day.
func (r *reader) between(bare bool) bool {
	r.take(".")
	comma := r.take(",\u060c") != 0
	before := r.rest
	r.marks(true)
	if r.take("à") != 0 { // as in French
		r.marks(true)
	}
	return before != r.rest && (comma || bare)
}

// clock reads the time of day.
func (r *reader) clock(s *stamp) bool {
	hours, minutes := 0, 0
	s.hour, hours = r.number()
	if r.take(":.") == 0 {
		return false
	}
	s.minute, minutes = r.number()
	s.second = -1
	if before := r.rest; r.take(":.") != 0 {
		digits := 0
		if s.second, digits = r.number(); digits != 2 {
			r.rest, s.second = before, -1
		}
	}
	s.half = r.halfDay()
	return hours > 0 && hours <= 2 && minutes == 2 && s.hour < 24 && s.minute < 60 && s.second < 60
}

// halves are the words for the halves of the day, dots and joiners left away.
func halves() [][]string {
	return [][]string{
		{"am", "ص", "قظ", "قبلازظهر", "صباحا", "صباحًا"},
		{"pm", "م", "بظ", "بعدازظهر", "مساء", "مساءً"},
	}
}

// halfDay reads what stands between the clock and the end of the stamp.
func (r *reader) halfDay() int {
	end := strings.IndexAny(r.rest, "]-\u2013")
	if end < 0 || end > 40 {
		return 0
	}
	word := strings.Map(func(c rune) rune {
		if isMark(c) || unicode.IsSpace(c) || c == '.' || c == '\u200c' {
			return -1
		}
		return unicode.ToLower(c)
	}, r.rest[:end])
	for i, words := range halves() {
		for _, w := range words {
			if w == word {
				r.rest = r.rest[end:]
				return i + 1
			}
		}
	}
	return 0
}

// close reads the end of the stamp: a bracket as iOS writes it, or the hyphen
// of Android between spaces.
func (r *reader) close(bracket bool) bool {
	r.marks(true)
	if bracket {
		return r.take("]") != 0
	}
	if r.take("-\u2013") == 0 {
		return false
	}
	return r.rest == "" || strings.HasPrefix(strings.TrimLeftFunc(r.rest, isMark), " ")
}
