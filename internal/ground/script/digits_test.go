package script

import (
	"testing"
	"unicode"
)

func TestDigitsOfEveryScriptBecomeASCII(t *testing.T) {
	for text, want := range map[string]string{
		"۱۳۶۷/۰۵/۱۰": "1367/05/10", "١٩٨٨": "1988", "س ۲، ص ٣": "س 2، ص 3",
		"９𝟗𝟵९": "9999", "½ Ⅳ": "½ Ⅳ", "bad\xff۱": "bad\ufffd1", "": "",
	} {
		if got := Digits(text); got != want {
			t.Errorf("Digits(%q) = %q, want %q", text, got, want)
		}
	}
}

// digitOf rests on digits standing in rows of ten.
func TestUnicodeKeepsDigitsInRowsOfTen(t *testing.T) {
	for _, row := range unicode.Nd.R16 {
		if row.Stride != 1 || (row.Hi-row.Lo)%10 != 9 {
			t.Errorf("digits %U to %U by %d", row.Lo, row.Hi, row.Stride)
		}
	}
	for _, row := range unicode.Nd.R32 {
		if row.Stride != 1 || (row.Hi-row.Lo)%10 != 9 {
			t.Errorf("digits %U to %U by %d", row.Lo, row.Hi, row.Stride)
		}
	}
}

func TestNumbersAreWrittenInTheLanguageOfTheReader(t *testing.T) {
	for _, c := range []struct {
		n          int
		lang, want string
	}{
		{1367, "fa", "۱۳۶۷"}, {1367, "fa-AF", "۱۳۶۷"}, {1988, "ar", "١٩٨٨"}, {1988, "AR-IQ", "١٩٨٨"},
		{1988, "en", "1988"}, {7, "", "7"}, {0, "fa", "۰"}, {-5, "fa", "\u200e−۵"}, {-5, "ar", "\u061c-٥"}, {-5, "en", "-5"},
		{3, "fax", "3"},
	} {
		if got := Localise(c.n, c.lang); got != c.want {
			t.Errorf("Localise(%d, %q) = %q, want %q", c.n, c.lang, got, c.want)
		}
	}
}

func TestLocalisedDigitsReadBack(t *testing.T) {
	const date = "1367/05/10 ص 3"
	for _, lang := range []string{"fa", "ar", "en"} {
		if back := Digits(LocaliseDigits(date, lang)); back != date {
			t.Errorf("%s: %q read back as %q", lang, date, back)
		}
	}
	if got := LocaliseDigits("١٣67", "fa"); got != "۱۳۶۷" {
		t.Errorf("mixed digits become %q", got)
	}
}
