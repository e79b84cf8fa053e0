// Package tableout knows how tables are written for other people's programs: CSV
// (RFC 4180) and XLSX (ECMA-376, transitional). It must never hand over a cell
// that a spreadsheet would compute, and never cut a text in silence.
//
// A cell of CSV that begins as a formula does gets an apostrophe before it, and so
// does one that begins with an apostrophe: Plain takes it off again. In XLSX every
// text is marked as one, so that nothing is put before it. Both are written row by
// row, and hold no more than one.
package tableout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Column is a column by its heading. What stands in a numeric one is written as a
// number in XLSX if it is one.
type Column struct {
	Name    string
	Numeric bool
}

// Safe gives a cell of CSV that no spreadsheet takes for a formula: one that
// begins, white space aside, with =, +, -, @ or their wide forms, or with a tab or
// line break, gets an apostrophe before it. A number does not.
func Safe(cell string) string {
	if risky(cell) {
		return "'" + cell
	}
	return cell
}

// Plain gives what a cell held before Safe.
func Plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && risky(rest) {
		return rest
	}
	return cell
}

func risky(cell string) bool {
	if cell == "" {
		return false
	}
	if strings.ContainsRune("\t\r\n'", rune(cell[0])) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r < ' '
	}))
	return strings.ContainsRune("=+-@＝＋－＠﹢﹣﹫﹦", first) && first != utf8.RuneError && !isNumber(cell)
}

// isNumber reports whether a cell is a number as programs write them: a sign at
// most, digits, and digits behind one point.
func isNumber(cell string) bool {
	cell = strings.TrimPrefix(cell, "-")
	whole, part, point := strings.Cut(cell, ".")
	return digits(whole) && (!point || digits(part))
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 15 // more are not exact as a number
}
