package script

import "testing"

func TestATextOfOthersIsOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"a\nMedian: 9000":               "a Median: 9000",
		"a\u2028b\u0085c\rd":            "a b c d",
		"\u202eabc\u202c \u2067d\u2069": "abc d",
		"\x1b[2Jname":                   "[2Jname",
		"خانه‌های  امن":                 "خانه‌های امن",
	} {
		if got := Flat(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}
