package words

import (
	"math"
	"strconv"
	"strings"
	"time"

	"sanad/internal/ground/script"
)

// Number writes n in groups of three with the language's digits.
func (t *Table) Number(n int64) string { return t.grouped(strconv.FormatInt(n, 10)) }

// Decimal writes f with so many places after the point.
func (t *Table) Decimal(f float64, places int) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "—"
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(f, 'f', places, 64), ".")
	if part == "" {
		return t.grouped(whole)
	}
	return t.grouped(whole) + t.mark(".", "٫") + script.LocaliseDigits(part, t.numerals)
}

// grouped sets a mark between groups of three digits. Numbers below ten
// thousand stay whole, so that they can't be taken for two.
func (t *Table) grouped(digits string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "\u200e−", rest
	}
	if len(digits) > 4 {
		var b strings.Builder
		for i, d := range digits {
			if i > 0 && (len(digits)-i)%3 == 0 {
				b.WriteString(t.mark(",", "٬"))
			}
			b.WriteRune(d)
		}
		digits = b.String()
	}
	return sign + script.LocaliseDigits(digits, t.numerals)
}

func (t *Table) mark(latin, arabic string) string {
	if t.numerals == string(English) {
		return latin
	}
	return arabic
}

// Digits writes the digits of a text as the language does.
func (t *Table) Digits(text string) string { return script.LocaliseDigits(text, t.numerals) }

// Time writes a moment to the second in UTC, in the order of ISO 8601 and
// with the language's digits. It must be shown in an element whose direction
// is overridden to left-to-right: hyphens between Arabic digits would turn
// the parts around.
func (t *Table) Time(at time.Time) string {
	if at.IsZero() {
		return "—"
	}
	return t.Digits(at.UTC().Format("2006-01-02 15:04:05")) + " UTC"
}

// Hour writes a moment to the hour, as Time does.
func (t *Table) Hour(at time.Time) string {
	if at.IsZero() {
		return "—"
	}
	return t.Digits(at.UTC().Format("2006-01-02 15:00")) + " UTC"
}

// Bytes writes a size in the largest unit that keeps at least one whole.
func (t *Table) Bytes(n int64) string {
	units := []string{"byte", "kilobyte", "megabyte", "gigabyte", "terabyte"}
	f, at := float64(n), 0
	for f >= 1000 && at < len(units)-1 {
		f, at = f/1000, at+1
	}
	number := t.Number(n)
	if at > 0 {
		places := 1
		if math.Mod(math.Round(f*10), 10) == 0 {
			places = 0
		}
		number = t.Decimal(f, places)
	}
	return number + "\u00a0" + t.Term("unit", units[at])
}
