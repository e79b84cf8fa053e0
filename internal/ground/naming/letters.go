package naming

// written gives how much two folded tokens of Arabic script are one name by
// their letters, from 0 to 1: letters of one sound, letters that Arabic lacks,
// and vowels that are written or not cost less than others.
func written(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), longestHeard)], y[:min(len(y), longestHeard)]
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	var rows [2][longestHeard + 1]float64
	before, now := &rows[0], &rows[1]
	for j := range y {
		before[j+1] = before[j] + dropped(y, j)
	}
	for i := range x {
		now[0] = before[0] + dropped(x, i)
		for j := range y {
			now[j+1] = min(before[j]+rewritten(x[i], y[j]), before[j+1]+dropped(x, i), now[j]+dropped(y, j))
		}
		before, now = now, before
	}
	return max(0, 1-before[len(y)]/max(float64(max(len(x), len(y))), 3))
}

// dropped is the cost of a letter that only one of two names has.
func dropped(x []rune, i int) float64 {
	last := i == len(x)-1
	switch r := x[i]; {
	case last && (r == 'ی' || r == 'ه' || r == 'ا'):
		return .9
	case r == 'ا' || r == 'آ' || r == 'ع':
		return .35
	case r == 'و' || r == 'ی':
		return .5
	case i > 0 && x[i-1] == r:
		return .3
	}
	return 1
}

// rewritten is the cost of one letter in the place of another.
func rewritten(a, b rune) float64 {
	if a == b {
		return 0
	}
	x, y := classOf(a), classOf(b)
	switch {
	case x != 0 && x == y:
		return .2
	case a == 'ا' && b == 'ی' || a == 'ی' && b == 'ا':
		return .6
	case a == 'و' && b == 'ی' || a == 'ی' && b == 'و':
		return .8
	}
	return 1
}

// classOf gives the sound that several letters share.
func classOf(r rune) byte {
	switch r {
	case 'س', 'ص', 'ث':
		return 's'
	case 'ز', 'ذ', 'ض', 'ظ':
		return 'z'
	case 'ت', 'ط':
		return 't'
	case 'ق', 'غ':
		return 'q'
	case 'ه', 'ح':
		return 'h'
	case 'ا', 'آ', 'ع':
		return 'a'
	case 'ک', 'گ':
		return 'k'
	case 'ب', 'پ':
		return 'b'
	case 'ج', 'چ', 'ژ':
		return 'j'
	case 'و', 'ڤ':
		return 'v'
	}
	return 0
}
