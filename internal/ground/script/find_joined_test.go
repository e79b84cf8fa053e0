package script_test

import (
	"testing"

	"sanad/internal/ground/script"
)

func TestAQuoteWithoutItsJoinersIsFound(t *testing.T) {
	for _, c := range []struct{ text, quote, want string }{
		{"آنان نمی‌دانستند که", "نمیدانستند", "نمی‌دانستند"},
		{"گفت: نمی‌دانم او را", "نمیدانم او را", "نمی‌دانم او را"},
		{"زهره طالقان‌پور، ورند", "زهره طالقانپور", "زهره طالقان‌پور"},
		{"كتابها", "کتاب‌ها", "كتابها"},
		{"Kaveh Karimi Nejad.", "Kariminejad", "Karimi Nejad"},
		{"خانه می رود", "میرود", "می رود"},
		{"another day", "other", ""}, // not within a word
		{"the rapist", "therapist", "the rapist"},
		{"x", "", ""},
		{"", "x", ""},
	} {
		from, to, ok := script.FoldMap(c.text).FindJoined(c.quote)
		if got := c.text[from:to]; got != c.want || ok != (c.want != "") {
			t.Errorf("in %q, %q is found as %q, want %q", c.text, c.quote, got, c.want)
		}
	}
}

func FuzzFindJoined(f *testing.F) {
	f.Add("نمی‌دانستند", "نمیدانستند")
	f.Fuzz(func(t *testing.T, text, quote string) {
		at := 0
		for from, to := range script.FoldMap(text).FindAllJoined(quote) {
			if from < at || to <= from || to > len(text) {
				t.Fatalf("in %q, %q stands from %d to %d after %d", text, quote, from, to, at)
			}
			at = from
		}
	})
}
