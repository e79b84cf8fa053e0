package desk

import (
	"math"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
	"sanad/schema"
)

// signed writes a number with its sign: for or against is what is told.
func signed(t *words.Table, f float64, places int) string {
	text := t.Decimal(f, places)
	if f > 0 && !math.IsInf(f, 0) {
		return "\u200e+" + text // as Decimal has it before a minus
	}
	return text
}

// The chances beyond which only "more than" and "less than" are said.
const (
	nearlyAll  = 0.9999
	nearlyNone = 0.0001
)

// chanceText writes a chance in percent, so that it never looks certain.
func chanceText(t *words.Table, p float64) (string, error) {
	switch {
	case p > nearlyAll:
		return t.Say("share.above", t.Decimal(100*nearlyAll, 2))
	case p < nearlyNone:
		return t.Say("share.below", t.Decimal(100*nearlyNone, 2))
	}
	places := 1
	if p > 0.99 || p < 0.01 {
		places = 2
	}
	return t.Say("share.percent", t.Decimal(100*p, places))
}

// percentText writes a share that was seen or estimated: all of it is 100 %.
func percentText(t *words.Table, p float64) (string, error) {
	return t.Say("share.percent", t.Decimal(100*p, 1))
}

// oddsText writes a share: in percent, and as "one in so many" where it is
// small.
func oddsText(t *words.Table, p float64) (string, error) {
	switch {
	case p >= 0.1:
		return t.Say("share.percent", t.Decimal(100*p, 0))
	case p >= 0.001:
		// Two digits that count: 5.6 %, 0.24 %.
		at := strconv.FormatFloat(100*p, 'g', 2, 64)
		value, err := strconv.ParseFloat(at, 64)
		if err != nil {
			return "", err
		}
		places := 1
		if value < 1 {
			places = 2
		}
		return t.Say("share.percent", t.Decimal(value, places))
	case p <= 0 || math.IsNaN(p):
		return t.Say("share.none")
	}
	return t.Say("share.onein", t.Decimal(1/p, 0))
}

// plainly gives what a record says of a property of a person: a date in the
// reader's calendar, a term in words, anything else as it is.
func plainly(t *words.Table, property, text string) string {
	if p, ok := schema.Find("Person", property); ok && p.Type == "date" {
		return value.Date(t, claim.Date{EDTF: text}, value.Main(t)).Text
	}
	return t.Value("Person", property, text)
}
