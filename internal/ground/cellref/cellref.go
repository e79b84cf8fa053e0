// Package cellref knows how spreadsheets name cells and columns. It must never know
// what stands in them.
package cellref

import (
	"fmt"
	"strconv"
)

// maxLetters keeps a column name within what an int of 32 bits can count.
const maxLetters = 6

// Column gives the letters a spreadsheet shows over column i, counted
// from 0: A, B ... Z, AA, AB. It gives "?" for a column before the first.
func Column(i int) string {
	if i < 0 {
		return "?"
	}
	var letters [16]byte
	at := len(letters)
	for i++; i > 0; i = (i - 1) / 26 {
		at--
		letters[at] = byte('A' + (i-1)%26)
	}
	return string(letters[at:])
}

// Of names a cell as spreadsheets do: column from 0, row from 1, so that
// (2, 12) is "C12".
func Of(column, row int) string {
	return Column(column) + strconv.Itoa(row)
}

// Parse reads what Of wrote. Lower case, "$" and leading zeros
// are refused: one cell has one name.
func Parse(ref string) (column, row int, err error) {
	n := 0
	for n < len(ref) && ref[n] >= 'A' && ref[n] <= 'Z' {
		column = column*26 + int(ref[n]-'A') + 1
		if n++; n > maxLetters {
			return 0, 0, fmt.Errorf("%q is not a cell: the column has over %d letters", ref, maxLetters)
		}
	}
	digits := ref[n:]
	if n == 0 || digits == "" || digits[0] < '1' || digits[0] > '9' {
		return 0, 0, fmt.Errorf("%q is not a cell: want capital letters and a number from 1, as in C12", ref)
	}
	number, err := strconv.ParseInt(digits, 10, 32)
	if err != nil {
		return 0, 0, fmt.Errorf("%q is not a cell: %w", ref, err)
	}
	return column - 1, int(number), nil
}
