package mbox

import (
	"slices"
	"strings"
	"time"
)

// separator is what the line above a message says.
type separator struct {
	dated bool      // it bears a date
	date  time.Time // as UTC where it has no zone
}

// parse reads "From sender Fri Mar 12 14:05:01 2021", with a zone before or
// behind the year, or none. The sender may hold anything.
func parse(line string) separator {
	words := strings.Fields(line[:min(len(line), 1000)])
	at := -1
	for i := 1; i+3 < len(words); i++ {
		if isMonth(words[i]) && strings.Contains(words[i+2], ":") {
			at = i
		}
	}
	if at < 0 {
		return separator{}
	}
	year, zone := "", ""
	for _, w := range words[at+3:] {
		switch {
		case len(w) == 4 && strings.Trim(w, "0123456789") == "":
			year = w
		case len(w) == 5 && (w[0] == '+' || w[0] == '-'):
			zone = w
		}
	}
	if year == "" {
		return separator{}
	}
	clock := words[at+2]
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	plain := strings.Join([]string{words[at], words[at+1], clock, year}, " ")
	if zone != "" {
		if t, err := time.Parse("Jan 2 15:04:05 2006 -0700", plain+" "+zone); err == nil {
			return separator{true, t.UTC()}
		}
	}
	t, err := time.Parse("Jan 2 15:04:05 2006", plain)
	return separator{err == nil, t}
}

func isMonth(word string) bool {
	return slices.Contains([]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}, word)
}
